import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from "node:worker_threads";
import { fromWireError } from "../../../../shared/contract/errors.ts";
import { invariant } from "../../../../shared/lib/invariant.ts";
import { workerPath } from "../../runtime.ts";
import { encodeSegment, type WrittenSegment } from "./encode-segment.ts";
import { IpcWriter } from "./ipc-writer.ts";
import type { ClassTable } from "./class-table.ts";
import type { FromSegmentWorker, SegmentWorkerData, ToSegmentWorker } from "./segment-protocol.ts";

/** Segments given to the thread and not finished: what bounds memory. With so many the importing thread encodes the next one itself. */
const maxAhead = 2;
const waitSliceMs = 20;
/** A thread that encodes nothing for so long is gone: its end cannot be heard while this thread waits. */
const silenceLimitMs = 120_000;

/**
 * Writes full tables as Parquet files, in order. The first one starts a thread that encodes beside the parser; `small` ones, which
 * are what an import of few events consists of, are encoded in place as long as there is none.
 */
export class SegmentWriter {
  readonly #checkCancelled: () => void;
  readonly #ipc = new IpcWriter();
  #thread: EncoderThread | undefined;

  constructor(checkCancelled: () => void) {
    this.#checkCancelled = checkCancelled;
  }

  write(table: ClassTable, path: string, isSmall: boolean, written: (segment: WrittenSegment) => void): void {
    const ipc = table.toIpc(this.#ipc);
    const job = { path, columnNames: table.columnNames, rows: table.rows, ipc };
    if (!isSmall) this.#thread ??= new EncoderThread(this.#checkCancelled);
    if (this.#thread === undefined || this.#thread.isFull()) written(encodeSegment(job));
    else this.#ipc.replaceRoom(this.#thread.send(job, written));
  }

  /** Returns when everything is written. */
  finish(): void {
    this.#thread?.waitUntil(0);
  }

  /** Ends the thread, whatever it is at. */
  async close(): Promise<void> {
    await this.#thread?.end();
    this.#thread = undefined;
  }
}

class EncoderThread {
  readonly #checkCancelled: () => void;
  readonly #finished = new Int32Array(new SharedArrayBuffer(4));
  readonly #port: MessagePort;
  readonly #worker: Worker;
  readonly #waiting: ((segment: WrittenSegment) => void)[] = [];
  readonly #rooms: Uint8Array<ArrayBuffer>[] = [];

  constructor(checkCancelled: () => void) {
    this.#checkCancelled = checkCancelled;
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    const workerData: SegmentWorkerData = { port: port2, finished: this.#finished };
    this.#worker = new Worker(workerPath("segment-worker"), { workerData, transferList: [port2] });
    // How it failed is told on the port, or shows as silence; without a listener it would end the whole process.
    this.#worker.on("error", () => undefined);
  }

  isFull(): boolean {
    this.#collect();
    return this.#waiting.length >= maxAhead;
  }

  /** Takes the job's memory; gives other memory for the next one. */
  send(job: ToSegmentWorker, written: (segment: WrittenSegment) => void): Uint8Array<ArrayBuffer> {
    this.#waiting.push(written);
    this.#port.postMessage(job, [job.ipc.buffer]);
    return this.#rooms.pop() ?? new Uint8Array(job.ipc.byteLength);
  }

  /** Waits until at most `most` jobs are unfinished. Throws what a job failed with, and from `checkCancelled`. */
  waitUntil(most: number): void {
    const deadline = performance.now() + silenceLimitMs;
    for (;;) {
      const seen = Atomics.load(this.#finished, 0);
      this.#collect();
      if (this.#waiting.length <= most) return;
      this.#checkCancelled();
      invariant(performance.now() < deadline, "the thread that encodes segments answers");
      Atomics.wait(this.#finished, 0, seen, waitSliceMs);
    }
  }

  #collect(): void {
    for (let next = receiveMessageOnPort(this.#port); next !== undefined; next = receiveMessageOnPort(this.#port)) {
      // The other end of this channel is ours.
      const message = next.message as FromSegmentWorker;
      if (message.t === "failed") throw message.expected === undefined ? message.error : fromWireError(message.expected);
      this.#waiting.shift()?.(message.segment);
      this.#rooms.push(new Uint8Array(message.room.buffer));
    }
  }

  async end(): Promise<void> {
    this.#port.close();
    await this.#worker.terminate();
  }
}
