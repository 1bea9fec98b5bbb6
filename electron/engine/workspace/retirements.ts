import { z } from "zod";
import type { Retirement } from "../../../shared/contract/snapshots.ts";
import { loadText } from "../runtime.ts";
import type { Database } from "../sqlite/database.ts";
import { query } from "../sqlite/statement.ts";

const retirementsSql = loadText(import.meta.url, "retirements.sql");

const Row = z.object({ id: z.string(), at_us: z.number().int(), actor: z.string(), kind: z.string(), body: z.string() });
export const RetireBody = z.object({
  snapshot: z.string(),
  reason: z.string(),
  freedBytes: z.number().int(),
  dataset: z.string().nullable(),
});
export const RestoreBody = z.object({ snapshot: z.string() });

/** The snapshots whose events are gone by decision, derived from the log. */
export function listRetired(db: Database): ReadonlyMap<string, Retirement> {
  const retired = new Map<string, Retirement>();
  for (const row of query(db, retirementsSql, Row).all()) {
    const body: unknown = JSON.parse(row.body);
    if (row.kind === "snapshot.restore") {
      retired.delete(RestoreBody.parse(body).snapshot);
      continue;
    }
    const { snapshot, reason, freedBytes } = RetireBody.parse(body);
    retired.set(snapshot, { decision: row.id, at: row.at_us, by: row.actor, reason, freedBytes });
  }
  return retired;
}
