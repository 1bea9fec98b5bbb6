import type { Scope } from "../../../shared/contract/suppressions.ts";
import type { HoldDecision, SuppressionBody } from "./hold-decisions.ts";

/** A suppression as the log tells it. Whether it hides anything depends on the time, too. */
export interface SuppressionState {
  readonly id: string;
  readonly scope: Scope;
  readonly owner: string;
  readonly reason: string;
  readonly until: number;
  readonly createdAt: number;
  readonly createdBy: string;
  readonly dryRun: SuppressionBody["dryRun"];
  readonly override: string | null;
  readonly isEnded: boolean;
  readonly isUndone: boolean;
}

function undoneAmong(decisions: readonly HoldDecision[]): ReadonlySet<string> {
  const undone = new Set<string>();
  for (const d of decisions) {
    if (d.kind === "decision.undo") undone.add(d.undoes);
    else if (d.kind === "decision.redo") undone.delete(d.redoes);
  }
  return undone;
}

/** Until when a case is put off, by whom and why. */
export interface Snooze {
  readonly until: number;
  readonly analyst: string;
  readonly note: string;
}

/** By anomaly; the newest decision on each that was not undone. What has returned is still told of: the clock is another's. */
export function foldSnoozes(decisions: readonly HoldDecision[]): ReadonlyMap<string, Snooze> {
  const undone = undoneAmong(decisions);
  const snoozes = new Map<string, Snooze>();
  for (const d of decisions) {
    if (d.kind !== "case.snooze" || undone.has(d.id)) continue;
    const { anomalyIds, until, note } = d.body;
    for (const anomaly of anomalyIds)
      if (until === null) snoozes.delete(anomaly);
      else snoozes.set(anomaly, { until, analyst: d.actor, note });
  }
  return snoozes;
}

/** Derives every suppression there ever was from the decisions, oldest first. What was undone stays known and counts for nothing. */
export function foldSuppressions(decisions: readonly HoldDecision[]): readonly SuppressionState[] {
  const undone = undoneAmong(decisions);
  const made = new Map<string, SuppressionState>();
  for (const d of decisions) {
    if (d.kind === "suppression.create")
      made.set(d.id, {
        id: d.id,
        ...d.body,
        createdAt: d.at,
        createdBy: d.actor,
        isEnded: false,
        isUndone: undone.has(d.id),
      });
    else if (d.kind === "suppression.change" && !undone.has(d.id)) {
      const { suppression, isEnd, owner, reason, until } = d.body;
      const before = made.get(suppression);
      if (before !== undefined) made.set(suppression, { ...before, owner, reason, until, isEnded: isEnd });
    }
  }
  return [...made.values()];
}

export const isActive = ({ isUndone, isEnded, until }: SuppressionState, now: number): boolean => !isUndone && !isEnded && until > now;
