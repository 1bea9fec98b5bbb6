import { parentPort, workerData } from "node:worker_threads";
import { CancelledError, toWireError } from "../../../shared/contract/errors.ts";
import { invariant } from "../../../shared/lib/invariant.ts";
import { toStorageError } from "../storage-failure.ts";
import type { FromImportWorker, ImportWorkerData } from "../telemetry/import-protocol.ts";
import { runTableTask } from "../telemetry/mapping/table-task.ts";
import { type RunHooks, runImport, runInspection } from "../telemetry/run-import.ts";

const { workspaceRoot, request, cancelFlag } = workerData as ImportWorkerData;
const port = parentPort;
invariant(port !== null, "the import worker runs in a worker thread");
const tell = (message: FromImportWorker): void => port.postMessage(message);

const hooks: RunHooks = {
  checkCancelled: () => {
    if (Atomics.load(cancelFlag, 0) === 1) throw new CancelledError();
  },
  progress: (progress) => tell({ t: "progress", progress }),
  building: (folder) => tell({ t: "folder", folder }),
};
async function work(): Promise<FromImportWorker> {
  if ("t" in request) return { t: "looked", outcome: await runTableTask(request, hooks.checkCancelled) };
  if (workspaceRoot === undefined) return { t: "inspected", outcome: await runInspection(request, hooks) };
  return { t: "done", outcome: await runImport(workspaceRoot, request, hooks) };
}

work().then(tell, (error: unknown) => tell({ t: "failed", error: toWireError(toStorageError(error)) }));
