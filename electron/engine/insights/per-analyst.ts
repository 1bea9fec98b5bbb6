import { z } from "zod";
import type { PerAnalyst } from "../../../shared/contract/insights.ts";
import { loadText } from "../runtime.ts";
import type { Database } from "../sqlite/database.ts";
import { query } from "../sqlite/statement.ts";

const lastSql = loadText(import.meta.url, "per-analyst-last.sql");
const Row = z.object({ actor: z.string(), at_us: z.number(), body: z.string() });

export const perAnalystKind = "insights.per-analyst";
export const PerAnalystBody = z.object({ on: z.boolean() });

/** Whether figures by person are shown, as the log has it: off until somebody signs for it. */
export function readPerAnalyst(db: Database): PerAnalyst {
  const last = query(db, lastSql, Row).get();
  return last === undefined
    ? { on: false, by: null, at: null }
    : { on: PerAnalystBody.parse(JSON.parse(last.body)).on, by: last.actor, at: last.at_us };
}
