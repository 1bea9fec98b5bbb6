import type { EvaluationReport, GateLine } from "../../../../shared/contract/evaluations.ts";
import { atLeast, atMost, type Condition, fewestFor, intervalOf, ofCases, percent, toLine, toShare } from "./line.ts";

type Known = Pick<
  EvaluationReport,
  "settings" | "bad" | "good" | "fresh" | "techniques" | "critical" | "incidents" | "entrants" | "calibrationRows" | "operatingPValue"
>;

/** Whether suites that were not looked at too often carry it too; nothing to add where they are all there is. */
function carried(report: Known, side: "bad" | "good", decide: (share: Known["bad"]) => Condition["state"]): Condition[] {
  const all = report[side];
  const fresh = report.fresh[side];
  if (fresh.n === all.n || decide(all) !== "pass") return [];
  return [
    decide(fresh) === "pass"
      ? { state: "pass", text: `Suites that are not worn carry it alone: ${ofCases(fresh)}.` }
      : {
          state: "insufficient",
          text: `Only ${fresh.n} of ${all.n} cases are of suites that are not worn; a new suite is needed.`,
        },
  ];
}

function recall(report: Known): Condition {
  const { bad, settings, calibrationRows, operatingPValue } = report;
  const state = atLeast(bad, settings.recall);
  const need = fewestFor((n) => toShare(n, n).low >= settings.recall);
  if (1 / (calibrationRows + 1) > operatingPValue)
    return {
      state: "insufficient",
      text: `With ${calibrationRows} calibration rows no subject can fall to p ${operatingPValue}, so that nothing can be flagged.`,
    };
  if (state === "insufficient")
    return { state, text: `${ofCases(bad)} known-bad cases flagged; ${percent(settings.recall)} can be shown by ${need} or more.` };
  return { state, text: `${ofCases(bad)} known-bad cases flagged (${intervalOf(bad)}).` };
}

function techniques({ techniques: all, settings }: Known): Condition[] {
  const compared = all.filter(({ candidate, champion }) => champion !== null && candidate.n >= settings.technique.cases);
  if (compared.length === 0) return [];
  const behind = compared.filter(({ candidate, champion }) => (champion?.k ?? 0) - candidate.k > settings.technique.behind);
  return [
    behind.length === 0
      ? { state: "pass", text: `In none of ${compared.length} techniques with enough cases it is behind the champion.` }
      : {
          state: "fail",
          text: `Behind the champion in ${behind.map(({ technique, candidate, champion }) => `${technique} (${ofCases(candidate)}, champion ${champion?.k ?? 0})`).join(", ")}.`,
        },
  ];
}

function critical({ critical: { k, n, missed }, settings }: Known): Condition[] {
  const unknown = settings.critical.length - n;
  if (settings.critical.length === 0) return [];
  if (missed.length > 0) return [{ state: "fail", text: `Critical cases missed: ${missed.join(", ")}.` }];
  return unknown > 0
    ? [{ state: "insufficient", text: `${unknown} critical cases are in no suite.` }]
    : [{ state: "pass", text: `All ${k} critical cases flagged.` }];
}

function incidents({ incidents: { flagged, champion, lost, leftOut } }: Known): Condition[] {
  const rest = leftOut === 0 ? "" : ` ${leftOut} more were seen by other feature SQL and cannot be scored.`;
  if (flagged.n === 0) return leftOut === 0 ? [] : [{ state: "pass", text: `No confirmed incident can be scored.${rest}` }];
  if (lost.length > 0)
    return [
      {
        state: "fail",
        text: `Missed of the confirmed incidents that the champion flags: ${lost.slice(0, 3).join("; ")}${lost.length > 3 ? ` and ${lost.length - 3} more` : ""}.${rest}`,
      },
    ];
  const beside = champion === null ? "" : `, the champion ${champion.k}`;
  return [{ state: "pass", text: `${ofCases(flagged)} confirmed incidents flagged${beside}.${rest}` }];
}

/** No gain over the champion and the best of the trivial methods is no reason to change anything. */
function baselines({ entrants }: Known): Condition {
  const own = entrants.find(({ kind }) => kind === "candidate")?.averagePrecision ?? null;
  const others = entrants.flatMap(({ kind, title, averagePrecision }) =>
    kind === "candidate" || averagePrecision === null ? [] : [{ title, averagePrecision }],
  );
  const hasChampion = entrants.some(({ kind, averagePrecision }) => kind === "champion" && averagePrecision !== null);
  const [best] = others.toSorted((a, b) => b.averagePrecision - a.averagePrecision);
  if (own === null || best === undefined)
    return { state: "insufficient", text: "It could not be compared with anything: known-bad and known-good cases are needed." };
  const figures = `average precision ${own.toFixed(3)}, ${best.title.toLowerCase()} ${best.averagePrecision.toFixed(3)}`;
  if (own === 1 && best.averagePrecision === 1)
    return { state: "insufficient", text: `The cases are too easy to tell it from the others (${figures}).` };
  return own > best.averagePrecision
    ? { state: "pass", text: `Better than ${hasChampion ? "the champion and " : ""}every trivial method (${figures}).` }
    : { state: "fail", text: `No gain (${figures}).` };
}

export function knownBadLine(report: Known): GateLine {
  return toLine({
    line: 4,
    title: "Flags what is known to be bad",
    threshold: `lower end at least ${percent(report.settings.recall)}`,
    share: report.bad,
    conditions: [
      recall(report),
      ...carried(report, "bad", (share) => atLeast(share, report.settings.recall)),
      ...techniques(report),
      ...critical(report),
      ...incidents(report),
      baselines(report),
    ],
  });
}

export function knownGoodLine(report: Known): GateLine {
  const { good, settings } = report;
  const bound = settings.falsePositives;
  const state = atMost(good, bound);
  const need = fewestFor((n) => toShare(0, n).high <= bound);
  const first: Condition =
    state === "insufficient"
      ? { state, text: `${ofCases(good)} known-good cases flagged; at most ${percent(bound)} can be shown by ${need} or more.` }
      : { state, text: `${ofCases(good)} known-good cases flagged (${intervalOf(good)}).` };
  return toLine({
    line: 5,
    title: "Passes what is known to be good",
    threshold: `upper end at most ${percent(bound)}`,
    share: good,
    conditions: [first, ...carried(report, "good", (share) => atMost(share, bound))],
  });
}
