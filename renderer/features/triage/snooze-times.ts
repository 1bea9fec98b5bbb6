const hourMs = 3_600_000;
/** When a working day begins, in the analyst's own zone. */
const morning = 9;

export interface SnoozeTime {
  readonly key: string;
  readonly title: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

function morningAfter(now: Date, days: number): number {
  const at = new Date(now);
  at.setDate(at.getDate() + days);
  at.setHours(morning, 0, 0, 0);
  return at.getTime();
}

/** Days until the next Monday; seven on a Monday. */
const toMonday = (now: Date): number => ((8 - now.getDay()) % 7) + (now.getDay() === 1 ? 7 : 0);

/** Times at which a case may come back, soonest first. */
export function snoozeTimes(nowMs: number): readonly SnoozeTime[] {
  const now = new Date(nowMs);
  return [
    { key: "hour", title: "in an hour", at: nowMs + hourMs },
    { key: "hours", title: "in 4 hours", at: nowMs + 4 * hourMs },
    { key: "tomorrow", title: "tomorrow at 9:00", at: morningAfter(now, 1) },
    { key: "monday", title: "on Monday at 9:00", at: morningAfter(now, toMonday(now)) },
    { key: "week", title: "in a week", at: nowMs + 7 * 24 * hourMs },
  ];
}

/** A time as a field for date and time takes it, in the analyst's own zone. */
export function toLocalField(atMs: number): string {
  const at = new Date(atMs);
  const two = (n: number): string => String(n).padStart(2, "0");
  return `${String(at.getFullYear())}-${two(at.getMonth() + 1)}-${two(at.getDate())}T${two(at.getHours())}:${two(at.getMinutes())}`;
}
