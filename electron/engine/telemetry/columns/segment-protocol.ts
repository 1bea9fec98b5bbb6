import type { MessagePort } from "node:worker_threads";
import type { WireError } from "../../../../shared/contract/errors.ts";
import type { SegmentJob, WrittenSegment } from "./encode-segment.ts";

/**
 * The thread that encodes segments while the import goes on parsing. It gets a port and a counter with its start, then jobs on
 * the port, one after another. After each it answers on the port and then raises the counter, so that the importing
 * thread, which has no turn of its event loop to spare, can block on the counter and read the answer at once.
 */
export interface SegmentWorkerData {
  readonly port: MessagePort;
  readonly finished: Int32Array<SharedArrayBuffer>;
}

export type ToSegmentWorker = SegmentJob;

/** `room` is the job's memory, handed back. */
export type FromSegmentWorker =
  | { readonly t: "written"; readonly segment: WrittenSegment; readonly room: Uint8Array<ArrayBuffer> }
  /** `expected` when it is an AppError, which does not cross between threads as one. */
  | { readonly t: "failed"; readonly error: unknown; readonly expected?: WireError };
