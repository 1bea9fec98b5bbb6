import { z } from "zod";
import { job } from "./request.ts";

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

export const sqlRequests = {
  "sql.run": job(SqlStatement.extend({ limit: z.number().int().positive().max(maxSqlRows).default(1000) }), SqlResult),
  /** The plan; with `analyze` the statement is run and each step's rows and time are in it. */
  "sql.explain": job(SqlStatement.extend({ analyze: z.boolean().default(false) }), SqlPlan),
} as const;
