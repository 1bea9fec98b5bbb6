import { z } from "zod";
import { HealthReport, HealthRow } from "../../../shared/contract/health.ts";
import { canonicalJson } from "../../../shared/lib/canonical-json.ts";
import { loadText, nowUs } from "../runtime.ts";
import type { Database } from "../sqlite/database.ts";
import { execute, query } from "../sqlite/statement.ts";

const putSql = loadText(import.meta.url, "health-report-put.sql");
const findSql = loadText(import.meta.url, "health-report-by-key.sql");

const StoredRow = z.object({ body: z.string(), rows: z.string() });
const Rows = z.record(z.string(), z.array(HealthRow));

export interface StoredReport {
  readonly report: HealthReport;
  /** What counted against each metric. */
  readonly rows: Readonly<Record<string, readonly HealthRow[]>>;
}

export function storeReport(db: Database, key: string, { report, rows }: StoredReport): void {
  execute(db, putSql, {
    key,
    id: report.id,
    dataset: report.dataset,
    body: canonicalJson(report),
    rows: canonicalJson(rows),
    now: nowUs(),
  });
}

export function findReport(db: Database, key: string): StoredReport | undefined {
  const row = query(db, findSql, StoredRow).get({ key });
  if (row === undefined) return undefined;
  return { report: HealthReport.parse(JSON.parse(row.body)), rows: Rows.parse(JSON.parse(row.rows)) };
}
