import type { ResultColumn, Want } from "./worker-messages.ts";

/** What a query may see: the events of these snapshots whose time lies in [fromUs, toUs). */
export interface DatasetScope {
  readonly snapshots: readonly string[];
  readonly fromUs?: number;
  readonly toUs?: number;
}

export type ColumnValues = Float64Array | BigInt64Array | readonly (string | null)[] | readonly (boolean | null)[];

/** A result by columns. Numbers are Float64Array with NaN for NULL; TIMESTAMP and BIGINT arrive as numbers too (microseconds UTC). */
export interface ColumnarResult {
  readonly rowCount: number;
  readonly names: readonly string[];
  readonly columns: readonly ColumnValues[];
}

export interface InputTable {
  readonly name: string;
  readonly columns: readonly {
    readonly name: string;
    readonly type: "string" | "int64" | "double" | "timestamp";
    readonly values: readonly (string | number | null)[];
  }[];
}

export interface Query {
  readonly scope: DatasetScope;
  /**
   * One SELECT. It sees one view per OCSF class (`network_activity`, …) with the columns of shared/domain/ocsf.ts plus `snapshot`, and the relation
   * tables of relation-tables.ts, which are derived when first asked for.
   */
  readonly sql: string;
  /** Temporary tables the query may join with, by name. */
  readonly tables?: readonly InputTable[];
  readonly timeoutMs?: number;
  /** The same statement will be asked again over the same scope with other rows in its tables: its plan is kept. */
  readonly isRepeated?: boolean;
}

/** A statement as an analyst wrote it, over the views of these snapshots. */
export interface StatementRequest {
  readonly snapshots: readonly string[];
  readonly sql: string;
  readonly want: Want;
  readonly timeoutMs: number;
}

export interface StatementResult {
  readonly columns: readonly ResultColumn[];
  /** DuckDB's text of every value; NULL is null. */
  readonly rows: readonly (readonly (string | null)[])[];
  /** Present when a file was wanted. */
  readonly written?: { readonly rows: number; readonly bytes: number; readonly sha256: string };
}

/**
 * The embedded engine is DuckDB-WASM in worker threads; another (Trino over Iceberg) can stand behind the same interface,
 * so SQL given to it keeps to the portable subset. A cancelled or timed-out query ends its worker, never the process.
 */
export interface QueryEngine {
  columns(query: Query, signal?: AbortSignal): Promise<ColumnarResult>;
  rows(query: Query, signal?: AbortSignal): Promise<readonly Record<string, string | number | boolean | null>[]>;
  /** Builds what is missing of the cache for these snapshots. */
  prepare(snapshots: readonly string[], progress: (done: number, total: number) => void, signal?: AbortSignal): Promise<void>;
  /** Forgets what was built for these snapshots, whose events were mended or are gone. */
  discard(snapshots: readonly string[]): void;
  close(): Promise<void>;
}

/** A query engine that also runs what an analyst writes. */
export interface StatementEngine extends QueryEngine {
  /**
   * Runs one reading statement apart from the queries of the desk, on a worker of its own. Throws AppError `bad-input` or `forbidden` for one that
   * may not run and `query-failed` for one that DuckDB refuses, with line and column in `sql`; `limit-exceeded` or `out-of-memory` when it is too
   * much. `progress` counts rows written to a file.
   */
  statement(request: StatementRequest, progress: (rows: number) => void, signal?: AbortSignal): Promise<StatementResult>;
}
