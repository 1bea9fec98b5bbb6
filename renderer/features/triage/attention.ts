/** What the cases of one verdict got, since the last verdict on them. Absent where none of them was opened. */
export interface Attended {
  /** Seconds of attention, idle excluded, over all of them. */
  readonly activeSeconds?: number;
  /** When the first of them was opened, in milliseconds of the clock that was given. */
  readonly openedMs?: number;
}

/** Counts the seconds of attention each case gets, over all visits to it. Of a time without any key or pointer only the first `idleMs` count. */
export interface Attention {
  open(anomalyId: string, nowMs: number): void;
  touch(nowMs: number): void;
  /** Nobody can be looking: the window is hidden or the screen was left. */
  leave(nowMs: number): void;
  /** What the cases got; they start anew after it. */
  take(anomalyIds: readonly string[], nowMs: number): Attended;
}

interface Visit {
  readonly openedMs: number;
  activeMs: number;
}

const idleMs = 30_000;
/** Cases looked at and left without a verdict; the oldest are forgotten. */
const maxKept = 1000;

export function createAttention(): Attention {
  const visits = new Map<string, Visit>();
  let current: string | undefined;
  let lastMs: number | undefined;
  const touch = (nowMs: number): void => {
    const visit = current === undefined ? undefined : visits.get(current);
    if (visit !== undefined && lastMs !== undefined) visit.activeMs += Math.min(Math.max(0, nowMs - lastMs), idleMs);
    lastMs = nowMs;
  };
  return {
    open(anomalyId, nowMs) {
      touch(nowMs);
      current = anomalyId;
      if (!visits.has(anomalyId)) visits.set(anomalyId, { openedMs: nowMs, activeMs: 0 });
      for (const oldest of visits.keys()) {
        if (visits.size <= maxKept) break;
        visits.delete(oldest);
      }
    },
    touch,
    leave(nowMs) {
      touch(nowMs);
      lastMs = undefined;
    },
    take(anomalyIds, nowMs) {
      touch(nowMs);
      const seen = anomalyIds.flatMap((id) => visits.get(id) ?? []);
      for (const id of anomalyIds) visits.delete(id);
      if (current !== undefined && anomalyIds.includes(current)) visits.set(current, { openedMs: nowMs, activeMs: 0 });
      if (seen.length === 0) return {};
      const activeMs = seen.reduce((total, visit) => total + visit.activeMs, 0);
      return { activeSeconds: Math.round(activeMs / 100) / 10, openedMs: Math.min(...seen.map((visit) => visit.openedMs)) };
    },
  };
}
