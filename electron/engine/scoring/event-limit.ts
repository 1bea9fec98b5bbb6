import { totalmem } from "node:os";
import { z } from "zod";
import { AppError } from "../../../shared/contract/errors.ts";
import type { DatasetScope, QueryEngine } from "../duckdb/query-engine.ts";
import type { LoadedPackage } from "../features/packages.ts";
import { loadText } from "../runtime.ts";
import type { Database } from "../sqlite/database.ts";
import { query } from "../sqlite/statement.ts";

const eventsSql = loadText(import.meta.url, "events-of-classes.sql");
const inRangeSql = loadText(import.meta.url, "events-in-scope.sql");
const Count = z.object({ n: z.number() });

interface ReadWork {
  readonly db: Database;
  readonly queryEngine: QueryEngine;
  readonly pkg: LoadedPackage;
  readonly scope: DatasetScope;
  readonly signal?: AbortSignal | undefined;
}

/** DuckDB's share, and what the features of one event take at most besides: 210 bytes of 10 million connections between 1.8 million pairs. */
const queryBytes = 2.1e9;
const bytesPerEvent = 250;

/** How many events one training or scoring may read and leave half of the machine's memory alone. */
export const mostEvents = (memory = totalmem()): number => Math.max(5_000_000, Math.floor((memory / 2 - queryBytes) / bytesPerEvent));

/**
 * Refuses more events than this machine can hold the features of, before the first of them is read. Throws AppError `limit-exceeded`, which says how many
 * there are and how many it reads.
 */
export async function requireFewEnough({ db, queryEngine, pkg, scope, signal }: ReadWork, most = mostEvents()): Promise<void> {
  const classes = pkg.spec.requires;
  const ids = { snapshots: JSON.stringify(scope.snapshots), classes: JSON.stringify(classes) };
  const all = query(db, eventsSql, Count).get(ids)?.n ?? 0;
  if (all <= most) return;
  const isPart = scope.fromUs !== undefined || scope.toUs !== undefined;
  const n = isPart ? await countInRange() : all;
  if (n <= most) return;
  throw new AppError(
    "limit-exceeded",
    `${pkg.spec.title} would read ${n.toLocaleString("en-US")} events at once; with its memory this machine reads at most ${most.toLocaleString("en-US")}.`,
    { field: "range", hint: isPart ? "Choose a shorter time range." : "Choose a time range." },
  );

  async function countInRange(): Promise<number> {
    const counts = await Promise.all(
      classes.map((name) => queryEngine.rows({ scope, sql: inRangeSql.replaceAll("{{class}}", name) }, signal)),
    );
    return counts.flat().reduce((sum, row) => sum + Count.parse(row).n, 0);
  }
}
