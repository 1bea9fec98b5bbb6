/** Counts the seconds of attention a case got. Time without any key or pointer for `idleMs` does not count. */
export interface Attention {
  open(anomalyId: string, nowMs: number): void;
  touch(nowMs: number): void;
  seconds(anomalyId: string, nowMs: number): number;
}

const idleMs = 30_000;

export function createAttention(): Attention {
  let current: string | undefined;
  let activeMs = 0;
  let lastMs = 0;
  const touch = (nowMs: number): void => {
    activeMs += Math.min(Math.max(0, nowMs - lastMs), idleMs);
    lastMs = nowMs;
  };
  return {
    open(anomalyId, nowMs) {
      if (anomalyId === current) return;
      current = anomalyId;
      activeMs = 0;
      lastMs = nowMs;
    },
    touch,
    seconds(anomalyId, nowMs) {
      if (anomalyId !== current) return 0;
      touch(nowMs);
      return Math.round(activeMs / 100) / 10;
    },
  };
}
