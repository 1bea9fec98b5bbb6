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

type Reviewed = Pick<EvaluationReport, "settings" | "review" | "champion">;

/** Malicious among the version's list. With enough cases and a bound that is not reached more would be needed to reach it. */
function precisionOf({ settings, review }: Reviewed): Condition["state"] {
  return atLeast(review.cases, settings.review.precision);
}

/** How its malicious cases stand to the champion's, by the exact McNemar test over those that only one of the lists had. */
function besideInReview({ settings, review, champion }: Reviewed): { state: "worse" | "not worse" | "unknown"; text: string } {
  if (champion === null) return { state: "unknown", text: "" };
  const { candidateOnly, championOnly } = review;
  const pairs = candidateOnly + championOnly;
  const { level } = settings.review;
  const least = fewestPairs(level);
  const found = ` ${candidateOnly} malicious found by it alone, ${championOnly} by the champion alone`;
  if (pairs < least) return { state: "unknown", text: `${found}; ${least} are needed to tell them apart.` };
  const p = signTest(candidateOnly, pairs);
  const told = `${found} (exact McNemar p ${p.toPrecision(2)})`;
  if (candidateOnly >= championOnly) return { state: "not worse", text: `${told}.` };
  // That the test does not tell them apart is no sign that they are alike: of few pairs it seldom does.
  return p <= level
    ? { state: "worse", text: `${told}.` }
    : { state: "unknown", text: `${told}, which does not show that it is no worse.` };
}

/** Why fewer cases are decided than are needed, and what would help. */
function tooFew({ settings, review: { cases, sample } }: Reviewed): string {
  const { cases: needed } = settings.review;
  if (sample === undefined || sample === null) return `Nobody has reviewed its list blind; ${needed} cases of it are needed.`;
  if (!sample.isEnded) return `${sample.judged} of ${sample.total} cases reviewed; nothing is counted before the review is ended.`;
  const why = [
    ...(sample.lists.candidate < needed ? [`its list has only ${sample.lists.candidate}`] : []),
    ...(sample.undecided > 0 ? [`${sample.undecided} undecided`] : []),
    ...(sample.disputed > 0 ? [`${sample.disputed} to be settled, since analysts differ`] : []),
  ];
  return `${cases.n} cases of its list decided in blind review; ${needed} are needed${why.length === 0 ? "" : ` (${why.join(", ")})`}.`;
}

/** How its list came out of a blind review beside the champion's; without an ended one it says so with n 0. */
export function reviewLine(report: Reviewed): GateLine {
  const { settings, review, champion } = report;
  const { precision, cases } = settings.review;
  const decide = (): Condition => {
    if (review.cases.n < cases) return { state: "insufficient", text: tooFew(report) };
    const beside = besideInReview(report);
    const theirs =
      champion === null || review.champion === null || review.champion === undefined
        ? ""
        : `, the champion's list ${ofCases(review.champion)} (${intervalOf(review.champion)})`;
    const text = `${ofCases(review.cases)} blindly judged cases of its list malicious (${intervalOf(review.cases)})${theirs}.${beside.text}`;
    const own = precisionOf(report);
    if (beside.state === "worse") return { state: "fail", text };
    if (own === "pass") return { state: "pass", text };
    return beside.state === "not worse" ? { state: "pass", text: `${text} Not inferior to the champion.` } : { state: own, text };
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
  const { days, events } = settings.shadow;
  const fewest = shadow.events ?? 0;
  const enough = shadow.days >= days && fewest >= events;
  const conditions: [Condition, ...Condition[]] = [
    enough
      ? { state: "pass", text: `It scored beside the champion for ${shadow.days} days, at least ${fewest} events each.` }
      : {
          state: "insufficient",
          text:
            shadow.days === 0
              ? `It has not scored beside the champion yet; ${days} days are needed.`
              : `It scored beside the champion for ${shadow.days} days, at least ${fewest} events each; ${days} days of ${events} are needed.`,
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
    threshold: `${days} days of ${events} events, inside its training envelope`,
    count: { k: shadow.days, n: days },
    conditions,
  });
}
