import { z } from "zod";
import { loadText } from "../runtime.ts";
import type { Database } from "../sqlite/database.ts";
import { query } from "../sqlite/statement.ts";

const lastSql = loadText(import.meta.url, "partition-last.sql");
const PartitionRow = z.object({ number: z.number(), id: z.string(), rules: z.number(), made_at_us: z.number() });

export const lastPartition = (db: Database): z.infer<typeof PartitionRow> | undefined => query(db, lastSql, PartitionRow).get();

/**
 * A reading of what changes with the partition alone, kept for as long as that is the present one. What it gives is shared and must not be changed.
 * Inside a transaction nothing is kept, since it may be rolled back.
 */
export function ofPartition<T>(read: (db: Database) => T): (db: Database) => T {
  const kept = new WeakMap<Database, { readonly partition: string; readonly found: T }>();
  return (db) => {
    if (db.inTransaction) return read(db);
    const last = lastPartition(db);
    const partition = `${last?.number ?? 0} ${last?.id ?? ""}`;
    const known = kept.get(db);
    if (known?.partition === partition) return known.found;
    const found = read(db);
    kept.set(db, { partition, found });
    return found;
  };
}
