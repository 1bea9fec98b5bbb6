import { mkdirSync, rmSync } from "node:fs";
import { totalmem } from "node:os";
import { join } from "node:path";
import { AppError } from "../../../shared/contract/errors.ts";
import { classNames } from "../../../shared/domain/ocsf.ts";
import { toArrowIpc } from "./arrow-input.ts";
import { createResultCollector } from "./arrow-result.ts";
import { type CacheBuilder, createCacheBuilder, planEvents, planRelations } from "./cache-builder.ts";
import { cachesOf, type CacheStore, createCacheStore } from "./cache-store.ts";
import { cacheSchema, namedClasses } from "./class-tables.ts";
import { toCallerError, WorkerFailure } from "./failures.ts";
import type { PartLimits } from "./partition.ts";
import type { ColumnarResult, InputTable, Query, StatementEngine } from "./query-engine.ts";
import { relationSchema, relationTablesOf } from "./relation-tables.ts";
import { runStatement } from "./statements.ts";
import { WorkerHandle } from "./worker-handle.ts";
import type { QueryJob, WorkerReport } from "./worker-messages.ts";
import { WorkerPool } from "./worker-pool.ts";

export interface DuckDbEngineOptions {
  /** Of the workspace: where snapshots lie, and where derived files may. */
  readonly snapshotsDir: string;
  readonly cacheDir: string;
  /** One line about something an operator may want to know. */
  readonly log: (line: string) => void;
  /** Queries at the same time; each has a thread and WASM memory of its own. */
  readonly workers?: number;
  readonly memoryLimitMb?: number;
  /** A worker that has needed more bytes than this at once is not used again. */
  readonly largestHeap?: number;
  readonly defaultTimeoutMs?: number;
  readonly partLimits?: PartLimits;
}

const defaultTimeoutMs = 10 * 60_000;
const buildTimeoutMs = 60 * 60_000;
/** DuckDB's sorts and windows can go 1.8 s without yielding; ending a worker sooner would cost a start. */
const cancelGraceMs = 2000;
const idleMs = 120_000;
const grownIdleMs = 2000;
/** Of the 4 GB a WebAssembly memory can have. What is near that has failed inside in the next statement; besides, it is never given back. */
const defaultLargestHeap = 2 ** 31;

/** An eighth of the machine, so that two queries and a build leave half of it alone; more than 2 GB never helped a feature query. */
const defaultMemoryLimitMb = (): number => Math.min(2048, Math.max(512, Math.floor(totalmem() / 8 / 1024 / 1024)));

/** DuckDB-WASM in worker threads behind the QueryEngine interface. `close` ends them and removes their temporary files. */
export function createDuckDbEngine(options: DuckDbEngineOptions): StatementEngine {
  const { cacheDir, snapshotsDir, log } = options;
  const tmpDir = join(cacheDir, "tmp", String(process.pid));
  mkdirSync(tmpDir, { recursive: true });
  const memoryLimitMb = options.memoryLimitMb ?? defaultMemoryLimitMb();
  const { largestHeap = defaultLargestHeap } = options;
  const poolOf = (name: string, limits: { readonly read: number; readonly build: number }): WorkerPool => {
    let started = 0;
    const nextName = (): string => `${name}-${(started += 1)}`;
    return new WorkerPool({
      limits,
      idleMs,
      grownIdleMs,
      start: (onChange) => new WorkerHandle({ name: nextName(), tmpDir, cacheDir, memoryLimitMb, largestHeap, onChange }),
    });
  };
  const queries = poolOf("query", { read: options.workers ?? 2, build: 1 });
  const statements = poolOf("statement", { read: 1, build: 0 });
  const store = createCacheStore(cacheDir, { holds: "events", schema: cacheSchema });
  const relationStore = createCacheStore(cacheDir, { holds: "relations", schema: relationSchema });
  const onReplace = (): void => {
    queries.recycle();
    statements.recycle();
  };
  const building = { pool: queries, timeoutMs: buildTimeoutMs, log, onReplace };
  const builder = createCacheBuilder({ ...building, store, plan: (id) => planEvents(snapshotsDir, id, options.partLimits) });
  const relations = createCacheBuilder({ ...building, store: relationStore, plan: (id) => planRelations(store, id) });
  const timeoutMs = options.defaultTimeoutMs ?? defaultTimeoutMs;
  const parts: Parts = { queries, builder, relations, store, relationStore, log, timeoutMs };
  return {
    columns: (query, signal) => forCaller(() => runQuery(parts, query, signal)),
    rows: async (query, signal) => toRows(await forCaller(() => runQuery(parts, query, signal))),
    statement: (request, progress, signal) =>
      forCaller(async () => {
        await builder.ensure(request.snapshots, () => undefined, signal);
        return runStatement(statements, store, request, progress, signal);
      }),
    discard: (snapshots) => {
      for (const id of snapshots) for (const each of [store, relationStore]) each.discard(id);
      queries.recycle();
      statements.recycle();
    },
    prepare: (snapshots, progress, signal) => forCaller(() => builder.ensure(snapshots, progress, signal)),
    close: async () => {
      await Promise.all([queries.close(), statements.close()]);
      rmSync(tmpDir, { recursive: true, force: true });
    },
  };
}

interface Parts {
  readonly queries: WorkerPool;
  readonly builder: CacheBuilder;
  readonly relations: CacheBuilder;
  readonly store: CacheStore;
  readonly relationStore: CacheStore;
  readonly log: (line: string) => void;
  readonly timeoutMs: number;
}

async function forCaller<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof WorkerFailure ? toCallerError(error.report) : error;
  }
}

/** Runs the query, and once more when it failed because a cache file turns out not to be what was built. */
async function runQuery(parts: Parts, query: Query, signal: AbortSignal | undefined): Promise<ColumnarResult> {
  const tables = (query.tables ?? []).map((table) => ({
    name: checkedTableName(table),
    columns: table.columns.map(({ name, type }) => ({ name, type })),
    rows: table.columns[0]?.values.length ?? 0,
    ipc: toArrowIpc(table.columns),
  }));
  const attempt = async (): Promise<ColumnarResult> => {
    await ensureCaches(parts, query, signal);
    return runOnce(parts, query, tables, signal);
  };
  try {
    return await attempt();
  } catch (error) {
    const mayBeDamage = error instanceof WorkerFailure && error.report.failure === "broken";
    if (!mayBeDamage || !(await discardDamaged(parts, query.scope.snapshots))) throw error;
    return attempt();
  }
}

const needsEvents = (sql: string): boolean => relationTablesOf(sql).length === 0 || namedClasses(sql).length > 0;

/** Relations are derived from the files of events, which they need only while they are built. */
async function ensureCaches(parts: Parts, { sql, scope }: Query, signal: AbortSignal | undefined): Promise<void> {
  const isRelated = relationTablesOf(sql).length > 0;
  const wanted = needsEvents(sql) ? scope.snapshots : scope.snapshots.filter((id) => !parts.relationStore.isFresh(id));
  await parts.builder.ensure(wanted, () => undefined, signal);
  if (isRelated) await parts.relations.ensure(scope.snapshots, () => undefined, signal);
}

async function runOnce(parts: Parts, query: Query, tables: QueryJob["tables"], signal: AbortSignal | undefined): Promise<ColumnarResult> {
  const collector = createResultCollector();
  const onReport = (report: WorkerReport): void => {
    if (report.kind === "header") collector.header(report.bytes);
    if (report.kind === "chunks") collector.chunks(report.chunks);
  };
  const { snapshots, fromUs, toUs } = query.scope;
  const caches = [
    ...(needsEvents(query.sql) ? cachesOf(parts.store, snapshots) : []),
    ...(relationTablesOf(query.sql).length > 0 ? cachesOf(parts.relationStore, snapshots) : []),
  ];
  await parts.queries.run(
    { kind: "query", caches, fromUs, toUs, sql: query.sql, tables, isRepeated: query.isRepeated === true },
    { signal, timeoutMs: query.timeoutMs ?? parts.timeoutMs, graceMs: cancelGraceMs, onReport },
  );
  return collector.finish();
}

async function discardDamaged(parts: Parts, snapshotIds: readonly string[]): Promise<boolean> {
  let isAny = false;
  for (const store of [parts.store, parts.relationStore])
    for (const id of snapshotIds) {
      if ((store.holds === "relations" && !store.exists(id)) || (await store.isIntact(id))) continue;
      parts.log(`${store.holds === "events" ? "cache" : "relations"} of snapshot ${id} is damaged; building it again`);
      store.discard(id);
      isAny = true;
    }
  if (isAny) parts.queries.recycle();
  return isAny;
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
