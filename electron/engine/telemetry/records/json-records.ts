import { fromEpoch, fromWritten } from "../clock.ts";
import { logNameOfFields, logNameOfFile, withOpen } from "../detect/zeek-names.ts";
import { type Fields, isFields, type WindowsEvent } from "../map/windows-event.ts";
import { readWindowsEvent } from "../map/windows-shapes.ts";
import { kindOf, WindowsEvents } from "../map/windows.ts";
import { toNumber } from "../map/zeek-mapping.ts";
import { type BoundZeekLog, ZeekLogs } from "../map/zeek.ts";
import { implausible, parseTime } from "../time-text.ts";
import type { WindowsClock } from "../windows-clock.ts";
import { parseJsonRecord } from "./json-record.ts";
import { type ReadContext, RecordReader } from "./record-reader.ts";

interface RawRecord {
  readonly buffer: Buffer;
  readonly start: number;
  readonly end: number;
  readonly recordNo: number;
}

const excerpt = (raw: RawRecord): Buffer => raw.buffer.subarray(raw.start, raw.end);

/** The log a Zeek JSON record says it belongs to. */
function declaredLog(record: Fields): string | undefined {
  for (const key of ["_path", "@path", "@stream"]) {
    const value = record[key];
    if (typeof value === "string" && value !== "") return value.slice(0, 64).toWellFormed();
  }
  return undefined;
}

const connectionKeys = ["uid", "id.orig_h", "id_orig_h", "id", "fuid", "conn_uids"];

export function isZeekRecord(record: Fields): boolean {
  return record["ts"] !== undefined && (declaredLog(record) !== undefined || connectionKeys.some((key) => record[key] !== undefined));
}

const withDots = /[.]/;

/** A field under its own name, with underscores for dots, or one level down. */
function fieldOf(record: Fields, field: string): unknown {
  const value = record[field];
  if (value !== undefined || !withDots.test(field)) return value;
  const flat = record[field.replace(".", "_")];
  if (flat !== undefined) return flat;
  const dot = field.indexOf(".");
  const parent = record[field.slice(0, dot)];
  return isFields(parent) ? parent[field.slice(dot + 1)] : undefined;
}

/** Zeek and Windows events as JSON objects; each record is taken for what it is, so that mixed files work. */
export class JsonReader extends RecordReader {
  readonly #zeek: ZeekLogs;
  readonly #windows: WindowsEvents;
  readonly #clock: WindowsClock;
  readonly #wanted: "auto" | "zeek" | "windows";
  readonly #fileLog: string | undefined;

  constructor(context: ReadContext, clock: WindowsClock, wanted: "auto" | "zeek" | "windows") {
    super(context);
    this.#zeek = new ZeekLogs(context.sink);
    this.#windows = new WindowsEvents(context.sink);
    this.#clock = clock;
    this.#wanted = wanted;
    this.#fileLog = logNameOfFile(context.report.name);
  }

  protected read(buffer: Buffer, start: number, end: number, recordNo: number): void {
    const raw = { buffer, start, end, recordNo };
    const record = parseJsonRecord(buffer, start, end);
    if (typeof record === "string") {
      if (!isBlank(buffer, start, end)) this.context.report.reject(recordNo, record, undefined, excerpt(raw));
      return;
    }
    if (this.#wanted !== "windows" && (isZeekRecord(record) || this.#isZeekByName(record))) {
      this.#readZeek(record, raw);
      return;
    }
    const event = this.#wanted === "zeek" ? undefined : readWindowsEvent(record);
    if (event === undefined) {
      const expected =
        this.#wanted === "auto" ? "neither a Zeek nor a Windows event" : `not a ${this.#wanted === "zeek" ? "Zeek" : "Windows"} event`;
      this.context.report.reject(recordNo, expected, undefined, excerpt(raw));
    } else this.#readWindows(event, raw);
  }

  #isZeekByName(record: Fields): boolean {
    return record["ts"] !== undefined && this.#fileLog !== undefined && record["EventID"] === undefined;
  }

  #logOf(record: Fields): string {
    const declared = declaredLog(record) ?? logNameOfFields({ has: (field) => record[field] !== undefined });
    return declared === undefined ? (this.#fileLog ?? "unknown") : withOpen(declared, this.#fileLog);
  }

  #readZeek(record: Fields, raw: RawRecord): void {
    const { report, clock } = this.context;
    const logName = this.#logOf(record);
    report.logType = report.logType === undefined || report.logType === logName ? logName : "mixed";
    const log = this.#zeek.find(logName);
    if (log === undefined) {
      report.unmap(logName);
      return;
    }
    const ts = record["ts"];
    const seconds = toNumber(ts);
    const written = seconds === undefined && typeof ts === "string" ? parseTime(ts) : undefined;
    const timeUs = seconds !== undefined ? fromEpoch(seconds, clock) : written === undefined ? undefined : fromWritten(written, clock);
    if (!this.#accepts(timeUs, "no readable ts", raw)) return;
    fillZeek(log, record);
    log.finish(logName);
    report.mapped += 1;
    this.context.sink.commit(log.table, raw.recordNo, timeUs, raw.buffer, raw.start, raw.end);
  }

  #readWindows(event: WindowsEvent, raw: RawRecord): void {
    const { report } = this.context;
    const bound = this.#windows.find(event);
    if (bound === undefined) {
      report.unmap(kindOf(event));
      return;
    }
    const timeUs = this.#clock.timeOf(event);
    if (!this.#accepts(timeUs, "no readable event time", raw)) return;
    bound.fill(event, timeUs);
    report.mapped += 1;
    this.context.sink.commit(bound.table, raw.recordNo, timeUs, raw.buffer, raw.start, raw.end);
  }

  #accepts(timeUs: number | undefined, missing: string, raw: RawRecord): timeUs is number {
    if (timeUs === undefined || Number.isNaN(timeUs)) {
      this.context.report.reject(raw.recordNo, missing, undefined, excerpt(raw));
      return false;
    }
    const problem = implausible(timeUs);
    if (problem === undefined) return true;
    this.context.report.reject(raw.recordNo, problem.category, problem.detail, excerpt(raw));
    return false;
  }
}

function fillZeek(log: BoundZeekLog, record: Fields): void {
  for (const setter of log.setters) {
    const value = fieldOf(record, setter.field);
    if (value !== undefined && value !== null) setter.value(value);
  }
}

function isBlank(buffer: Buffer, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if ((buffer[i] ?? 0) > 0x20) return false;
  return true;
}
