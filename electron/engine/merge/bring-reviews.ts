import { z } from "zod";
import { loadText } from "../runtime.ts";
import type { Database } from "../sqlite/database.ts";
import { execute, query } from "../sqlite/statement.ts";

const sql = {
  reviews: loadText(import.meta.url, "reviews-of-copy.sql"),
  put: loadText(import.meta.url, "review-put.sql"),
  items: loadText(import.meta.url, "review-items-of-copy.sql"),
  itemPut: loadText(import.meta.url, "review-item-put.sql"),
};

const ReviewRow = z.object({
  run_id: z.string(),
  model: z.string(),
  candidate: z.string(),
  champion: z.string().nullable(),
  body: z.string(),
  created_at_us: z.number(),
});
const ItemRow = z.object({
  anomaly_id: z.string(),
  run_id: z.string(),
  turn: z.number(),
  candidate_rank: z.number().nullable(),
  champion_rank: z.number().nullable(),
  propensity: z.number(),
});

/** Blind reviews whose runs were brought, with which of their anomalies came by which list; in the caller's transaction. */
export function enterReviews(db: Database, other: Database, runs: readonly string[]): void {
  const among = { runs: JSON.stringify(runs) };
  for (const row of query(other, sql.reviews, ReviewRow).iterate(among)) execute(db, sql.put, row);
  for (const row of query(other, sql.items, ItemRow).iterate(among)) execute(db, sql.itemPut, row);
}
