/** A moment as a record wrote it: microseconds since 1970, and whether the text said which zone it means. */
export interface WrittenTime {
  readonly us: number;
  readonly zoned: boolean;
  /** By how much it was moved from what stood there, since other times of the record tell its zone. */
  readonly inferredUs?: number;
}

const zone = /^(?:Z|UTC|([+-])(\d\d):?(\d\d))$/;
const dotNetJson = /^\/Date\((-?\d{1,16})(?:[+-]\d{4})?\)\/$/;
export const daysInMonth = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const longest = 48;

/** Two digits at `at`, or NaN. */
function two(text: string, at: number): number {
  const tens = text.charCodeAt(at) - 48;
  const ones = text.charCodeAt(at + 1) - 48;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN;
}

/** Seconds east of UTC; undefined when it is no zone. */
function offsetSeconds(text: string): number | undefined {
  const m = zone.exec(text);
  if (m === null) return undefined;
  const hours = Number(m[2] ?? 0);
  const minutes = Number(m[3] ?? 0);
  if (hours > 18 || minutes > 59) return undefined;
  return (m[1] === "-" ? -1 : 1) * (hours * 3600 + minutes * 60);
}

/** Microseconds after the point at `at`, and where the digits end. */
function fraction(text: string, at: number): { us: number; end: number } {
  const mark = text.charCodeAt(at);
  if (mark !== 0x2e && mark !== 0x2c) return { us: 0, end: at };
  let us = 0;
  let end = at + 1;
  for (let digit = text.charCodeAt(end) - 48; digit >= 0 && digit <= 9; digit = text.charCodeAt(end) - 48) {
    if (end - at <= 6) us = us * 10 + digit;
    end += 1;
  }
  for (let digits = end - at - 1; digits < 6; digits++) us *= 10;
  return { us, end };
}

/** ISO 8601 (also with a space), and the `/Date(ms)/` of .NET's JSON. Digits beyond microseconds are cut off. Written by hand, since it runs twice per record. */
export function parseTime(text: string): WrittenTime | undefined {
  if (text.length > longest) return undefined;
  const separator = text.charCodeAt(10);
  const isDate = text.charCodeAt(4) === 0x2d && text.charCodeAt(7) === 0x2d && text.charCodeAt(13) === 0x3a;
  if (!isDate || (separator !== 0x54 && separator !== 0x20)) {
    const ms = dotNetJson.exec(text)?.[1];
    return ms === undefined ? undefined : { us: Number(ms) * 1000, zoned: true };
  }
  const hasSeconds = text.charCodeAt(16) === 0x3a;
  const year = two(text, 0) * 100 + two(text, 2);
  const month = two(text, 5);
  const day = two(text, 8);
  const hour = two(text, 11);
  const minute = two(text, 14);
  const second = hasSeconds ? two(text, 17) : 0;
  const isValid =
    month >= 1 &&
    month <= 12 &&
    day >= 1 &&
    day <= (daysInMonth[month - 1] ?? 0) &&
    hour <= 23 &&
    minute <= 59 &&
    second <= 60 &&
    year >= 1000;
  if (!isValid) return undefined;
  const { us, end } = hasSeconds ? fraction(text, 19) : { us: 0, end: 16 };
  const rest = end === text.length ? "" : text.slice(end).trim();
  const offset = rest === "" ? 0 : offsetSeconds(rest);
  if (offset === undefined) return undefined;
  return { us: (Date.UTC(year, month - 1, day, hour, minute, second) - offset * 1000) * 1000 + us, zoned: rest !== "" };
}

export const earliestUs = Date.UTC(1990, 0, 1) * 1000;
export const latestUs = Date.UTC(2100, 0, 1) * 1000;

/** ISO text of a time; for messages only. */
function showTime(us: number): string {
  const date = new Date(us / 1000);
  return Number.isNaN(date.getTime()) ? `${us} µs` : date.toISOString();
}

/** Why a time cannot be believed, or undefined when it can. */
export function implausible(us: number): { category: string; detail: string } | undefined {
  if (us >= earliestUs && us < latestUs) return undefined;
  return us < earliestUs
    ? { category: "time before 1990", detail: `time ${showTime(us)}: the clock rule start:<ISO time> may apply` }
    : { category: "time after 2100", detail: `time ${showTime(us)}` };
}
