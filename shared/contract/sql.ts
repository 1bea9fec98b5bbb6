import { z } from "zod";
import { job, request } from "./request.ts";
import { TimeUs } from "./telemetry.ts";

export const maxSqlRows = 10_000;

/** One statement that reads, over a version of the dataset: the latest unless named (`v3`, an id or the beginning of one). */
const SqlStatement = z.object({
  sql: z.string().min(1).max(100_000),
  dataset: z.string().max(100).optional(),
  timeoutMs: z.number().int().min(100).max(3_600_000).default(120_000),
});

/** What a result was read from; null in a workspace without telemetry. */
const SqlScope = z.object({
  datasetVersion: z.object({ id: z.string(), number: z.number().int() }).nullable(),
  snapshots: z.array(z.string()),
  elapsedMs: z.number(),
});

export const SqlColumn = z.object({
  name: z.string(),
  /** As DuckDB writes it: `DECIMAL(18,2)`, `TIMESTAMP`. */
  type: z.string(),
});
export type SqlColumn = z.infer<typeof SqlColumn>;

/** Values are DuckDB's own text of them, exact whatever their type; NULL is null. Times are UTC. */
export const SqlResult = SqlScope.extend({
  columns: z.array(SqlColumn),
  rows: z.array(z.array(z.string().nullable())),
  /** Whether there are rows beyond the limit; how many is not counted. */
  more: z.boolean(),
});
export type SqlResult = z.infer<typeof SqlResult>;

export const SqlPlan = SqlScope.extend({
  /** DuckDB's drawing of the plan. */
  text: z.string(),
});
export type SqlPlan = z.infer<typeof SqlPlan>;

export const SqlExport = z.object({
  schema: z.literal(1),
  format: z.enum(["csv", "ndjson", "parquet"]),
  file: z.string(),
  sha256: z.string(),
  bytes: z.number().int(),
  rows: z.number().int(),
  columns: z.array(SqlColumn),
  sql: z.string(),
  datasetVersion: z.string().nullable(),
  snapshots: z.array(z.string()),
});
export type SqlExport = z.infer<typeof SqlExport>;

export const SqlHistoryEntry = z.object({
  id: z.string(),
  sql: z.string(),
  name: z.string().nullable(),
  isPinned: z.boolean(),
  runs: z.number().int(),
  lastRun: TimeUs,
  /** Of the last run, as is all below. */
  outcome: z.enum(["done", "failed", "cancelled"]),
  rows: z.number().int().nullable(),
  more: z.boolean(),
  elapsedMs: z.number().int(),
  datasetNumber: z.number().int().nullable(),
  message: z.string().nullable(),
});
export type SqlHistoryEntry = z.infer<typeof SqlHistoryEntry>;

export const sqlRequests = {
  "sql.run": job(SqlStatement.extend({ limit: z.number().int().positive().max(maxSqlRows).default(1000) }), SqlResult),
  /** The plan; with `analyze` the statement is run and each step's rows and time are in it. */
  "sql.explain": job(SqlStatement.extend({ analyze: z.boolean().default(false) }), SqlPlan),
  /**
   * The whole result, whatever its size, into the workspace's `exports/`, or to `out` for hosts on the analyst's own side, beside a manifest.
   * Signed for in the decision log before the first byte. The same statement over the same version gives the same file name.
   */
  "sql.export": job(
    SqlStatement.extend({
      timeoutMs: z.number().int().min(100).max(86_400_000).default(3_600_000),
      format: SqlExport.shape.format,
      out: z.string().optional(),
      analyst: z.string().optional(),
    }),
    SqlExport,
  ),
  /** Statements run in this workspace: pinned ones first, then newest first. */
  "sql.history": request(z.object({}), z.array(SqlHistoryEntry)),
  "sql.keep": request(
    z.object({ id: z.string(), name: z.string().trim().min(1).max(120).nullable(), isPinned: z.boolean() }),
    z.object({}),
  ),
  "sql.forget": request(z.object({ id: z.string() }), z.object({ forgotten: z.boolean() })),
} as const;
