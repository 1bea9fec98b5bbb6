import { Worker } from "node:worker_threads";
import { CancelledError, fromWireError } from "../../../shared/contract/errors.ts";
import { invariant } from "../../../shared/lib/invariant.ts";
import { workerPath } from "../runtime.ts";
import type { ImportOutcome, ImportProgress, ImportRequest, InspectionOutcome } from "./import-request.ts";
import type { FromImportWorker, ImportWorkerData } from "./import-protocol.ts";
import type { TableOutcome, TableTask } from "./mapping/table-task.ts";
import { discard } from "./snapshot-store.ts";

export interface ImportHooks {
  readonly signal?: AbortSignal | undefined;
  readonly progress?: ((progress: ImportProgress) => void) | undefined;
  /** How long a cancelled worker may take to stop by itself before it is ended. */
  readonly graceMs?: number;
}

/**
 * Reads files into a new snapshot, in a thread of its own. Rejects with CancelledError within about 200 ms of the signal,
 * and with AppError when nothing could be read; in both cases nothing is left of it.
 */
export async function importFiles(workspaceRoot: string, request: ImportRequest, hooks: ImportHooks = {}): Promise<ImportOutcome> {
  const last = await runWorker(workspaceRoot, request, hooks);
  invariant(last.t === "done", "an import ends with its outcome");
  return last.outcome;
}

/** Reads files as an import would, in a thread of its own, and keeps nothing. Rejects with CancelledError as an import does. */
export async function inspectFiles(request: ImportRequest, hooks: ImportHooks = {}): Promise<InspectionOutcome> {
  const last = await runWorker(undefined, request, hooks);
  invariant(last.t === "inspected", "an inspection ends with its outcome");
  return last.outcome;
}

/** Looks at the beginning of a table, in a thread of its own. */
export async function lookAtTable(task: TableTask, signal: AbortSignal): Promise<TableOutcome> {
  const last = await runWorker(undefined, task, { signal });
  invariant(last.t === "looked", "a look ends with what was seen");
  return last.outcome;
}

type Ended = Extract<FromImportWorker, { t: "done" | "inspected" | "looked" }>;

function runWorker(workspaceRoot: string | undefined, request: ImportRequest | TableTask, hooks: ImportHooks): Promise<Ended> {
  const { signal, progress, graceMs = 100 } = hooks;
  if (signal?.aborted === true) return Promise.reject(new CancelledError());
  const cancelFlag = new Int32Array(new SharedArrayBuffer(4));
  const workerData: ImportWorkerData = { workspaceRoot, request, cancelFlag };
  const worker = new Worker(workerPath("import-worker"), { workerData });
  let folder: string | undefined;
  let grace: NodeJS.Timeout | undefined;
  return new Promise<Ended>((resolve, reject) => {
    const settle = (outcome: () => void): void => {
      signal?.removeEventListener("abort", cancel);
      clearTimeout(grace);
      outcome();
    };
    const cancel = (): void => {
      Atomics.store(cancelFlag, 0, 1);
      grace = setTimeout(() => void worker.terminate().catch(stop), graceMs);
    };
    /** The thread ended without a last word: by `cancel`, or because it broke. */
    const stop = (error: unknown): void =>
      settle(() => {
        try {
          if (folder !== undefined) discard(folder);
          reject(signal?.aborted === true ? new CancelledError() : error);
        } catch (left) {
          reject(left);
        }
      });
    signal?.addEventListener("abort", cancel, { once: true });
    worker.on("message", (message: FromImportWorker) => {
      if (message.t === "folder") folder = message.folder;
      else if (message.t === "progress") progress?.(message.progress);
      else if (message.t === "failed") settle(() => reject(fromWireError(message.error)));
      else settle(() => resolve(message));
    });
    worker.on("error", stop);
    worker.on("exit", (code) => stop(new Error(`the import worker ended with code ${code}`)));
  });
}
