import { z } from "zod";
import { AppError } from "../../../shared/contract/errors.ts";
import type { SqlHistoryEntry } from "../../../shared/contract/sql.ts";
import { contentId } from "../hash.ts";
import { loadText, nowUs } from "../runtime.ts";
import type { Database } from "../sqlite/database.ts";
import { execute, inTransaction, query } from "../sqlite/statement.ts";

const putSql = loadText(import.meta.url, "sql-statement-put.sql");
const trimSql = loadText(import.meta.url, "sql-statement-trim.sql");
const allSql = loadText(import.meta.url, "sql-statement-all.sql");
const keepSql = loadText(import.meta.url, "sql-statement-keep.sql");
const forgetSql = loadText(import.meta.url, "sql-statement-forget.sql");

const kept = 200;

const Row = z.object({
  id: z.string(),
  sql: z.string(),
  name: z.string().nullable(),
  is_pinned: z.number(),
  runs: z.number().int(),
  last_run_us: z.number().int(),
  outcome: z.enum(["done", "failed", "cancelled"]),
  row_count: z.number().int().nullable(),
  is_cut: z.number(),
  elapsed_ms: z.number().int(),
  dataset_number: z.number().int().nullable(),
  message: z.string().nullable(),
});

export interface StatementRun {
  readonly sql: string;
  readonly outcome: "done" | "failed" | "cancelled";
  /** Null when it gave none or another kind of answer. */
  readonly rows: number | null;
  readonly more: boolean;
  readonly elapsedMs: number;
  readonly datasetNumber: number | null;
  readonly message: string | null;
}

/** Pinned ones first, then newest first. */
export const listStatements = (db: Database): SqlHistoryEntry[] =>
  query(db, allSql, Row)
    .all()
    .map((row) => ({
      id: row.id,
      sql: row.sql,
      name: row.name,
      isPinned: row.is_pinned === 1,
      runs: row.runs,
      lastRun: row.last_run_us,
      outcome: row.outcome,
      rows: row.row_count,
      more: row.is_cut === 1,
      elapsedMs: row.elapsed_ms,
      datasetNumber: row.dataset_number,
      message: row.message,
    }));

/** A statement run again moves to the front; the oldest that nobody pinned or named are forgotten. */
export function noteStatement(db: Database, run: StatementRun): void {
  inTransaction(db, () => {
    execute(db, putSql, {
      id: contentId(run.sql).slice(0, 16),
      sql: run.sql,
      at: nowUs(),
      outcome: run.outcome,
      rows: run.rows,
      isCut: run.more ? 1 : 0,
      elapsedMs: Math.round(run.elapsedMs),
      dataset: run.datasetNumber,
      message: run.message,
    });
    execute(db, trimSql, { keep: kept });
  });
}

/** Throws AppError `not-found`. */
export function keepStatement(db: Database, id: string, change: { name: string | null; isPinned: boolean }): void {
  const changed = execute(db, keepSql, { id, name: change.name, isPinned: change.isPinned ? 1 : 0 });
  if (changed === 0) throw new AppError("not-found", "This statement is not in the history any more.");
}

export const forgetStatement = (db: Database, id: string): boolean => execute(db, forgetSql, { id }) > 0;
