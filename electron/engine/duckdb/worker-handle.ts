import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { AppError, CancelledError } from "../../../shared/contract/errors.ts";
import { invariant } from "../../../shared/lib/invariant.ts";
import { workerPath } from "../runtime.ts";
import { WorkerFailure } from "./failures.ts";
import { compileDuckDb } from "./instance.ts";
import type { BuildJob, QueryJob, ToWorker, WorkerReport, WorkerSettings } from "./worker-messages.ts";

export type JobOrder = Omit<QueryJob, "id"> | Omit<BuildJob, "id">;

export interface RunOptions {
  readonly signal?: AbortSignal | undefined;
  readonly timeoutMs: number;
  /** How long a worker that was told to stop may take before it is ended. */
  readonly graceMs: number;
  onReport(report: WorkerReport): void;
}

/**
 * One DuckDB worker thread. `run` settles as soon as it is cancelled or timed out; the thread may then still be busy for a
 * moment (`draining`) and is ended when it does not come back in time. A worker that failed inside is never used again.
 */
export interface WorkerHandle {
  state(): "idle" | "busy" | "draining" | "dead";
  /** Snapshot prefixes this worker has open. */
  readonly attached: ReadonlySet<string>;
  run(order: JobOrder, options: RunOptions): Promise<void>;
  end(): Promise<void>;
}

export interface WorkerHandleOptions {
  readonly name: string;
  readonly tmpDir: string;
  readonly cacheDir: string;
  readonly memoryLimitMb: number;
  /** Called whenever the state may have changed. */
  onChange(): void;
}

interface Current {
  readonly id: number;
  readonly options: RunOptions;
  /** Undefined once the caller has its answer. */
  settle: { resolve(): void; reject(error: Error): void } | undefined;
}

export function startWorker(options: WorkerHandleOptions): WorkerHandle {
  const scratchDir = join(options.tmpDir, options.name);
  mkdirSync(scratchDir, { recursive: true });
  const stop = new SharedArrayBuffer(4);
  const settings: WorkerSettings = { stop, scratchDir, cacheDir: options.cacheDir, memoryLimitMb: options.memoryLimitMb };
  // Piped, not inherited: DuckDB's runtime prints what it also throws, and our stdout may be a command's JSON.
  const worker = new Worker(workerPath("duckdb-worker"), { name: options.name, workerData: settings, stdout: true, stderr: true });
  worker.stdout.resume();
  worker.stderr.resume();
  const attached = new Set<string>();
  let current: Current | undefined;
  let isDead = false;
  let isEnding = false;
  let lastId = 0;
  let graceTimer: NodeJS.Timeout | undefined;

  const finish = (error?: Error): void => {
    clearTimeout(graceTimer);
    const ended = current;
    current = undefined;
    worker.unref();
    if (error === undefined) ended?.settle?.resolve();
    else ended?.settle?.reject(error);
    options.onChange();
  };
  const die = (error: Error): void => {
    if (isDead) return;
    isDead = true;
    finish(error);
    rmSync(scratchDir, { recursive: true, force: true });
  };
  const end = async (): Promise<void> => {
    isEnding = true;
    await worker.terminate();
  };
  const deliver = (report: WorkerReport, to: Current): void => {
    if (to.settle === undefined) return;
    try {
      to.options.onReport(report);
    } catch (error) {
      stopCurrent(error instanceof Error ? error : new Error(String(error)));
    }
  };
  const onReport = (report: WorkerReport): void => {
    if (report.id !== current?.id) return;
    if (report.kind === "done" || report.kind === "built") {
      deliver(report, current);
      finish();
    } else if (report.kind === "cancelled") finish(new CancelledError());
    else if (report.kind !== "failed") deliver(report, current);
    else if (report.failure === "broken" || report.failure === "bug") {
      die(new WorkerFailure(report));
      void worker.terminate();
    } else finish(new WorkerFailure(report));
  };
  worker.on("message", onReport);
  worker.on("error", (error: Error) => die(startFailure(error)));
  worker.on("exit", () =>
    die(isEnding ? new CancelledError() : new AppError("query-failed", "The query engine's worker ended unexpectedly.")),
  );
  worker.unref();
  const send = (message: ToWorker): void => worker.postMessage(message);
  const started = compileDuckDb().then((module) => send({ kind: "start", module }));

  const stopCurrent = (error: Error): void => {
    if (current?.settle === undefined) return;
    const { settle } = current;
    current.settle = undefined;
    Atomics.store(new Int32Array(stop), 0, current.id);
    graceTimer = setTimeout(() => void end(), current.options.graceMs);
    settle.reject(error);
  };
  const run: WorkerHandle["run"] = (order, runOptions) => {
    invariant(!isDead && current === undefined, "a worker does one job at a time");
    const id = (lastId += 1);
    if (order.kind === "query") for (const cache of order.caches) attached.add(cache.prefix);
    worker.ref();
    return new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => stopCurrent(timeoutError(runOptions.timeoutMs)), runOptions.timeoutMs);
      const onAbort = (): void => stopCurrent(new CancelledError());
      const clear = (): void => {
        clearTimeout(timer);
        runOptions.signal?.removeEventListener("abort", onAbort);
      };
      runOptions.signal?.addEventListener("abort", onAbort, { once: true });
      const settle = { resolve: () => (clear(), resolve()), reject: (error: Error) => (clear(), reject(error)) };
      current = { id, options: runOptions, settle };
      started.then(() => send({ ...order, id }), die);
    });
  };
  const state: WorkerHandle["state"] = () =>
    isDead ? "dead" : current === undefined ? "idle" : current.settle === undefined ? "draining" : "busy";
  return { state, attached, run, end };
}

const timeoutError = (timeoutMs: number): AppError =>
  new AppError("limit-exceeded", `The query did not finish within ${Math.round(timeoutMs / 100) / 10} s and was stopped.`, {
    hint: "Narrow its time range, or group by fewer columns.",
  });

function startFailure(error: Error): Error {
  if ("code" in error && error.code === "ERR_WORKER_OUT_OF_MEMORY")
    return new AppError("out-of-memory", "The query's result is too large to hold. Add a LIMIT.");
  return error;
}
