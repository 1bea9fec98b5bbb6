import type { ErrorCode } from "../../../shared/contract/errors.ts";
import type { ClassName, ColumnType } from "../../../shared/domain/ocsf.ts";
import type { WasmModule } from "./wasm-api.ts";

/**
 * What the engine's main thread and a DuckDB worker thread say to each other.
 *
 * Main sends `start` once. A worker has one job at a time. Main posts a job; the worker answers with `running`, any number of `header`, `chunks` or `progress`
 * and then exactly one of `done`, `cancelled`, `failed`. To cancel, main stores the job's id in the shared `stop` cell,
 * which the worker reads between time slices; a worker that does not answer in time is terminated.
 */
export interface WorkerSettings {
  readonly stop: SharedArrayBuffer;
  /** Of this worker alone: its scratch database and spilled data. Exists. */
  readonly scratchDir: string;
  readonly cacheDir: string;
  readonly memoryLimitMb: number;
}

export interface CacheFile {
  readonly prefix: string;
  readonly holds: "events" | "relations";
  /** Which of the snapshot's files, from 0. */
  readonly part: number;
  readonly path: string;
}

export interface QueryJob {
  readonly kind: "query";
  readonly id: number;
  readonly caches: readonly CacheFile[];
  readonly fromUs: number | undefined;
  readonly toUs: number | undefined;
  readonly sql: string;
  readonly tables: readonly {
    readonly name: string;
    readonly columns: readonly { readonly name: string; readonly type: ColumnType }[];
    readonly rows: number;
    readonly ipc: Uint8Array<ArrayBuffer>;
  }[];
  /** The statement will come again with other rows in its tables. */
  readonly isRepeated: boolean;
}

/** What a statement's result is wanted as. */
export type Want =
  | { readonly as: "rows"; readonly limit: number }
  | { readonly as: "plan"; readonly analyze: boolean }
  | { readonly as: "file"; readonly format: ResultFormat; readonly path: string };

/** A statement as an analyst wrote it, every value of whose result is wanted as text. */
export interface StatementJob {
  readonly kind: "statement";
  readonly id: number;
  readonly caches: readonly CacheFile[];
  readonly sql: string;
  readonly want: Want;
}

export interface BuildJob {
  readonly kind: "build";
  readonly id: number;
  readonly snapshotId: string;
  readonly segments: readonly {
    readonly class: ClassName;
    readonly path: string;
    readonly rows: number;
    readonly bytes: number;
    readonly sha256: string;
  }[];
  /** Written whole and durable when the job is done. */
  readonly target: string;
}

/** Derives what was related to what on which day from one file of events. */
export interface RelateJob {
  readonly kind: "relate";
  readonly id: number;
  readonly snapshotId: string;
  /** The file of events. */
  readonly source: string;
  /** Written whole and durable when the job is done. */
  readonly target: string;
}

export type WorkerJob = QueryJob | StatementJob | BuildJob | RelateJob;

export type ToWorker = { readonly kind: "start"; readonly module: WasmModule } | WorkerJob;

export type ResultFormat = "csv" | "ndjson" | "parquet";

export interface ResultColumn {
  readonly name: string;
  /** As DuckDB writes it: `DECIMAL(18,2)`. */
  readonly type: string;
}

/** Where in a statement, both from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

export type FailureKind = "query" | "out-of-memory" | "broken" | "evidence" | "bug";

export type WorkerReport =
  | { readonly kind: "running"; readonly id: number }
  | { readonly kind: "header"; readonly id: number; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly kind: "chunks"; readonly id: number; readonly chunks: readonly Uint8Array<ArrayBuffer>[] }
  | { readonly kind: "columns"; readonly id: number; readonly columns: readonly ResultColumn[] }
  | { readonly kind: "written"; readonly id: number; readonly rows: number; readonly bytes: number; readonly sha256: string }
  | { readonly kind: "progress"; readonly id: number; readonly rows: number }
  /** `heap`: bytes that the worker has ever had at once. */
  | { readonly kind: "built"; readonly id: number; readonly heap: number; readonly sha256: string; readonly bytes: number }
  | { readonly kind: "done"; readonly id: number; readonly heap: number }
  | { readonly kind: "cancelled"; readonly id: number; readonly heap: number }
  | {
      readonly kind: "failed";
      readonly id: number;
      readonly heap: number;
      readonly failure: FailureKind;
      readonly message: string;
      readonly stack: string;
      readonly file?: string;
      readonly refusal?: Partial<Place> & { readonly code: ErrorCode; readonly hint?: string };
    };
