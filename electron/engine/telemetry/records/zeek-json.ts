import { fromEpoch, fromWritten } from "../clock.ts";
import { logNameOfFields, logNameOfFile, withOpen } from "../detect/zeek-names.ts";
import { type Fields, isFields } from "../map/windows-event.ts";
import { toNumber } from "../map/zeek-mapping.ts";
import { type BoundZeekLog, ZeekLogs } from "../map/zeek.ts";
import { parseTime } from "../time-text.ts";
import { EventWriter, type RawRecord } from "./event-writer.ts";
import type { JsonSource } from "./json-source.ts";
import type { ReadContext } from "./record-reader.ts";

/** The log a Zeek JSON record says it belongs to. */
function declaredLog(record: Fields): string | undefined {
  for (const key of ["_path", "@path", "@stream"]) {
    const value = record[key];
    if (typeof value === "string" && value !== "") return value.slice(0, 64).toWellFormed();
  }
  return undefined;
}

const connectionKeys = ["uid", "id.orig_h", "id_orig_h", "id", "fuid", "conn_uids", "uids"];

/** Also the records without a connection that a file named as a log holds. */
export function isZeekRecord(record: Fields, fileLog: string | undefined): boolean {
  if (record["ts"] === undefined) return false;
  return (
    declaredLog(record) !== undefined ||
    connectionKeys.some((key) => record[key] !== undefined) ||
    (fileLog !== undefined && record["EventID"] === undefined)
  );
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

export class ZeekJson implements JsonSource {
  readonly #context: ReadContext;
  readonly #writer: EventWriter;
  readonly #logs: ZeekLogs;
  readonly #fileLog: string | undefined;

  constructor(context: ReadContext) {
    this.#context = context;
    this.#writer = new EventWriter(context);
    this.#logs = new ZeekLogs(context.sink);
    this.#fileLog = logNameOfFile(context.report.name);
  }

  read(record: Fields, raw: RawRecord): boolean {
    if (!isZeekRecord(record, this.#fileLog)) return false;
    const { report } = this.#context;
    const logName = this.#logOf(record);
    report.noteLog(logName);
    const log = this.#logs.find(logName);
    if (log === undefined) {
      report.unmap(logName);
      return true;
    }
    const timeUs = this.#timeOf(record["ts"]);
    if (!this.#writer.accepts(timeUs, "no readable ts", raw)) return true;
    fill(log, record);
    log.finish(logName);
    this.#writer.commit(log.table, timeUs, raw);
    return true;
  }

  #logOf(record: Fields): string {
    const declared = declaredLog(record) ?? logNameOfFields({ has: (field) => record[field] !== undefined });
    return declared === undefined ? (this.#fileLog ?? "unknown") : withOpen(declared, this.#fileLog);
  }

  #timeOf(ts: unknown): number | undefined {
    const { clock, clocks } = this.#context;
    const seconds = toNumber(ts);
    if (seconds !== undefined) {
      clocks.counted(seconds);
      return fromEpoch(seconds, clock);
    }
    const written = typeof ts === "string" ? parseTime(ts) : undefined;
    return written === undefined ? undefined : fromWritten(written, clock);
  }
}

function fill(log: BoundZeekLog, record: Fields): void {
  for (const setter of log.setters) {
    const value = fieldOf(record, setter.field);
    if (value !== undefined && value !== null) setter.value(value);
  }
}
