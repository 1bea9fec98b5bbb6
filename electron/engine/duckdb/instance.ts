import { mkdirSync, rmSync, statfsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { createDuckDB, DuckDBAccessMode, type DuckDBConnection, VoidLogger } from "@duckdb/duckdb-wasm/blocking";
import { createNodeRuntime } from "./node-runtime.ts";
import { quoteText } from "./class-tables.ts";
import { stripExports } from "./strip-exports.ts";
import { type DidInstantiate, wasm, type WasmImports, type WasmModule } from "./wasm-api.ts";

export type DuckDb = Awaited<ReturnType<typeof createDuckDB>>;

const wasmPath = (): string => createRequire(import.meta.url).resolve("@duckdb/duckdb-wasm/dist/duckdb-eh.wasm");

let compiled: Promise<WasmModule> | undefined;

/** C++ symbols, as compilers write them: nothing but a library loaded later would link with them. */
const linkedByName = ["_Z", "orig$_Z"];

/** Compiled once in a process and shared by its worker threads; tried again when that failed, as it does without memory for it. */
export function compileDuckDb(): Promise<WasmModule> {
  compiled ??= readFile(wasmPath())
    .then((bytes) => wasm.compile(stripExports(bytes, linkedByName)))
    .catch((error: unknown) => {
      compiled = undefined;
      throw error;
    });
  return compiled;
}

let memory: WasmImports["env"]["memory"] | undefined;

/** Bytes that this thread's DuckDB has ever had at once: its memory grows and never shrinks, up to 4 GB. */
export const heapBytes = (): number => memory?.buffer.byteLength ?? 0;

/** Starts the one DuckDB of this thread. */
export async function startDuckDb(module: WasmModule): Promise<DuckDb> {
  const runtime = createNodeRuntime();
  const bundle = { mainModule: wasmPath(), mainWorker: "" };
  const db = await createDuckDB({ mvp: bundle, eh: bundle }, new VoidLogger(), runtime);
  // In place of the bindings' own way, which reads and compiles the file each time.
  const instantiateWasm = (imports: WasmImports, done: DidInstantiate): object => {
    memory = imports.env.memory;
    Object.assign(globalThis, { DUCKDB_RUNTIME: { ...runtime } });
    // Not at once: the bindings finish setting themselves up after this call returns.
    void wasm.instantiate(module, imports).then((instance) => done(instance, module));
    return {};
  };
  Object.defineProperty(db, "instantiateWasm", { value: instantiateWasm });
  await db.instantiate(() => undefined);
  return db;
}

export interface DatabaseLimits {
  readonly memoryLimitMb: number;
  readonly spillDir: string;
  /** Files below may be attached; nothing else on the machine can be reached from SQL. */
  readonly allowedDirs: readonly string[];
}

/** How long one slice of a pending query may take before control returns, where DuckDB yields at all. */
const pollingIntervalMs = 20;

/**
 * Opens `path` as this thread's main database, made anew. It has to be a file even for scratch work: an in-memory
 * database that spills corrupts itself (DuckDB-WASM 1.32).
 */
export function openNewDatabase(db: DuckDb, path: string, limits: DatabaseLimits): void {
  for (const leftover of [path, `${path}.wal`]) rmSync(leftover, { force: true });
  rmSync(limits.spillDir, { recursive: true, force: true });
  mkdirSync(limits.spillDir, { recursive: true });
  db.dropFile(path);
  db.open({ path, accessMode: DuckDBAccessMode.READ_WRITE, useDirectIO: true, query: { queryPollingInterval: pollingIntervalMs } });
  const connection = db.connect();
  try {
    for (const setting of settings(limits)) connection.query(setting);
  } finally {
    connection.close();
  }
}

/** Half of what is free when the database is opened: a query that needs more is refused before the disk is full. */
function spillLimitMb(dir: string): number {
  const { bavail, bsize } = statfsSync(dir);
  return Math.floor((bavail * bsize) / 2e6);
}

function settings(limits: DatabaseLimits): string[] {
  const allowed = limits.allowedDirs.map((dir) => quoteText(join(dir, "/"))).join(", ");
  return [
    "SET wal_autocheckpoint='1B'",
    // Rows that lie in order are looked up by so many keys at once before all of them are read; by DuckDB itself 50. Without GLOBAL it is of this connection alone.
    "SET GLOBAL dynamic_or_filter_threshold=2000",
    `SET memory_limit='${limits.memoryLimitMb}MB'`,
    `SET temp_directory=${quoteText(limits.spillDir)}`,
    // By itself DuckDB takes it from what it thinks is free, which no WebAssembly can know: 1.7 GiB, however large the disk.
    `SET max_temp_directory_size='${spillLimitMb(limits.spillDir)}MB'`,
    "SET autoinstall_known_extensions=false",
    "SET autoload_known_extensions=false",
    "SET allow_community_extensions=false",
    `SET allowed_directories=[${allowed}]`,
    "SET enable_external_access=false",
    "SET lock_configuration=true",
  ];
}

/** Runs `work` on a connection of its own. */
export function withConnection<T>(db: DuckDb, work: (connection: DuckDBConnection) => T): T {
  const connection = db.connect();
  try {
    return work(connection);
  } finally {
    connection.close();
  }
}
