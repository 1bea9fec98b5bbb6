import { countOf } from "../../../shared/lib/unit-word.ts";
import type { Measured } from "./judge.ts";

export const hourUs = 3_600_000_000;
export const dayUs = 24 * hourUs;

/** Events of one source by hour (start, microseconds UTC). */
export type Hours = ReadonlyMap<number, number>;

/** Days this far away still tell what is usual. */
const reachDays = 28;
const leastComparable = 2;
/** With as many events usual, an empty hour is no accident: a Poisson hour is empty once in 20,000. */
const leastUsual = 10;
const leastExpected = 50;

export const dayOf = (us: number): number => Math.floor(us / dayUs) * dayUs;

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

/** 1 January 1970 was a Thursday. */
const isWeekend = (us: number): boolean => [2, 3].includes(Math.floor(us / dayUs) % 7);

/** Counts of the same hour on other days of its kind (working day or weekend) within four weeks, where the source was being recorded. */
function createComparable(hours: Hours): { readonly at: (hour: number) => number[]; readonly first: number; readonly last: number } {
  const seen = [...hours.keys()];
  const first = seen.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const last = seen.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const at = (hour: number): number[] => {
    const found: number[] = [];
    for (let away = -reachDays; away <= reachDays; away += 1) {
      const other = hour + away * dayUs;
      // The first and last hours are cut off somewhere, and tell nothing of a whole one.
      if (away !== 0 && other > first && other < last && isWeekend(other) === isWeekend(hour)) found.push(hours.get(other) ?? 0);
    }
    return found;
  };
  return { at, first, last };
}

export interface DayShape {
  readonly gap: Measured;
  readonly drift: Measured;
  /** Hours that should have had events, and how many are usual there. */
  readonly missing: readonly { readonly hour: number; readonly usual: number }[];
}

const tooFew = { lacking: "INSUFFICIENT", because: "fewer than two other days of its kind within four weeks tell what is usual" } as const;

/** What each day of a source lacks or has too much of, against the same hours of other days. A day without any event is judged as well. */
export function dayShapes(hours: Hours): ReadonlyMap<number, DayShape> {
  const { at, first, last } = createComparable(hours);
  const shapes = new Map<number, DayShape>();
  if (hours.size === 0) return shapes;
  for (let day = dayOf(first); day <= last; day += dayUs) shapes.set(day, shapeOf(hours, day, first, last, at));
  return shapes;
}

function shapeOf(hours: Hours, day: number, first: number, last: number, comparable: (hour: number) => number[]): DayShape {
  const missing: { hour: number; usual: number }[] = [];
  let judged = 0;
  let events = 0;
  let expected = 0;
  for (let hour = Math.max(day, first + hourUs); hour < Math.min(day + dayUs, last); hour += hourUs) {
    const others = comparable(hour);
    if (others.length < leastComparable) continue;
    judged += 1;
    const usual = median(others);
    const n = hours.get(hour) ?? 0;
    if (n === 0 && usual >= leastUsual && others.filter((other) => other === 0).length * 100 <= others.length)
      missing.push({ hour, usual });
    // Silence is judged as a gap; here only hours with events are compared.
    if (n > 0) [events, expected] = [events + n, expected + usual];
  }
  if (judged === 0) return { gap: tooFew, drift: tooFew, missing };
  const drift: Measured =
    expected < leastExpected
      ? { lacking: "INSUFFICIENT", because: `the hours to compare usually have only ${countOf(Math.round(expected), "events")}` }
      : {
          amount: Math.log(events / expected),
          n: events,
          rest: `${countOf(events, "events")} where ${Math.round(expected).toLocaleString("en-US")} are usual`,
        };
  return { gap: { amount: missing.length, n: judged, rest: `${countOf(judged, "hours")} compared` }, drift, missing };
}

/** Weighted quantile of (value, count) pairs; undefined without any. */
export function quantile(counted: readonly { readonly value: number; readonly n: number }[], share: number): number | undefined {
  const total = counted.reduce((sum, one) => sum + one.n, 0);
  let below = 0;
  for (const { value, n } of counted.toSorted((a, b) => a.value - b.value)) {
    below += n;
    if (below >= total * share) return value;
  }
  return undefined;
}
