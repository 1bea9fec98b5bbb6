import { CancelledError, toWireError } from "../../../shared/contract/errors.ts";
import type { Job } from "../../../shared/contract/workspace.ts";
import { nowUs } from "../runtime.ts";
import { toStorageError } from "../storage-failure.ts";

/** What a job reports; fields left out keep their last value. */
export interface JobProgress {
  readonly stage?: string;
  readonly done?: number;
  readonly total?: number | null;
  readonly unit?: string;
}

export interface JobRegistry {
  /** Starts `run` at once. `result` rejects as `run` does, with CancelledError when it was cancelled; it must be awaited by the caller. */
  start<T>(
    name: string,
    title: string,
    run: (signal: AbortSignal, progress: (progress: JobProgress) => void) => Promise<T>,
    signal?: AbortSignal,
  ): { readonly id: string; readonly result: Promise<T> };
  /** Running ones and the last 50 that ended, newest first. */
  list(): Job[];
  /** Asks a running job to stop; false when there is none of that id. */
  cancel(id: string): boolean;
  /** Cancels what runs and waits until it has ended. */
  close(): Promise<void>;
}

const keptEnded = 50;
const emitEveryMs = 100;

interface Entry {
  job: Job;
  readonly controller: AbortController;
  settled: Promise<void>;
  lastEmitMs: number;
  timer: NodeJS.Timeout | undefined;
}

/** `emit` is called for the first and last state of each job always, and at most ten times a second between. */
export function createJobRegistry(emit: (job: Job) => void): JobRegistry {
  const entries = new Map<string, Entry>();
  let started = 0;

  const emitNow = (entry: Entry): void => {
    clearTimeout(entry.timer);
    entry.timer = undefined;
    entry.lastEmitMs = performance.now();
    emit(entry.job);
  };
  const emitSoon = (entry: Entry): void => {
    const waitMs = entry.lastEmitMs + emitEveryMs - performance.now();
    if (waitMs <= 0) emitNow(entry);
    else entry.timer ??= setTimeout(() => emitNow(entry), waitMs).unref();
  };
  const end = (entry: Entry, change: Pick<Job, "state"> & { error?: string }): void => {
    entry.job = { ...entry.job, ...change, endedAt: nowUs() };
    emitNow(entry);
    const ended = [...entries].filter(([, { job }]) => job.state !== "running");
    for (const [id] of ended.slice(0, Math.max(0, ended.length - keptEnded))) entries.delete(id);
  };

  const start: JobRegistry["start"] = (name, title, run, outer) => {
    const id = `job-${nowUs().toString(36)}-${(started += 1)}`;
    const job: Job = { id, name, title, state: "running", stage: "", done: 0, total: null, unit: "", startedAt: nowUs(), endedAt: null };
    const controller = new AbortController();
    const entry: Entry = { job, controller, settled: Promise.resolve(), lastEmitMs: 0, timer: undefined };
    entries.set(id, entry);
    emitNow(entry);
    const signal = outer === undefined ? controller.signal : AbortSignal.any([controller.signal, outer]);
    const progress = (change: JobProgress): void => {
      if (entry.job.state !== "running") return;
      entry.job = { ...entry.job, ...change };
      emitSoon(entry);
    };
    const result = runJob(entry, () => run(signal, progress), end);
    entry.settled = result.then(
      () => undefined,
      () => undefined,
    );
    return { id, result };
  };

  return {
    start,
    list: () => [...entries.values()].map(({ job }) => job).toReversed(),
    cancel: (id) => {
      const entry = entries.get(id);
      if (entry?.job.state !== "running") return false;
      entry.controller.abort(new CancelledError());
      return true;
    },
    close: async () => {
      const running = [...entries.values()].filter(({ job }) => job.state === "running");
      for (const { controller } of running) controller.abort(new CancelledError());
      await Promise.all(running.map(({ settled }) => settled));
    },
  };
}

async function runJob<T>(
  entry: Entry,
  run: () => Promise<T>,
  end: (entry: Entry, change: Pick<Job, "state"> & { error?: string }) => void,
): Promise<T> {
  try {
    const value = await run();
    end(entry, { state: "done" });
    return value;
  } catch (error) {
    const wire = toWireError(toStorageError(error));
    if (wire.kind === "cancelled") {
      end(entry, { state: "cancelled" });
      throw error instanceof CancelledError ? error : new CancelledError();
    }
    end(entry, { state: "failed", error: wire.message });
    throw error;
  }
}
