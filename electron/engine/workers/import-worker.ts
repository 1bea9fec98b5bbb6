import { parentPort, workerData } from "node:worker_threads";
import { CancelledError, toWireError } from "../../../shared/contract/errors.ts";
import { invariant } from "../../../shared/lib/invariant.ts";
import type { FromImportWorker, ImportWorkerData } from "../telemetry/import-protocol.ts";
import { runImport } from "../telemetry/run-import.ts";

const { workspaceRoot, request, cancelFlag } = workerData as ImportWorkerData;
const port = parentPort;
invariant(port !== null, "the import worker runs in a worker thread");
const tell = (message: FromImportWorker): void => port.postMessage(message);

runImport(workspaceRoot, request, {
  checkCancelled: () => {
    if (Atomics.load(cancelFlag, 0) === 1) throw new CancelledError();
  },
  progress: (progress) => tell({ t: "progress", progress }),
  building: (folder) => tell({ t: "folder", folder }),
}).then(
  (outcome) => tell({ t: "done", outcome }),
  (error: unknown) => tell({ t: "failed", error: toWireError(error) }),
);
