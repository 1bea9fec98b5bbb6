import { mkdirSync, rmSync } from "node:fs";
import { totalmem } from "node:os";
import { join } from "node:path";
import { AppError } from "../../../shared/contract/errors.ts";
import { classNames } from "../../../shared/domain/ocsf.ts";
import { snapshotPrefix } from "../../../shared/domain/ids.ts";
import { toArrowIpc } from "./arrow-input.ts";
import { createResultCollector } from "./arrow-result.ts";
import { createCacheBuilder } from "./cache-builder.ts";
import { createCacheStore } from "./cache-store.ts";
import { toCallerError, WorkerFailure } from "./failures.ts";
import type { ColumnarResult, InputTable, Query, QueryEngine } from "./query-engine.ts";
import { startWorker } from "./worker-handle.ts";
import type { WorkerReport } from "./worker-messages.ts";
import { createWorkerPool, type WorkerPool } from "./worker-pool.ts";

export interface DuckDbEngineOptions {
  /** Of the workspace: where snapshots lie, and where derived files may. */
  readonly snapshotsDir: string;
  readonly cacheDir: string;
  /** One line about something an operator may want to know. */
  readonly log: (line: string) => void;
  /** Queries at the same time; each has a thread and WASM memory of its own. */
  readonly workers?: number;
  readonly memoryLimitMb?: number;
  readonly defaultTimeoutMs?: number;
}

const defaultTimeoutMs = 10 * 60_000;
const buildTimeoutMs = 60 * 60_000;
/** DuckDB's sorts and windows can go 1.8 s without yielding; ending a worker sooner would cost a start of 0.9 s. */
const cancelGraceMs = 2000;
const queryIdleMs = 120_000;
const buildIdleMs = 2000;

/** An eighth of the machine, so that two queries and a build leave half of it alone; more than 2 GB never helped a feature query. */
const defaultMemoryLimitMb = (): number => Math.min(2048, Math.max(512, Math.floor(totalmem() / 8 / 1024 / 1024)));

/** DuckDB-WASM in worker threads behind the QueryEngine interface. `close` ends them and removes their temporary files. */
export function createDuckDbEngine(options: DuckDbEngineOptions): QueryEngine {
  const tmpDir = join(options.cacheDir, "tmp", String(process.pid));
  mkdirSync(tmpDir, { recursive: true });
  const memoryLimitMb = options.memoryLimitMb ?? defaultMemoryLimitMb();
  const poolOf = (kind: string, size: number, idleMs: number): WorkerPool => {
    let started = 0;
    const start = (onChange: () => void) =>
      startWorker({ name: `${kind}-${(started += 1)}`, tmpDir, cacheDir: options.cacheDir, memoryLimitMb, onChange });
    return createWorkerPool({ size, idleMs, start });
  };
  const queries = poolOf("query", options.workers ?? 2, queryIdleMs);
  const buildPool = poolOf("build", 1, buildIdleMs);
  const store = createCacheStore(options.cacheDir);
  const builder = createCacheBuilder({
    snapshotsDir: options.snapshotsDir,
    store,
    pool: buildPool,
    timeoutMs: buildTimeoutMs,
    log: options.log,
  });

  const runOnce = async (
    query: Query,
    tables: readonly { name: string; ipc: Uint8Array<ArrayBuffer> }[],
    signal?: AbortSignal,
  ): Promise<ColumnarResult> => {
    const collector = createResultCollector();
    const onReport = (report: WorkerReport): void => {
      if (report.kind === "header") collector.header(report.bytes);
      if (report.kind === "chunks") collector.chunks(report.chunks);
    };
    const caches = query.scope.snapshots.map((id) => ({ prefix: snapshotPrefix(id), path: store.path(id) }));
    const { fromUs, toUs } = query.scope;
    await queries.run(
      { kind: "query", caches, fromUs, toUs, sql: query.sql, tables },
      { signal, timeoutMs: query.timeoutMs ?? options.defaultTimeoutMs ?? defaultTimeoutMs, graceMs: cancelGraceMs, onReport },
    );
    return collector.finish();
  };
  const discardDamaged = async (snapshotIds: readonly string[]): Promise<boolean> => {
    const intact = await Promise.all(snapshotIds.map((id) => store.isIntact(id)));
    const damaged = snapshotIds.filter((_, i) => intact[i] !== true);
    for (const id of damaged) {
      options.log(`cache of snapshot ${id} is damaged; building it again`);
      store.discard(id);
    }
    if (damaged.length > 0) queries.recycle();
    return damaged.length > 0;
  };
  const columns: QueryEngine["columns"] = async (query, signal) => {
    const tables = (query.tables ?? []).map((table) => ({ name: checkedTableName(table), ipc: toArrowIpc(table.columns) }));
    try {
      await builder.ensure(query.scope.snapshots, () => undefined, signal);
      try {
        return await runOnce(query, tables, signal);
      } catch (error) {
        const mayBeDamage = error instanceof WorkerFailure && error.report.failure === "broken";
        if (!mayBeDamage || !(await discardDamaged(query.scope.snapshots))) throw error;
        await builder.ensure(query.scope.snapshots, () => undefined, signal);
        return await runOnce(query, tables, signal);
      }
    } catch (error) {
      throw error instanceof WorkerFailure ? toCallerError(error.report) : error;
    }
  };
  return {
    columns,
    rows: async (query, signal) => toRows(await columns(query, signal)),
    prepare: async (snapshots, progress, signal) => {
      try {
        await builder.ensure(snapshots, progress, signal);
      } catch (error) {
        throw error instanceof WorkerFailure ? toCallerError(error.report) : error;
      }
    },
    close: async () => {
      await Promise.all([queries.close(), buildPool.close()]);
      rmSync(tmpDir, { recursive: true, force: true });
    },
  };
}

function checkedTableName(table: InputTable): string {
  if (/^[a-z][a-z0-9_]*$/.test(table.name) && !classNames.some((name) => name === table.name)) return table.name;
  throw new AppError("bad-input", `"${table.name}" cannot be the name of a table.`);
}

function toRows(result: ColumnarResult): Record<string, string | number | boolean | null>[] {
  return Array.from({ length: result.rowCount }, (_, row) =>
    Object.fromEntries(
      result.names.map((name, i) => {
        const value = result.columns[i]?.[row] ?? null;
        return [name, typeof value === "bigint" ? Number(value) : Number.isNaN(value) ? null : value];
      }),
    ),
  );
}
