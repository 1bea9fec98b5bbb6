import { type Fields, isFields } from "../map/windows-event.ts";
import { earliestUs, latestUs, parseTime } from "../time-text.ts";
import type { WindowsClockEvidence } from "../windows-clock.ts";
import { type EpochUnit, perSecond, unitOf } from "./epoch-units.ts";

/** Every record of a file's head is looked at, then one in so many: a prime, so as not to keep step with what repeats. */
const headRecords = 2000;
const oneIn = 97;
const keptDifferences = 20_000;
const halfDayUs = 12 * 3_600_000_000;
const hourUs = 3_600_000_000;

/** Where records say when something happened, the source's own word first. */
const ownFields = ["eventTime", "timestamp", "winlog.time_created", "TimeCreated", "EventTime", "TimeGenerated", "ts", "time", "time_dt"];
/** Clocks of whoever passed the record on, which are UTC as a rule. */
const otherFields = ["@timestamp", "TimeGenerated", "_write_ts", "event.created", "event.ingested", "ingest_time", "metadata.logged_time"];

export interface Comparison {
  readonly own: string;
  readonly other: string;
  readonly isZoned: boolean;
  /** Microseconds that the other clock is ahead. */
  readonly differences: number[];
}

interface ReadTime {
  readonly field: string;
  readonly us: number;
  readonly isZoned: boolean;
}

/** What the times of one file look like, gathered while it is read; propose-rules.ts says what to make of it. */
export class ClockSurvey {
  fromUs = Number.POSITIVE_INFINITY;
  toUs = Number.NEGATIVE_INFINITY;
  /** Numbers that counted since 1970 in seconds or milliseconds would lie outside 1990 to 2100, by the unit that fits. */
  readonly odd = new Map<EpochUnit | "none", number>();
  numbers = 0;
  least = Number.POSITIVE_INFINITY;
  most = Number.NEGATIVE_INFINITY;
  texts = 0;
  zoneless = 0;
  yearless = 0;
  firstYearless = "";
  /** Texts by the hour they were written with. */
  readonly hours = new Uint32Array(24);
  /** How often the written time fell back by 11 to 12 hours from one looked at to the next. */
  fallsBack = 0;
  firstTextUs = Number.POSITIVE_INFINITY;
  lastTextUs = Number.NEGATIVE_INFINITY;
  readonly comparisons = new Map<string, Comparison>();
  /** Records whose event time a shipper's field stands for, and those of them in whole seconds. */
  shipped = 0;
  shippedWhole = 0;
  /** A log's own word for when it was opened. */
  openedUs: number | undefined;
  windows: WindowsClockEvidence | undefined;
  #seen = 0;
  #previousUs: number | undefined;

  /** An event's time as understood. */
  event(us: number): void {
    if (us < this.fromUs) this.fromUs = us;
    if (us > this.toUs) this.toUs = us;
  }

  /** A count since 1970, of `declared` units. Milliseconds are taken for what they are where seconds were declared. */
  counted(count: number, declared: EpochUnit = "s"): void {
    this.numbers += 1;
    if (count < this.least) this.least = count;
    if (count > this.most) this.most = count;
    if (declared === "s" && count >= earliestUs / 1e6 && count < latestUs / 1e6) return;
    const unit = unitOf(count);
    if (unit === declared || (declared === "s" && unit === "ms")) return;
    this.odd.set(unit ?? "none", (this.odd.get(unit ?? "none") ?? 0) + 1);
  }

  /** A time as text; `isKnownUtc` where its format says so without writing it. */
  wrote(text: string, isKnownUtc = false): void {
    const time = parseTime(text);
    if (time !== undefined) this.wroteTime(time.us, Number(text.slice(11, 13)), time.zoned || isKnownUtc);
  }

  /** The same of a text that was read already: its moment, the hour it is written with, whether its zone is known. */
  wroteTime(us: number, hour: number, isZoned: boolean): void {
    this.texts += 1;
    if (!isZoned) this.zoneless += 1;
    if (hour < 24) this.hours[hour] = (this.hours[hour] ?? 0) + 1;
    const back = (this.#previousUs ?? us) - us;
    if (back > halfDayUs - hourUs - hourUs / 60 && back <= halfDayUs) this.fallsBack += 1;
    this.#previousUs = us;
    this.firstTextUs = Math.min(this.firstTextUs, us);
    this.lastTextUs = Math.max(this.lastTextUs, us);
  }

  withoutYear(stamp: string): void {
    if (this.yearless === 0) this.firstYearless = stamp;
    this.yearless += 1;
  }

  /** A JSON record; most of a long file are passed over. */
  record(record: Fields): void {
    this.#seen += 1;
    if (this.#seen > headRecords && this.#seen % oneIn !== 0) return;
    const own = firstTime(record, ownFields);
    if (own === undefined) this.#shippedOnly(record);
    else {
      const text = at(record, own.field);
      if (typeof text === "string") this.wrote(text);
      for (const field of otherFields) if (field !== own.field) this.#compare(own, readTime(record, field));
    }
  }

  #shippedOnly(record: Fields): void {
    const text = record["@timestamp"];
    const time = typeof text === "string" && typeof record["eventSource"] === "string" ? parseTime(text) : undefined;
    if (time === undefined) return;
    this.shipped += 1;
    if (time.us % 1_000_000 === 0) this.shippedWhole += 1;
  }

  #compare(own: ReadTime, other: ReadTime | undefined): void {
    if (other === undefined || !other.isZoned) return;
    const key = `${own.field} ${other.field} ${String(own.isZoned)}`;
    const known = this.comparisons.get(key) ?? { own: own.field, other: other.field, isZoned: own.isZoned, differences: [] };
    if (known.differences.length < keptDifferences) known.differences.push(other.us - own.us);
    this.comparisons.set(key, known);
  }
}

function at(record: Fields, path: string): unknown {
  const direct = record[path];
  if (direct !== undefined || !path.includes(".")) return direct;
  let value: unknown = record;
  for (const part of path.split(".")) value = isFields(value) && Object.hasOwn(value, part) ? value[part] : undefined;
  return value;
}

function readTime(record: Fields, field: string): ReadTime | undefined {
  const value = at(record, field);
  if (typeof value === "string") {
    const time = parseTime(value);
    return time === undefined ? undefined : { field, us: time.us, isZoned: time.zoned };
  }
  const unit = typeof value === "number" ? unitOf(value) : undefined;
  if (typeof value !== "number" || unit === undefined) return undefined;
  return { field, us: Math.round((value / perSecond[unit]) * 1e6), isZoned: true };
}

function firstTime(record: Fields, fields: readonly string[]): ReadTime | undefined {
  for (const field of fields) {
    const found = readTime(record, field);
    if (found !== undefined) return found;
  }
  return undefined;
}
