import { parentPort, workerData } from "node:worker_threads";
import { toWireError } from "../../../shared/contract/errors.ts";
import { invariant } from "../../../shared/lib/invariant.ts";
import { layBackup } from "../sqlite/backup.ts";
import { openDatabase } from "../sqlite/database.ts";
import { toStorageError } from "../storage-failure.ts";
import type { BackupPlan } from "../sqlite/backup.ts";
import type { FromBackupWorker } from "../workspace/back-up.ts";

const port = parentPort;
invariant(port !== null, "the backup worker runs in a worker thread");
const plan = workerData as BackupPlan;

/** Reads through a connection of its own, so that the engine goes on deciding meanwhile. */
function work(): FromBackupWorker {
  try {
    const db = openDatabase(plan.path, { readOnly: true });
    try {
      return { backup: layBackup(db, plan) };
    } finally {
      db.close();
    }
  } catch (error) {
    return { failed: toWireError(toStorageError(error)) };
  }
}

port.postMessage(work());
