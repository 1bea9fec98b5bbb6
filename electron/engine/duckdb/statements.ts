import { AppError } from "../../../shared/contract/errors.ts";
import { createResultCollector } from "./arrow-result.ts";
import { cachesOf, type CacheStore } from "./cache-store.ts";
import type { StatementRequest, StatementResult } from "./query-engine.ts";
import type { ResultColumn, WorkerReport } from "./worker-messages.ts";
import type { WorkerPool } from "./worker-pool.ts";

/** More than a person reads, and less than a page takes in at once. */
const maxResultBytes = 24 * 1024 * 1024;
/** As for the desk's own queries: DuckDB's sorts go on for that long before they notice. */
const cancelGraceMs = 2000;

/** Runs a statement on a worker of the pool and gathers what it gives. */
export async function runStatement(
  pool: WorkerPool,
  store: CacheStore,
  request: StatementRequest,
  progress: (rows: number) => void,
  signal: AbortSignal | undefined,
): Promise<StatementResult> {
  const collector = createResultCollector();
  let columns: readonly ResultColumn[] = [];
  let written: StatementResult["written"];
  let isBegun = false;
  let bytes = 0;
  const onReport = (report: WorkerReport): void => {
    if (report.kind === "columns") columns = report.columns;
    if (report.kind === "progress") progress(report.rows);
    if (report.kind === "written") written = { rows: report.rows, bytes: report.bytes, sha256: report.sha256 };
    if (report.kind === "header") {
      isBegun = true;
      collector.header(report.bytes);
    }
    if (report.kind !== "chunks") return;
    bytes += report.chunks.reduce((sum, chunk) => sum + chunk.byteLength, 0);
    if (bytes > maxResultBytes) throw tooLarge();
    collector.chunks(report.chunks);
  };
  const { snapshots, sql, want, timeoutMs } = request;
  await pool.run(
    { kind: "statement", caches: cachesOf(store, snapshots), sql, want },
    { signal, timeoutMs, graceMs: cancelGraceMs, onReport },
  );
  return { columns, rows: isBegun ? toRows(collector.finish()) : [], ...(written === undefined ? {} : { written }) };
}

const tooLarge = (): AppError =>
  new AppError("limit-exceeded", `The result is larger than ${maxResultBytes / 1024 / 1024} MB and was stopped.`, {
    hint: "Select fewer columns, lower the row limit, or export the result to a file.",
  });

function toRows({ rowCount, columns }: ReturnType<ReturnType<typeof createResultCollector>["finish"]>): (string | null)[][] {
  return Array.from({ length: rowCount }, (_, row) =>
    columns.map((column) => {
      const value = column[row];
      return typeof value === "string" ? value : null;
    }),
  );
}
