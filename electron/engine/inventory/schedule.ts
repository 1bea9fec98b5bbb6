/** When something runs: days of the week (0 Sunday) and minutes of the day, UTC, end exclusive; may run past midnight. */
export interface Schedule {
  readonly days: ReadonlySet<number>;
  readonly fromMinute: number;
  readonly toMinute: number;
}

const dayNames = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
const everyDay = [0, 1, 2, 3, 4, 5, 6];
const minuteUs = 60_000_000;
const dayMinutes = 1440;

function daysIn(text: string): number[] {
  if (/\bweekdays\b/.test(text)) return [1, 2, 3, 4, 5];
  if (/\bweekends?\b/.test(text)) return [0, 6];
  const days = [...text.matchAll(/\b(sun|mon|tue|wed|thu|fri|sat)[a-z]*(?:\s*-\s*(sun|mon|tue|wed|thu|fri|sat)[a-z]*)?/g)].flatMap(
    (match) => {
      const first = dayNames.indexOf(match[1] ?? "");
      const last = match[2] === undefined ? first : dayNames.indexOf(match[2]);
      return Array.from({ length: ((last - first + 7) % 7) + 1 }, (_, i) => (first + i) % 7);
    },
  );
  return days.length === 0 ? everyDay : days;
}

/** Reads `daily 01:00-03:00`, `Sat, Sun 22:00-04:00`, `weekdays 12:00-13:00 UTC`, `always`. Times are UTC; anything else is not guessed. */
export function readSchedule(text: string): Schedule | undefined {
  const plain = text.trim().toLowerCase().replaceAll("–", "-");
  if (/^(?:always|continuous(?:ly)?|24x7|24\/7|any ?time)$/.test(plain))
    return { days: new Set(everyDay), fromMinute: 0, toMinute: dayMinutes };
  const times = /\b([01]?\d|2[0-4]):([0-5]\d)\s*-\s*([01]?\d|2[0-4]):([0-5]\d)\s*(utc|z|gmt)?\s*$/.exec(plain);
  if (times === null) return undefined;
  const [fromHour = 0, fromMinute = 0, toHour = 0, toMinute = 0] = times.slice(1, 5).map(Number);
  return { days: new Set(daysIn(plain.slice(0, times.index))), fromMinute: fromHour * 60 + fromMinute, toMinute: toHour * 60 + toMinute };
}

export function isWithin(schedule: Schedule, atUs: number): boolean {
  const minutes = Math.floor(atUs / minuteUs);
  const minute = minutes % dayMinutes;
  // 1970-01-01 was a Thursday.
  const day = (Math.floor(minutes / dayMinutes) + 4) % 7;
  const { days, fromMinute, toMinute } = schedule;
  if (fromMinute < toMinute) return days.has(day) && minute >= fromMinute && minute < toMinute;
  return (days.has(day) && minute >= fromMinute) || (days.has((day + 6) % 7) && minute < toMinute);
}
