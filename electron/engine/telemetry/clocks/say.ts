import { showOffset } from "../windows-clock.ts";

export const minuteUs = 60_000_000;
export const hourUs = 60 * minuteUs;
export const dayUs = 24 * hourUs;

const grouped = new Intl.NumberFormat("en-US");

/** `1,204 of 1,204`. */
export const counted = (k: number, n: number): string => `${grouped.format(k)} of ${grouped.format(n)}`;
export const shareOf = (k: number, n: number): number => (n === 0 ? 0 : k / n);

/** ISO 8601 in UTC to the second, or to the microsecond where there is more. */
export function isoSecond(us: number): string {
  const iso = new Date(us / 1000).toISOString();
  return us % 1_000_000 === 0 ? `${iso.slice(0, -5)}Z` : `${iso.slice(0, -1)}${String(us % 1000).padStart(3, "0")}Z`;
}

/** The rule for a clock that shows UTC plus `us`, to the second. */
export function offsetRule(us: number): string {
  const shown = showOffset(us);
  return `offset:${shown.endsWith(":00") ? shown.slice(0, -3) : shown}`;
}

/** Zones in use (IANA tz database) lie from UTC-12:00 to UTC+14:00. */
const [leastZoneUs, mostZoneUs] = [-12 * hourUs, 14 * hourUs];

/** Whether a clock that is `behind` UTC by so much may simply be in another zone. */
export const isZone = (behind: number): boolean => -behind >= leastZoneUs && -behind <= mostZoneUs;

const zoneName = (us: number): string => `UTC${showOffset(us).slice(0, 6)}`;

/** What makes a clock that much behind UTC: a zone, or a zone and the 12 hours that a 12-hour clock loses after noon. */
export function zoneOf(behind: number): string {
  if (isZone(behind)) return `, which is ${zoneName(-behind)}`;
  const rest = behind - 12 * hourUs;
  return isZone(rest) ? `, which is no zone, but is ${zoneName(-rest)} on a 12-hour clock after noon` : ", which is no zone";
}
