import type { EvaluationReport, GateLine } from "../../../../shared/contract/evaluations.ts";
import { type Condition, inWords, ofCases, toLine } from "./line.ts";

export function bundleLine({ bundle }: Pick<EvaluationReport, "bundle">): GateLine {
  const { checks, golden } = bundle;
  const vectors: Condition =
    golden === null || golden.n === 0
      ? { state: "insufficient", text: "Nothing to score again: its training rows are not at hand." }
      : golden.k === golden.n && golden.flips === 0
        ? {
            state: "pass",
            text: `${ofCases(golden)} rows score as they did when it was made (largest difference ${golden.largest.toPrecision(2)}).`,
          }
        : {
            state: "fail",
            text: `${golden.n - golden.k} of ${golden.n} rows score other than when it was made, ${golden.flips} on the other side of the threshold.`,
          };
  return toLine({
    line: 1,
    title: "The file is what it says",
    threshold: "every score within 1e-5 or 1e-4 of it; owner, licence and card there",
    count: golden === null ? undefined : { k: golden.k, n: golden.n },
    conditions: [vectors, ...checks.map(({ state, text }) => ({ state, text }))],
  });
}

export function lineageLine({ lineage }: Pick<EvaluationReport, "lineage">): GateLine {
  const missing = lineage.filter(({ isKnown }) => !isKnown).map(({ what }) => what);
  return toLine({
    line: 2,
    title: "Where it came from is known",
    threshold: "every fact recorded",
    count: { k: lineage.length - missing.length, n: lineage.length },
    conditions: [
      missing.length === 0
        ? { state: "pass", text: `All ${lineage.length} facts of its making are recorded.` }
        : { state: "fail", text: `Not recorded or gone: ${missing.join(", ")}.` },
    ],
  });
}

const day = (us: number): string => new Date(us / 1000).toISOString().slice(0, 16).replace("T", " ");

function later({ trainEnd, evaluationStart, embargoHours }: EvaluationReport["time"]): Condition {
  if (trainEnd === null) return { state: "insufficient", text: "When its training ended is not known." };
  if (evaluationStart === null)
    return { state: "insufficient", text: `Nothing evaluated lies ${embargoHours} h after ${day(trainEnd)} UTC, when its training ended.` };
  const isLater = evaluationStart >= trainEnd + embargoHours * 3_600_000_000;
  return {
    state: isLater ? "pass" : "fail",
    text: `Training ended ${day(trainEnd)}, evaluation began ${day(evaluationStart)} UTC${isLater ? "" : `, not ${embargoHours} h later`}.`,
  };
}

function duplicates({ duplicates: n, rows }: EvaluationReport["time"]): Condition {
  if (n === null) return { state: "insufficient", text: "Rows could not be compared with those of training, which are not at hand." };
  return n === 0
    ? { state: "pass", text: `None of ${inWords(rows)} rows was in training.` }
    : { state: "fail", text: `${ofCases({ k: n, n: rows })} rows were in training too.` };
}

/** What it gains over the best of champion and trivial methods; null where one of them has no figure. */
function gain({ candidate, champion, baseline }: EvaluationReport["time"]["later"]): number | null {
  const others = [champion, baseline].filter((value) => value !== null);
  return candidate === null || others.length === 0 ? null : candidate - Math.max(...others);
}

function overlap({ later: all, disjoint, seenSubjects, subjects }: EvaluationReport["time"]): Condition {
  if (seenSubjects === null) return { state: "insufficient", text: "Which subjects training had is not known." };
  const seen = `${ofCases({ k: seenSubjects, n: subjects })} subjects were in training`;
  const won = gain(all);
  if (won === null || won <= 0 || seenSubjects === 0)
    return { state: "pass", text: won === null || won <= 0 ? `${seen}; nothing is won by knowing them.` : `${seen}.` };
  const apart = gain(disjoint);
  if (apart === null)
    return {
      state: "insufficient",
      text: `${seen}; ${disjoint.bad} bad and ${disjoint.good} good ones that were not cannot tell whether that is why it wins.`,
    };
  const figures = `average precision ahead by ${won.toFixed(3)} over all, by ${apart.toFixed(3)} over ${disjoint.bad + disjoint.good} subjects it never saw`;
  return apart > 0
    ? { state: "pass", text: `${seen}; ${figures}.` }
    : { state: "fail", text: `It wins by knowing the subjects: ${figures}.` };
}

export function timeLine({ time }: Pick<EvaluationReport, "time">): GateLine {
  return toLine({
    line: 3,
    title: "Judged on what came later",
    threshold: `training end and ${time.embargoHours} h before evaluation, no row in both, not won by known subjects`,
    count: time.duplicates === null ? undefined : { k: time.duplicates, n: time.rows },
    conditions: [later(time), duplicates(time), overlap(time)],
  });
}
