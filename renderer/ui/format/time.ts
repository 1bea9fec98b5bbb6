/** How times are shown: UTC, the machine's zone, or an IANA name. Times are microseconds since 1970 UTC. */
export type Zone = "utc" | "local" | (string & {});

export type TimeStyle = "time" | "seconds" | "date" | "date-time" | "full";

const styles: Record<TimeStyle, Intl.DateTimeFormatOptions> = {
  time: { hour: "2-digit", minute: "2-digit" },
  seconds: { hour: "2-digit", minute: "2-digit", second: "2-digit" },
  date: { day: "numeric", month: "short" },
  "date-time": { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" },
  full: { day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit", second: "2-digit" },
};

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

export function formatTime(us: number, zone: Zone, style: TimeStyle): string {
  const parts = formatter(style, zone, styles[style]).formatToParts(toDate(us));
  return parts
    .map((p) =>
      p.type === "literal" ? p.value.replace(", ", " ").replace(" at ", " ") : p.type === "month" ? p.value.slice(0, 3) : p.value,
    )
    .join("");
}

/** Offset from UTC at that instant, as `UTC+01:00`; `UTC` alone for zero. */
export function zoneOffset(us: number, zone: Zone): string {
  const parts = formatter("offset", zone, { timeZoneName: "longOffset" }).formatToParts(toDate(us));
  const name = parts.find((p) => p.type === "timeZoneName")?.value ?? "GMT";
  return name === "GMT" || name === "GMT+00:00" ? "UTC" : name.replace("GMT", "UTC");
}

/** `22 Mar 2026 09:42–18:54`, or both dates when the window spans days. */
export function formatRange(fromUs: number, toUs: number, zone: Zone): string {
  const day = (us: number): string => formatTime(us, zone, "full").split(" ").slice(0, 3).join(" ");
  const time = (us: number): string => formatTime(us, zone, "time");
  if (fromUs === toUs) return `${day(fromUs)} ${formatTime(fromUs, zone, "seconds")}`;
  if (day(fromUs) === day(toUs)) {
    const style = time(fromUs) === time(toUs) ? "seconds" : "time";
    const [from, to] = [formatTime(fromUs, zone, style), formatTime(toUs, zone, style)];
    return from === to ? `${day(fromUs)} ${from}` : `${day(fromUs)} ${from}–${to}`;
  }
  return isWholeDay(fromUs, toUs, zone) ? day(fromUs) : `${day(fromUs)} ${time(fromUs)} – ${day(toUs)} ${time(toUs)}`;
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
  const [fromDay = "", fromMonth = "", fromYear = ""] = formatTime(fromUs, zone, "full").split(" ");
  const [toDay = "", toMonth = "", toYear = ""] = formatTime(toUs, zone, "full").split(" ");
  if (fromYear !== toYear) return `${fromDay} ${fromMonth} ${fromYear} – ${toDay} ${toMonth} ${toYear}`;
  if (fromMonth !== toMonth) return `${fromDay} ${fromMonth} – ${toDay} ${toMonth} ${toYear}`;
  return fromDay === toDay ? `${toDay} ${toMonth} ${toYear}` : `${fromDay}–${toDay} ${toMonth} ${toYear}`;
}

/** ISO 8601 with microseconds and the zone's offset, for copying. */
export function toIso(us: number, zone: Zone): string {
  const offset = zoneOffset(us, zone).replace("UTC", "");
  const sign = offset.startsWith("-") ? -1 : 1;
  const [hours = 0, minutes = 0] = offset.slice(1).split(":").map(Number);
  const shiftMs = offset === "" ? 0 : sign * (hours * 60 + minutes) * 60_000;
  const wholeMs = Math.floor(us / 1000);
  const micros = String(us - wholeMs * 1000).padStart(3, "0");
  return `${new Date(wholeMs + shiftMs).toISOString().replace("Z", "")}${micros}${offset === "" ? "Z" : offset}`;
}
