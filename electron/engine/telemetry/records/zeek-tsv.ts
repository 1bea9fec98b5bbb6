import { logNameOfFields, logNameOfFile, withOpen } from "../detect/zeek-names.ts";
import { fromEpoch, shift } from "../clock.ts";
import { type BoundZeekLog, ZeekLogs } from "../map/zeek.ts";
import { type FieldSetter, parseMicroseconds, toNumber } from "../map/zeek-mapping.ts";
import { implausible } from "../time-text.ts";
import { type ReadContext, RecordReader } from "./record-reader.ts";
import { headerValue, unescapeZeek, ZeekHeader } from "./zeek-header.ts";

const hash = 0x23;
const backslash = 0x5c;
const maxFields = 2000;

/** How rows under the current #fields line are read. */
interface Plan {
  readonly log: BoundZeekLog | undefined;
  readonly logName: string;
  readonly fieldCount: number;
  readonly timeAt: number;
  /** Setter by column, where there is one. */
  readonly setters: readonly (FieldSetter | undefined)[];
}

/** Zeek's ASCII logs. The header may change in mid-file, as it does when logs are concatenated; rows follow the last #fields. */
export class ZeekTsvReader extends RecordReader {
  readonly #logs: ZeekLogs;
  readonly #header = new ZeekHeader();
  #plan: Plan | undefined;
  #starts = new Int32Array(64);
  #ends = new Int32Array(64);

  constructor(context: ReadContext) {
    super(context);
    this.#logs = new ZeekLogs(context.sink);
  }

  protected read(buffer: Buffer, start: number, end: number, line: number): void {
    if (buffer[start] === hash) {
      this.#directive(buffer.toString("utf8", start, end), line, buffer.subarray(start, end));
      return;
    }
    const plan = this.#plan;
    const { report } = this.context;
    if (plan === undefined) {
      report.reject(line, "row before any #fields line", undefined, buffer.subarray(start, end));
      return;
    }
    const split = this.#split(buffer, start, end);
    if (split.columns !== plan.fieldCount) {
      report.reject(
        line,
        "wrong number of columns",
        `${split.columns} columns where #fields names ${plan.fieldCount}`,
        buffer.subarray(start, end),
      );
      return;
    }
    if (plan.log === undefined) {
      report.unmap(plan.logName);
      return;
    }
    const timeUs = this.#time(buffer, plan.timeAt);
    if (timeUs === undefined) {
      report.reject(line, "no readable ts", undefined, buffer.subarray(start, end));
      return;
    }
    const problem = implausible(timeUs);
    if (problem !== undefined) {
      report.reject(line, problem.category, problem.detail, buffer.subarray(start, end));
      return;
    }
    this.context.clocks.event(timeUs);
    this.#row(plan.setters, buffer, split.needsDecoding);
    plan.log.finish(plan.logName);
    report.mapped += 1;
    this.context.sink.commit(plan.log.table, line, timeUs, buffer, start, end);
  }

  #directive(text: string, line: number, raw: Buffer): void {
    if (!text.startsWith("#fields")) {
      this.#header.take(text);
      this.context.clocks.openedUs ??= this.#header.openedUs;
      return;
    }
    const names = headerValue(text, this.#header.separator);
    if (names === undefined) {
      this.context.report.reject(line, "#fields line without names", undefined, raw);
      this.#plan = undefined;
      return;
    }
    const fields = names.split(this.#header.separator);
    const { report } = this.context;
    if (fields.length > maxFields) {
      report.reject(line, "#fields line with too many names", undefined, raw);
      this.#plan = undefined;
      return;
    }
    const fileLog = logNameOfFile(report.name);
    const logName = withOpen(this.#header.path ?? logNameOfFields(new Set(fields)) ?? fileLog ?? "unknown", fileLog);
    const log = this.#logs.find(logName);
    this.#plan = {
      log,
      logName,
      fieldCount: fields.length,
      timeAt: fields.indexOf("ts"),
      setters: fields.map((f, i) => (fields.indexOf(f) === i ? log?.fields.get(f) : undefined)),
    };
    report.noteLog(logName);
    if (fields.length > this.#starts.length) {
      this.#starts = new Int32Array(fields.length);
      this.#ends = new Int32Array(fields.length);
    }
  }

  #split(buffer: Buffer, start: number, end: number): { columns: number; needsDecoding: boolean } {
    const separator = this.#header.separatorByte;
    const [starts, ends] = [this.#starts, this.#ends];
    let columns = 0;
    let from = start;
    let bits = 0;
    let hasEscape = false;
    for (let i = start; i < end; i++) {
      const byte = buffer[i] ?? 0;
      if (byte === separator) {
        starts[columns] = from;
        ends[columns] = i;
        columns += 1;
        from = i + 1;
      } else if (byte === backslash) hasEscape = true;
      bits |= byte;
    }
    starts[columns] = from;
    ends[columns] = end;
    return { columns: columns + 1, needsDecoding: hasEscape || bits > 127 };
  }

  #time(buffer: Buffer, column: number): number | undefined {
    if (column < 0) return undefined;
    const start = this.#starts[column] ?? 0;
    const end = this.#ends[column] ?? 0;
    const { clock, clocks } = this.context;
    const us = clock.kind === "epoch" ? Number.NaN : parseMicroseconds(buffer, start, end);
    const seconds = Number.isNaN(us) ? toNumber(buffer.toString("latin1", start, end)) : us / 1_000_000;
    if (seconds === undefined) return undefined;
    clocks.counted(seconds);
    return Number.isNaN(us) ? fromEpoch(seconds, clock) : shift(us, clock);
  }

  #row(setters: Plan["setters"], buffer: Buffer, needsDecoding: boolean): void {
    for (let i = 0; i < setters.length; i++) {
      const setter = setters[i];
      if (setter === undefined) continue;
      const start = this.#starts[i] ?? 0;
      const end = this.#ends[i] ?? 0;
      if (this.#header.isUnset(buffer, start, end)) continue;
      if (setter.bytes !== undefined && !needsDecoding) setter.bytes(buffer, start, end);
      else this.#decoded(setter, buffer.toString("utf8", start, end), needsDecoding);
    }
  }

  #decoded(setter: FieldSetter, text: string, hasEscapes: boolean): void {
    const undo = (t: string): string => (hasEscapes ? unescapeZeek(t) : t);
    if (setter.isList) setter.value(text.split(this.#header.setSeparator).map(undo));
    else setter.value(undo(text));
  }
}
