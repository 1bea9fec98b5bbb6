import type { EvaluationReport, GateLine } from "../../../../shared/contract/evaluations.ts";
import { fewestPairs, signTest } from "../../../../shared/lib/sign-test.ts";
import { areaUnder, meanWithin } from "./over-time.ts";
import { atLeast, type Condition, intervalOf, ofCases, percent, toLine } from "./line.ts";

type Replayed = Pick<EvaluationReport, "settings" | "replay">;

const figure = (value: number): string => (value >= 10 ? String(Math.round(value)) : String(Math.round(value * 10) / 10));

export function replayLine({ settings, replay }: Replayed): GateLine {
  const title = "Alerts an analyst can take";
  const { days, subjects, ratio } = settings.replay;
  const threshold = `within the daily budget, and within 1/${ratio} to ${ratio} times the champion`;
  if (replay === null)
    return toLine({
      line: 6,
      title,
      threshold,
      conditions: [{ state: "insufficient", text: "There is no telemetry after its training to replay." }],
    });
  const { flagged, alertsPerDay, budgetPerDay, champion } = replay;
  const over = `${ofCases(flagged)} subjects flagged in ${replay.days} days`;
  const volume: Condition =
    replay.days < days || flagged.n < subjects
      ? { state: "insufficient", text: `${over}; ${subjects} subjects and ${days} days are needed.` }
      : {
          state: alertsPerDay <= budgetPerDay ? "pass" : "fail",
          text: `${over}: ${figure(alertsPerDay)} alerts a day against a budget of ${budgetPerDay}.`,
        };
  return toLine({ line: 6, title, threshold, share: flagged, conditions: [volume, ...besideChampion(champion, ratio)] });
}

function besideChampion(champion: NonNullable<EvaluationReport["replay"]>["champion"], most: number): Condition[] {
  if (champion === null) return [];
  const { ratio } = champion;
  if (ratio === null) return [{ state: "insufficient", text: "The champion flags nothing in the replay, so that there is no ratio." }];
  const isNear = ratio >= 1 / most && ratio <= most;
  return [{ state: isNear ? "pass" : "fail", text: `${ratio.toFixed(2)} times as many alerts as the champion.` }];
}

/** How blindly judged cases of the list came out; without evidence it says so with n 0. */
export function reviewLine({ settings, review, champion }: Pick<EvaluationReport, "settings" | "review" | "champion">): GateLine {
  const { precision, cases, level } = settings.review;
  const { candidateOnly, championOnly } = review;
  const { n } = review.cases;
  const pairs = candidateOnly + championOnly;
  const p = signTest(candidateOnly, pairs);
  const reached = n >= cases && atLeast(review.cases, precision) === "pass";
  const isInferior = championOnly > candidateOnly && p <= level;
  const isComparable = champion !== null && pairs >= fewestPairs(level);
  const beside = isComparable
    ? ` ${candidateOnly} malicious found by it alone, ${championOnly} by the champion alone (exact McNemar p ${p.toPrecision(2)}).`
    : "";
  const decide = (): Condition => {
    if (n < cases) return { state: "insufficient", text: `${n} cases of its list judged blind; ${cases} are needed.` };
    const text = `${ofCases(review.cases)} blindly judged cases malicious (${intervalOf(review.cases)}).${beside}`;
    if (reached && !(isComparable && isInferior)) return { state: "pass", text };
    if (!reached && isComparable && !isInferior) return { state: "pass", text: `${text} Not inferior to the champion.` };
    return { state: "fail", text };
  };
  return toLine({
    line: 7,
    title: "Worth an analyst's time",
    threshold: `lower end of precision at least ${percent(precision)} of ${cases} or more, or not inferior to the champion`,
    share: review.cases,
    conditions: [decide()],
  });
}

export function overTimeLine({ settings, periods, champion }: Pick<EvaluationReport, "settings" | "periods" | "champion">): GateLine {
  const { periods: least, days, below } = settings.overTime;
  const title = "Holds over time";
  const threshold = `${least} periods of ${days} days, not below the champion by more than ${below}`;
  const count = { k: periods.length, n: least };
  const line = (condition: Condition): GateLine => toLine({ line: 8, title, threshold, count, conditions: [condition] });
  if (periods.length < least)
    return line({
      state: "insufficient",
      text: `${periods.length} consecutive periods with judged and malicious cases after its training; ${least} are needed.`,
    });
  const own = periods.map(({ candidate }) => meanWithin(candidate));
  const text = `Area under precision and recall within the budget ${areaUnder(own).toFixed(3)} over ${periods.length} periods`;
  if (champion === null) return line({ state: "pass", text: `${text}; there is no champion.` });
  const theirs = areaUnder(periods.map((p) => (p.champion === null ? 0 : meanWithin(p.champion))));
  return line({
    state: areaUnder(own) >= theirs - below ? "pass" : "fail",
    text: `${text}, the champion ${theirs.toFixed(3)}.`,
  });
}

/** What it did beside the champion; without a single day it says so with n 0. */
export function shadowLine({ settings, shadow }: Pick<EvaluationReport, "settings" | "shadow">): GateLine {
  const { days, subjects } = settings.shadow;
  const enough = shadow.days >= days && shadow.subjects >= subjects;
  const conditions: [Condition, ...Condition[]] = [
    enough
      ? { state: "pass", text: `It scored beside the champion for ${shadow.days} days, at least ${shadow.subjects} subjects each.` }
      : {
          state: "insufficient",
          text:
            shadow.days === 0
              ? `It has not scored beside the champion yet; ${days} days are needed.`
              : `It scored beside the champion for ${shadow.days} days, at least ${shadow.subjects} subjects each; ${days} days of ${subjects} are needed.`,
        },
  ];
  if (shadow.days > 0)
    conditions.push(
      shadow.drift === "IN_ENVELOPE" || shadow.drift === "WATCH"
        ? { state: "pass", text: "The data were like those of its training." }
        : shadow.drift === "OUTSIDE" || shadow.drift === "BROKEN"
          ? { state: "fail", text: "The data it scored were not like those of its training." }
          : { state: "insufficient", text: "Whether the data were like those of its training is not known." },
    );
  return toLine({
    line: 9,
    title: "Ran in shadow",
    threshold: `${days} days of ${subjects} subjects, inside its training envelope`,
    count: { k: shadow.days, n: days },
    conditions,
  });
}
