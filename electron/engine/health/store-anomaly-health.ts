import { z } from "zod";
import { AnomalyHealth, GateResult } from "../../../shared/contract/health.ts";
import { canonicalJson } from "../../../shared/lib/canonical-json.ts";
import { loadText } from "../runtime.ts";
import type { Database } from "../sqlite/database.ts";
import { execute, inTransaction, query } from "../sqlite/statement.ts";
import type { JudgedAnomaly } from "./gates.ts";

const putSql = loadText(import.meta.url, "anomaly-health-put.sql");
const changesSql = loadText(import.meta.url, "anomaly-health-changes.sql");
const findSql = loadText(import.meta.url, "anomaly-health-by-id.sql");

const Row = z.object({ state: z.string(), weight: z.number(), failing: z.string(), warnings: z.string(), gates: z.string() });

/** What is shown of anomalies whose run kept no health. */
export const unknownHealth: AnomalyHealth = { state: "unknown", failing: [], warnings: [], weight: 1 };

/** How often health was written, by whatever process: who keeps something made of it keeps it as long as this stands. */
export const anomalyHealthChanges = (db: Database): number => query(db, changesSql, z.object({ changes: z.number() })).get()?.changes ?? 0;

export function storeAnomalyHealth(db: Database, judged: ReadonlyMap<string, JudgedAnomaly>, reportId: string): void {
  inTransaction(db, () => {
    for (const [anomaly, { health, gates }] of judged)
      execute(db, putSql, {
        anomaly,
        state: health.state,
        weight: health.weight,
        failing: canonicalJson(health.failing),
        warnings: canonicalJson(health.warnings),
        gates: canonicalJson(gates),
        report: reportId,
      });
  });
}

/** The health kept with an anomaly, every gate of its model included; `unknown` where none was kept. */
export function readAnomalyHealth(db: Database, anomaly: string): AnomalyHealth & { gates: GateResult[] } {
  const row = query(db, findSql, Row).get({ anomaly });
  if (row === undefined) return { ...unknownHealth, gates: [] };
  const names = (text: string): string[] => z.array(z.string()).parse(JSON.parse(text));
  const health = { state: row.state, weight: row.weight, failing: names(row.failing), warnings: names(row.warnings) };
  return { ...AnomalyHealth.parse(health), gates: z.array(GateResult).parse(JSON.parse(row.gates)) };
}
