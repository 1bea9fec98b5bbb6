import type { WireError } from "../../../shared/contract/errors.ts";
import type { TableOutcome, TableTask } from "./mapping/table-task.ts";
import type { ImportOutcome, ImportProgress, ImportRequest, InspectionOutcome } from "./import-request.ts";

/**
 * One worker per import, inspection or look at a table. It gets everything with its start, tells the folder it builds in (so that whoever ends the thread can
 * clear up), then progress, then `done` or `failed`, and exits. `cancelFlag[0]` becomes 1 when it is to stop: it looks there
 * between chunks and every thousand records.
 */
export interface ImportWorkerData {
  /** Where the snapshot goes; without one the files are only inspected. */
  readonly workspaceRoot: string | undefined;
  readonly request: ImportRequest | TableTask;
  readonly cancelFlag: Int32Array<SharedArrayBuffer>;
}

export type FromImportWorker =
  | { readonly t: "folder"; readonly folder: string }
  | { readonly t: "progress"; readonly progress: ImportProgress }
  | { readonly t: "done"; readonly outcome: ImportOutcome }
  | { readonly t: "inspected"; readonly outcome: InspectionOutcome }
  | { readonly t: "looked"; readonly outcome: TableOutcome }
  | { readonly t: "failed"; readonly error: WireError };
