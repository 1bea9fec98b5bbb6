/** How times are shown: UTC, the machine's zone, or an IANA name. Times are microseconds since 1970 UTC. */
export type Zone = "utc" | "local" | (string & {});

export type TimeStyle = "time" | "seconds" | "date" | "date-time" | "date-seconds" | "moment" | "full";

const styles: Record<TimeStyle, Intl.DateTimeFormatOptions> = {
  time: { hour: "2-digit", minute: "2-digit" },
  seconds: { hour: "2-digit", minute: "2-digit", second: "2-digit" },
  date: { day: "numeric", month: "short" },
  "date-time": { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" },
  "date-seconds": { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", second: "2-digit" },
  moment: { day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit" },
  full: { day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit", second: "2-digit" },
};
/** Of details: these always say their zone. In lists it is said only where the clock showed the same time twice. */
const zoned: readonly TimeStyle[] = ["moment", "full"];
const day: Intl.DateTimeFormatOptions = { day: "numeric", month: "short", year: "numeric" };

const formatters = new Map<string, Intl.DateTimeFormat>();

export function zoneName(zone: Zone): string {
  if (zone === "utc") return "UTC";
  return zone === "local" ? new Intl.DateTimeFormat().resolvedOptions().timeZone : zone;
}

function formatter(key: string, zone: Zone, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const id = `${key}|${zone}`;
  let found = formatters.get(id);
  if (found === undefined) {
    found = new Intl.DateTimeFormat("en-GB", { ...options, hourCycle: "h23", timeZone: zoneName(zone) });
    formatters.set(id, found);
  }
  return found;
}

const toDate = (us: number): Date => new Date(us / 1000);

/** True for a zone this runtime knows. */
export function isZone(zone: string): boolean {
  if (zone === "utc" || zone === "local") return true;
  try {
    return new Intl.DateTimeFormat("en-GB", { timeZone: zone }).resolvedOptions().timeZone !== "";
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

function format(us: number, zone: Zone, key: string, options: Intl.DateTimeFormatOptions): string {
  const parts = formatter(key, zone, options).formatToParts(toDate(us));
  return parts
    .map((p) =>
      p.type === "literal" ? p.value.replace(", ", " ").replace(" at ", " ") : p.type === "month" ? p.value.slice(0, 3) : p.value,
    )
    .join("");
}

/** In details with its zone, as `22 Mar 2026 09:42 UTC+01:00`; in lists without, unless the clock showed that time twice. */
export function formatTime(us: number, zone: Zone, style: TimeStyle): string {
  const text = format(us, zone, style, styles[style]);
  return zoned.includes(style) || (style !== "date" && isAmbiguous(us, zone)) ? `${text} ${zoneOffset(us, zone)}` : text;
}

const offsets = new Map<string, number>();
const minuteMs = 60_000;
const quarterHourMs = 15 * minuteMs;

/** Minutes ahead of UTC when that minute began. The odd seconds of some zones before 1972 are dropped. */
function offsetFrom(startMs: number, zone: Zone): number {
  const id = `${zone}|${String(startMs)}`;
  const known = offsets.get(id);
  if (known !== undefined) return known;
  const parts = formatter("offset", zone, { timeZoneName: "longOffset" }).formatToParts(new Date(startMs));
  const name = parts.find((p) => p.type === "timeZoneName")?.value ?? "GMT";
  const [, sign = "+", hours = "0", minutes = "0"] = /GMT([+\u2212-])(\d\d):(\d\d)/.exec(name) ?? [];
  const found = (sign === "+" ? 1 : -1) * (Number(hours) * 60 + Number(minutes));
  if (offsets.size > 20_000) offsets.clear();
  offsets.set(id, found);
  return found;
}

/** Minutes ahead of UTC at that instant. What is known of a quarter of an hour is asked again by the minute only where a clock is put: some were a minute past it. */
function offsetMinutes(us: number, zone: Zone): number {
  if (zone === "utc") return 0;
  const start = (of: number): number => Math.floor(us / 1000 / of) * of;
  const before = offsetFrom(start(quarterHourMs), zone);
  return before === offsetFrom(start(quarterHourMs) + quarterHourMs, zone) ? before : offsetFrom(start(minuteMs), zone);
}

const offsetText = (minutes: number): string => {
  const all = Math.abs(minutes);
  return `${minutes < 0 ? "-" : "+"}${String(Math.floor(all / 60)).padStart(2, "0")}:${String(all % 60).padStart(2, "0")}`;
};

/** Offset from UTC at that instant, as `UTC+01:00`; `UTC` alone for zero. */
export function zoneOffset(us: number, zone: Zone): string {
  const minutes = offsetMinutes(us, zone);
  return minutes === 0 ? "UTC" : `UTC${offsetText(minutes)}`;
}

/** Whether the clock of the zone shows this time at another instant too, as it does when it is put back. */
export function isAmbiguous(us: number, zone: Zone): boolean {
  if (zone === "utc") return false;
  const here = offsetMinutes(us, zone);
  const near = 3 * 3_600_000_000;
  return [us - near, us + near].some((other) => {
    const there = offsetMinutes(other, zone);
    return there !== here && offsetMinutes(us + (here - there) * minuteMs * 1000, zone) === there;
  });
}

/** `22 Mar 2026 09:42–18:54 UTC+01:00`, or both dates when the window spans days; days alone when it is made of whole ones. */
export function formatRange(fromUs: number, toUs: number, zone: Zone): string {
  const dayOf = (us: number): string => format(us, zone, "day", day);
  const time = (us: number, style: "time" | "seconds" = "time"): string => format(us, zone, style, styles[style]);
  const [fromZone, toZone] = [zoneOffset(fromUs, zone), zoneOffset(toUs, zone)];
  const first = fromZone === toZone ? "" : ` ${fromZone}`;
  if (fromUs === toUs) return `${dayOf(fromUs)} ${time(fromUs, "seconds")} ${toZone}`;
  if (dayOf(fromUs) === dayOf(toUs)) {
    const style = time(fromUs) === time(toUs) && first === "" ? "seconds" : "time";
    const [from, to] = [time(fromUs, style) + first, time(toUs, style)];
    return from === to ? `${dayOf(fromUs)} ${from} ${toZone}` : `${dayOf(fromUs)} ${from}–${to} ${toZone}`;
  }
  if (isWholeDay(fromUs, toUs, zone)) return dayOf(fromUs);
  return `${dayOf(fromUs)} ${time(fromUs)}${first} – ${dayOf(toUs)} ${time(toUs)} ${toZone}`;
}

/** The same for a list, where every line would say the same zone: it is said only of a range over which it changes. */
export function formatListRange(fromUs: number, toUs: number, zone: Zone): string {
  const suffix = zoneOffset(toUs, zone);
  const text = formatRange(fromUs, toUs, zone);
  return zoneOffset(fromUs, zone) === suffix && text.endsWith(` ${suffix}`) ? text.slice(0, -suffix.length - 1) : text;
}

const isWholeDay = (fromUs: number, toUs: number, zone: Zone): boolean =>
  formatTime(fromUs, zone, "time") === "00:00" &&
  formatTime(toUs, zone, "time") === "00:00" &&
  toUs > fromUs &&
  toUs - fromUs <= 90_000_000_000;

/** When a window began, in the narrowest words: the day of one that is a day, else date and time. */
export const formatStart = (fromUs: number, toUs: number, zone: Zone): string =>
  formatTime(fromUs, zone, isWholeDay(fromUs, toUs, zone) ? "date" : "date-time");

/** Date span of a dataset: `9–23 Mar 2026`. */
export function formatDates(fromUs: number, toUs: number, zone: Zone): string {
  const [fromDay = "", fromMonth = "", fromYear = ""] = format(fromUs, zone, "day", day).split(" ");
  const [toDay = "", toMonth = "", toYear = ""] = format(toUs, zone, "day", day).split(" ");
  if (fromYear !== toYear) return `${fromDay} ${fromMonth} ${fromYear} – ${toDay} ${toMonth} ${toYear}`;
  if (fromMonth !== toMonth) return `${fromDay} ${fromMonth} – ${toDay} ${toMonth} ${toYear}`;
  return fromDay === toDay ? `${toDay} ${toMonth} ${toYear}` : `${fromDay}–${toDay} ${toMonth} ${toYear}`;
}

/** ISO 8601 with microseconds and the zone's offset, for copying. */
export function toIso(us: number, zone: Zone): string {
  const minutes = offsetMinutes(us, zone);
  const wholeMs = Math.floor(us / 1000);
  const micros = String(us - wholeMs * 1000).padStart(3, "0");
  return `${new Date(wholeMs + minutes * minuteMs).toISOString().replace("Z", "")}${micros}${minutes === 0 ? "Z" : offsetText(minutes)}`;
}

/** The day of UTC an instant lies in, as `2026-03-22`: what a date field takes. */
export const toUtcDay = (us: number): string => new Date(us / 1000).toISOString().slice(0, 10);

/** Every zone there is to choose from. */
export const allZones = (): readonly string[] => Intl.supportedValuesOf("timeZone");
