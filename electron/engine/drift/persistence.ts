import type { DriftSettings } from "../../../shared/contract/drift-settings.ts";
import type { DriftWindow } from "../../../shared/contract/drift.ts";
import type { DriftOutcome } from "../../../shared/domain/drift.ts";

export interface Step {
  readonly outcome: DriftOutcome;
  /** Effect over threshold, when there is one. */
  readonly ratio: number | null;
}

/**
 * Whether what was asked of one thing is raised after the last of its windows, oldest first. Critical raises at once, else `fire` of
 * the last `of`; it is let go after `clear` windows in a row that lie clearly below. Windows with too little data do not count.
 */
export function isRaised(steps: readonly Step[], { fire, of, clear, clearBelow }: DriftSettings["persistence"]): boolean {
  const told = steps.filter(({ outcome }) => outcome !== "insufficient");
  let raised = false;
  let calm = 0;
  for (const [i, { outcome, ratio }] of told.entries()) {
    const moved = told.slice(Math.max(0, i + 1 - of), i + 1).filter((step) => step.outcome !== "as-trained").length;
    calm = outcome === "as-trained" && (ratio ?? 0) < clearBelow ? calm + 1 : 0;
    if (outcome === "critical" || moved >= fire) raised = true;
    if (calm >= clear) raised = false;
  }
  return raised;
}

/** Steps of one check over the windows before and the newest. */
export const stepsOf = (windows: readonly Pick<DriftWindow, "outcomes">[], key: string): Step[] =>
  windows.flatMap(({ outcomes }) => {
    const step = outcomes[key];
    return step === undefined ? [] : [step];
  });
