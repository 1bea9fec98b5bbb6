import { z } from "zod";
import type { EntityAnomaly } from "../../../shared/contract/entity-pages.ts";
import { Verdict } from "../../../shared/contract/triage.ts";
import { loadText } from "../runtime.ts";
import type { Database } from "../sqlite/database.ts";
import { query } from "../sqlite/statement.ts";

const aboutSql = loadText(import.meta.url, "anomalies-about.sql");

const Row = z.object({
  total: z.number().int(),
  id: z.string(),
  model: z.string(),
  label: z.string(),
  from_us: z.number().int(),
  to_us: z.number().int(),
  verdict: Verdict.nullable(),
  analyst: z.string().nullable(),
  at_us: z.number().int().nullable(),
});

/** Newest first, each subject and window once, with the verdict in force. `keys`: entity ids and canonical keys. */
export function anomaliesAbout(db: Database, keys: readonly string[], limit: number): { anomalies: EntityAnomaly[]; total: number } {
  const rows = query(db, aboutSql, Row).all({ keys: JSON.stringify(keys), limit });
  return {
    total: rows[0]?.total ?? 0,
    anomalies: rows.map((row) => ({
      anomalyId: row.id,
      model: row.model,
      label: row.label,
      window: { from: row.from_us, to: row.to_us },
      verdict: row.verdict === null || row.at_us === null ? null : { verdict: row.verdict, analyst: row.analyst ?? "", at: row.at_us },
    })),
  };
}
