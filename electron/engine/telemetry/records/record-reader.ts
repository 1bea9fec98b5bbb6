import type { ClockRule } from "../clock.ts";
import type { ClockSurvey } from "../clocks/clock-survey.ts";
import type { EventSink } from "../columns/event-sink.ts";
import type { RecordSink } from "../readers/record-splitter.ts";
import type { FileReport } from "./file-report.ts";

/** What every reader of records works with. */
export interface ReadContext {
  readonly sink: EventSink;
  readonly report: FileReport;
  readonly clock: ClockRule;
  /** Told of the times as they stand in the file. */
  readonly clocks: ClockSurvey;
  readonly maxRecordBytes: number;
  /** A look at the beginning of a mapped table ends after so many rows. */
  readonly maxRows?: number;
  /** Throws CancelledError when the import was cancelled. Called now and then between records. */
  readonly checkCancelled: () => void;
}

const checkEvery = 1024;

/** A reader turns records into events or rejects, never throws for what a record holds, and looks for cancellation. */
export abstract class RecordReader implements RecordSink {
  protected readonly context: ReadContext;
  #untilCheck = checkEvery;

  constructor(context: ReadContext) {
    this.context = context;
  }

  protected abstract read(buffer: Buffer, start: number, end: number, recordNo: number): void;

  record(buffer: Buffer, start: number, end: number, recordNo: number): void {
    this.#untilCheck -= 1;
    if (this.#untilCheck === 0) {
      this.#untilCheck = checkEvery;
      this.context.checkCancelled();
    }
    this.read(buffer, start, end, recordNo);
  }

  tooLong(recordNo: number, head: Buffer): void {
    const mebi = Math.round(this.context.maxRecordBytes / 1024 / 1024);
    this.context.report.reject(recordNo, "record too long", `record longer than ${mebi} MiB`, head);
  }

  broken(recordNo: number, reason: string, head: Buffer): void {
    this.context.report.reject(recordNo, reason, undefined, head);
  }
}
