import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { AppError, CancelledError } from "../../../shared/contract/errors.ts";
import { invariant } from "../../../shared/lib/invariant.ts";
import { workerPath } from "../runtime.ts";
import { WorkerFailure } from "./failures.ts";
import { compileDuckDb } from "./instance.ts";
import type { BuildJob, QueryJob, RelateJob, StatementJob, ToWorker, WorkerReport, WorkerSettings } from "./worker-messages.ts";

export type JobOrder = Omit<QueryJob, "id"> | Omit<StatementJob, "id"> | Omit<BuildJob, "id"> | Omit<RelateJob, "id">;

export interface RunOptions {
  readonly signal?: AbortSignal | undefined;
  readonly timeoutMs: number;
  /** How long a worker that was told to stop may take before it is ended. */
  readonly graceMs: number;
  onReport(report: WorkerReport): void;
}

export interface WorkerHandleOptions {
  readonly name: string;
  readonly tmpDir: string;
  readonly cacheDir: string;
  readonly memoryLimitMb: number;
  /** Bytes after which it is worn out. */
  readonly largestHeap: number;
  /** Called whenever the state may have changed. */
  onChange(): void;
}

export type WorkerState = "idle" | "busy" | "draining" | "dead";

interface Current {
  readonly id: number;
  readonly options: RunOptions;
  timer: NodeJS.Timeout;
  /** Undefined once the caller has its answer. */
  settle: { resolve(): void; reject(error: Error): void } | undefined;
}

/** A worker that has not even begun its job by then never will. */
const startLimitMs = 60_000;
const largeFileBytes = 64 * 1024 * 1024;

/**
 * One DuckDB worker thread. `run` settles as soon as it is cancelled or timed out; the thread may then still be busy for a
 * moment (`draining`) and is ended when it does not come back in time. A worker that failed inside is never used again.
 */
export class WorkerHandle {
  /** Prefixes of the snapshots this worker has open. */
  readonly attached = new Set<string>();
  /** Whether it has built a file so large that much of its memory was needed. */
  hasGrown = false;
  /** Whether so much of its memory was needed that little may be left for what comes next. */
  isWornOut = false;
  readonly #options: WorkerHandleOptions;
  readonly #scratchDir: string;
  readonly #stop = new SharedArrayBuffer(4);
  readonly #worker: Worker;
  readonly #started: Promise<void>;
  #current: Current | undefined;
  #lastId = 0;
  #isDead = false;
  #isEnding = false;

  constructor(options: WorkerHandleOptions) {
    this.#options = options;
    this.#scratchDir = join(options.tmpDir, options.name);
    mkdirSync(this.#scratchDir, { recursive: true });
    const { cacheDir, memoryLimitMb, name } = options;
    const workerData: WorkerSettings = { stop: this.#stop, scratchDir: this.#scratchDir, cacheDir, memoryLimitMb };
    // Piped, not inherited: DuckDB's runtime prints what it also throws, and our stdout may be a command's JSON.
    this.#worker = new Worker(workerPath("duckdb-worker"), { name, workerData, stdout: true, stderr: true });
    this.#worker.stdout.resume();
    this.#worker.stderr.resume();
    this.#worker.on("message", (report: WorkerReport) => this.#receive(report));
    this.#worker.on("error", (error: Error) => this.#die(asCallerError(error)));
    this.#worker.on("exit", () =>
      this.#die(this.#isEnding ? new CancelledError() : new AppError("query-failed", "The query engine's worker ended unexpectedly.")),
    );
    this.#worker.unref();
    this.#started = compileDuckDb().then((module) => this.#send({ kind: "start", module }));
    this.#started.catch((error: unknown) => {
      this.#die(toError(error));
      void this.#worker.terminate();
    });
  }

  get state(): WorkerState {
    if (this.#isDead) return "dead";
    if (this.#isEnding || (this.#current !== undefined && this.#current.settle === undefined)) return "draining";
    return this.#current === undefined ? "idle" : "busy";
  }

  run(order: JobOrder, options: RunOptions): Promise<void> {
    invariant(this.state === "idle", "a worker does one job at a time");
    const id = (this.#lastId += 1);
    if (order.kind === "query" || order.kind === "statement") for (const cache of order.caches) this.attached.add(cache.prefix);
    else this.attached.clear();
    this.#worker.ref();
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const onAbort = (): void => this.#abandon(new CancelledError());
    options.signal?.addEventListener("abort", onAbort, { once: true });
    const leave = (): void => options.signal?.removeEventListener("abort", onAbort);
    const settle = { resolve: () => (leave(), resolve()), reject: (error: Error) => (leave(), reject(error)) };
    const timer = setTimeout(() => this.#abandon(timeoutError(options.timeoutMs)), startLimitMs + options.timeoutMs);
    this.#current = { id, options, timer, settle };
    void this.#started.then(
      () => this.#send({ ...order, id }),
      () => undefined, // The job was told when this worker died of it.
    );
    return promise;
  }

  async end(): Promise<void> {
    this.#isEnding = true;
    await this.#worker.terminate();
  }

  #send(message: ToWorker): void {
    this.#worker.postMessage(message);
  }

  #receive(report: WorkerReport): void {
    const current = this.#current;
    if (report.id !== current?.id) return;
    if ("heap" in report && report.heap > this.#options.largestHeap) this.isWornOut = true;
    if (report.kind === "running") this.#startClock(current);
    else if (report.kind === "cancelled") this.#finish(new CancelledError());
    else if (report.kind === "failed") this.#fail(new WorkerFailure(report));
    else {
      if (report.kind === "built" && report.bytes > largeFileBytes) this.hasGrown = true;
      this.#deliver(report, current);
      if (report.kind === "done" || report.kind === "built") this.#finish(undefined);
    }
  }

  #startClock(current: Current): void {
    if (current.settle === undefined) return;
    clearTimeout(current.timer);
    const { timeoutMs } = current.options;
    current.timer = setTimeout(() => this.#abandon(timeoutError(timeoutMs)), timeoutMs);
  }

  #deliver(report: WorkerReport, current: Current): void {
    if (current.settle === undefined) return;
    try {
      current.options.onReport(report);
    } catch (error) {
      this.#abandon(toError(error));
    }
  }

  /** Answers the caller at once and tells the thread to stop; one that does not in time is ended. */
  #abandon(error: Error): void {
    const current = this.#current;
    if (current?.settle === undefined) return;
    const { settle } = current;
    current.settle = undefined;
    Atomics.store(new Int32Array(this.#stop), 0, current.id);
    clearTimeout(current.timer);
    current.timer = setTimeout(() => void this.end(), current.options.graceMs);
    settle.reject(error);
  }

  #fail(failure: WorkerFailure): void {
    if (failure.report.failure !== "broken" && failure.report.failure !== "bug") return this.#finish(failure);
    this.#die(failure);
    void this.#worker.terminate();
  }

  #die(error: Error): void {
    if (this.#isDead) return;
    this.#isDead = true;
    this.#finish(error);
    rmSync(this.#scratchDir, { recursive: true, force: true });
  }

  #finish(error: Error | undefined): void {
    const ended = this.#current;
    this.#current = undefined;
    clearTimeout(ended?.timer);
    this.#worker.unref();
    if (error === undefined) ended?.settle?.resolve();
    else ended?.settle?.reject(error);
    this.#options.onChange();
  }
}

const toError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));

const timeoutError = (timeoutMs: number): AppError =>
  new AppError("limit-exceeded", `The query did not finish within ${Math.round(timeoutMs / 100) / 10} s and was stopped.`, {
    hint: "Narrow its time range, or group by fewer columns.",
  });

function asCallerError(error: Error): Error {
  const isOutOfMemory = "code" in error && error.code === "ERR_WORKER_OUT_OF_MEMORY";
  return isOutOfMemory ? new AppError("out-of-memory", "The query's result is too large to hold. Add a LIMIT.") : error;
}
