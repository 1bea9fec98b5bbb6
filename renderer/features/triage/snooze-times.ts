const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** When a working day begins, on the clock that the analyst reads. */
const morning = "09:00";

/** An instant, in microseconds, as that clock shows it: ISO 8601 beginning `2026-03-04T17:00`. */
export type ShownClock = (us: number) => string;

export interface SnoozeTime {
  readonly key: string;
  readonly title: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** A time as a field for date and time takes it. */
export const toField = (atMs: number, clock: ShownClock): string => clock(atMs * 1000).slice(0, 16);

/** The instant, in milliseconds, at which the clock shows this time; NaN for what is no time. */
export function instantOf(shown: string, clock: ShownClock): number {
  const asUtc = Date.parse(`${shown}Z`);
  if (Number.isNaN(asUtc)) return asUtc;
  const aheadAt = (ms: number): number => Date.parse(`${toField(ms, clock)}Z`) - Math.floor(ms / 60_000) * 60_000;
  return asUtc - aheadAt(asUtc - aheadAt(asUtc));
}

/** From noon to noon: a day on which the clock is put forward or back has one noon like any other. */
function morningAfter(today: string, days: number, clock: ShownClock): number {
  const day = toField(instantOf(`${today}T12:00`, clock) + days * dayMs, clock).slice(0, 10);
  return instantOf(`${day}T${morning}`, clock);
}

/** Days until the next Monday; seven on a Monday. 1970 began on a Thursday. */
const toMonday = (today: string): number => 7 - ((Math.floor(Date.parse(`${today}T00:00Z`) / dayMs) + 3) % 7);

/** Times at which a case may come back. */
export function snoozeTimes(nowMs: number, clock: ShownClock): readonly SnoozeTime[] {
  const today = toField(nowMs, clock).slice(0, 10);
  return [
    { key: "hour", title: "in an hour", at: nowMs + hourMs },
    { key: "hours", title: "in 4 hours", at: nowMs + 4 * hourMs },
    { key: "tomorrow", title: "tomorrow at 9:00", at: morningAfter(today, 1, clock) },
    { key: "monday", title: "on Monday at 9:00", at: morningAfter(today, toMonday(today), clock) },
    { key: "week", title: "in a week", at: nowMs + 7 * dayMs },
  ];
}
