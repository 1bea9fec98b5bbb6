import { z } from "zod";
import { loadText } from "../runtime.ts";
import type { Database } from "../sqlite/database.ts";
import { remembered } from "../sqlite/remembered.ts";
import { query } from "../sqlite/statement.ts";

const epochsSql = loadText(import.meta.url, "inventory-epochs.sql");

const startsOf = remembered(
  () => "",
  (db) =>
    query(db, epochsSql, z.object({ at_us: z.number() }))
      .all()
      .map((row) => row.at_us),
);

/** Numbers the stretches of time during which the same versions of inventories are in use. */
export function inventoryEpochs(db: Database): (atUs: number) => number {
  const starts = startsOf(db);
  return (atUs) => starts.findLastIndex((start) => start <= atUs);
}
