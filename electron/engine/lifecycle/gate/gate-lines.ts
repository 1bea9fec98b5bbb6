import type { EvaluationReport, GateLine } from "../../../../shared/contract/evaluations.ts";
import { knownBadLine, knownGoodLine } from "./known-cases.ts";
import { overTimeLine, replayLine, reviewLine, shadowLine } from "./production.ts";
import { bundleLine, lineageLine, timeLine } from "./soundness.ts";
import { toLine } from "./line.ts";

/** Lines 1 to 9 of the promotion gate over what an evaluation found. */
export const gateLines = (found: Omit<EvaluationReport, "gate">): GateLine[] => [
  bundleLine(found),
  lineageLine(found),
  timeLine(found),
  knownBadLine(found),
  knownGoodLine(found),
  replayLine(found),
  reviewLine(found),
  overTimeLine(found),
  shadowLine(found),
];

/** Line 10: whoever approves must be somebody else than whoever trained it. */
export function fourEyesLine(approver: string, trainers: readonly string[]): GateLine {
  const isSame = trainers.some((trainer) => trainer.toLowerCase() === approver.toLowerCase());
  return toLine({
    line: 10,
    title: "Approved by a second person",
    threshold: "not by whoever trained it",
    count: { k: trainers.length, n: trainers.length },
    conditions: [
      trainers.length === 0
        ? { state: "insufficient", text: "Who trained it is not recorded." }
        : isSame
          ? { state: "fail", text: `${approver} trained it; somebody else must approve.` }
          : { state: "pass", text: `Trained by ${trainers.join(", ")}, approved by ${approver}.` },
    ],
  });
}

export const passes = (lines: readonly GateLine[]): boolean => lines.length === 10 && lines.every(({ state }) => state === "pass");
