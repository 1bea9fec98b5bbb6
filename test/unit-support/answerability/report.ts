import { wilson } from "../../../shared/lib/wilson.ts";
import type { JudgedCase } from "./judge.ts";
import { questionIds } from "./truth.ts";

export interface JudgedScenario {
  readonly scenario: string;
  readonly cases: readonly JudgedCase[];
}

interface Count {
  readonly k: number;
  readonly n: number;
}

const isGood = (outcome: string): boolean => outcome === "right" || outcome === "rightly unknown";
const sum = (cases: readonly JudgedCase[], of: (one: JudgedCase) => number): number => cases.reduce((total, one) => total + of(one), 0);

function answered(cases: readonly JudgedCase[], question?: string): Count {
  const outcomes = cases.flatMap((one) => one.answers.filter((a) => question === undefined || a.question === question));
  return { k: outcomes.filter((a) => isGood(a.outcome)).length, n: outcomes.length };
}

export interface Bar {
  readonly cases: number;
  readonly answers: Count;
  readonly wrongNames: number;
  readonly relevant: Count;
  readonly firstTen: Count;
}

/** The figures that the bar is held against, over all scenarios. */
export function toBar(scenarios: readonly JudgedScenario[]): Bar {
  const cases = scenarios.flatMap((one) => one.cases);
  return {
    cases: cases.length,
    answers: answered(cases),
    wrongNames: sum(cases, (one) => one.wrongNames.length),
    relevant: { k: sum(cases, (one) => one.relevantShown), n: sum(cases, (one) => one.relevant) },
    firstTen: { k: sum(cases, (one) => one.firstTenRelevant), n: sum(cases, (one) => one.firstTen) },
  };
}

export const rateText = ({ k, n }: Count): string => {
  const { rate, low, high } = wilson(k, n);
  const percent = (share: number): string => (share * 100).toFixed(1);
  return `${k}/${n} ${rate === undefined ? "insufficient" : `${percent(rate)} % (95 %: ${percent(low)}–${percent(high)})`}`;
};

/** One line per wrong or missed answer and per wrong name, for whoever mends them. */
export const faults = (scenarios: readonly JudgedScenario[]): string[] =>
  scenarios.flatMap(({ cases }) =>
    cases.flatMap((one) => [
      ...one.answers.filter((a) => !isGood(a.outcome)).map((a) => `${one.id} ${a.question} ${a.outcome}: ${a.said}`),
      ...one.wrongNames.map((name) => `${one.id} wrong ${name.as}: ${name.said}`),
      ...(one.missing.length === 0 ? [] : [`${one.id} not in the graph: ${one.missing.join(", ")}`]),
    ]),
  );

/** The whole report as text: by scenario, by question, the bar, then every fault. */
export function reportText(scenarios: readonly JudgedScenario[]): string {
  const bar = toBar(scenarios);
  const all = scenarios.flatMap((one) => one.cases);
  return [
    `answerability: ${bar.cases} cases in ${scenarios.length} scenarios`,
    "",
    "answers right or rightly unknown, by scenario",
    ...scenarios.map(({ scenario, cases }) => `  ${`${scenario} (${cases.length})`.padEnd(46)} ${rateText(answered(cases))}`),
    "",
    "by question",
    ...questionIds.map((question) => `  ${question.padEnd(46)} ${rateText(answered(all, question))}`),
    "",
    `all answers                                      ${rateText(bar.answers)}`,
    `wrong owner, host, person or contact             ${bar.wrongNames}`,
    `relevant things in the graph (recall at 40)      ${rateText(bar.relevant)}`,
    `relevant among the first ten (precision at 10)   ${rateText(bar.firstTen)}`,
    ...(faults(scenarios).length === 0 ? [] : ["", "faults", ...faults(scenarios).map((line) => `  ${line}`)]),
  ].join("\n");
}
