import { z } from "zod";
import { VerdictState } from "../../../shared/contract/triage.ts";
import { loadText } from "../runtime.ts";
import type { Database } from "../sqlite/database.ts";
import { query } from "../sqlite/statement.ts";

const statesSql = loadText(import.meta.url, "verdict-states.sql");

const StateRow = z.object({
  anomaly_id: z.string(),
  decision_id: z.string(),
  verdict: z.string(),
  reason: z.string(),
  note: z.string(),
  analyst: z.string(),
  at_us: z.number(),
  bulk_id: z.string().nullable(),
});

/** The verdicts in force for these anomalies; an anomaly without one is absent. */
export function readStates(db: Database, anomalyIds: readonly string[]): ReadonlyMap<string, VerdictState> {
  const rows = query(db, statesSql, StateRow).all({ anomalies: JSON.stringify(anomalyIds) });
  return new Map(
    rows.map((r) => [
      r.anomaly_id,
      VerdictState.parse({
        verdict: r.verdict,
        reason: r.reason,
        note: r.note,
        analyst: r.analyst,
        at: r.at_us,
        decision: r.decision_id,
        ...(r.bulk_id === null ? {} : { bulkId: r.bulk_id }),
      }),
    ]),
  );
}
