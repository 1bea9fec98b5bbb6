import type { ClassTable } from "../columns/class-table.ts";
import { implausible } from "../time-text.ts";
import type { ReadContext } from "./record-reader.ts";

/** A record's own bytes. */
export interface RawRecord {
  readonly buffer: Buffer;
  readonly start: number;
  readonly end: number;
  readonly recordNo: number;
}

export const excerpt = (raw: RawRecord): Buffer => raw.buffer.subarray(raw.start, raw.end);

/** Ends what a mapping did with a record: an event with a time that can be believed, or a reject. */
export class EventWriter {
  readonly #context: ReadContext;

  constructor(context: ReadContext) {
    this.#context = context;
  }

  /** Whether an event may have this time; rejects the record when it may not. Asked before any column is filled. */
  accepts(timeUs: number | undefined, missing: string, raw: RawRecord, detail?: string): timeUs is number {
    if (timeUs === undefined || Number.isNaN(timeUs)) {
      this.#context.report.reject(raw.recordNo, missing, detail, excerpt(raw));
      return false;
    }
    const problem = implausible(timeUs);
    if (problem === undefined) {
      this.#context.clocks.event(timeUs);
      return true;
    }
    this.#context.report.reject(raw.recordNo, problem.category, problem.detail, excerpt(raw));
    return false;
  }

  commit(table: ClassTable, timeUs: number, raw: RawRecord): void {
    this.#context.report.mapped += 1;
    this.#context.sink.commit(table, raw.recordNo, timeUs, raw.buffer, raw.start, raw.end);
  }
}
