import type { Handlers } from "../../../shared/contract/client.ts";
import { fixesOf } from "../health/fixes.ts";
import { readAnomalyHealth } from "../health/store-anomaly-health.ts";
import { healthKey, measureHealth } from "../health/report.ts";
import { findReport, storeReport, type StoredReport } from "../health/store-report.ts";
import { latestRuns } from "../scoring/runs.ts";
import { getDatasetVersion } from "../workspace/dataset-versions.ts";
import type { EngineParts } from "./engine-parts.ts";

type Names = "health.report" | "health.rows" | "health.fixes" | "health.anomaly";

/** The stored report of the data, measured first when there is none. A workspace open read-only keeps nothing. */
async function healthReport(
  parts: EngineParts,
  input: { readonly dataset?: string | undefined; readonly asOf?: number | undefined },
  signal: AbortSignal,
): Promise<StoredReport> {
  const { db, readOnly } = parts.workspace;
  const dataset = getDatasetVersion(db, input.dataset);
  const key = healthKey(db, dataset, input.asOf);
  const known = findReport(db, key);
  if (known !== undefined) return known;
  const { report, rows } = await measureHealth({ db, queryEngine: parts.queryEngine, dataset, asOfUs: input.asOf, signal });
  if (!readOnly) storeReport(db, key, { report, rows });
  return { report, rows };
}

export function healthOperations(parts: EngineParts): Pick<Handlers, Names> {
  const { db } = parts.workspace;
  return {
    "health.report": async (input, { signal }) => (await healthReport(parts, input, signal)).report,
    "health.rows": async ({ metric, source, day, limit, ...data }, { signal }) => {
      const all = (await healthReport(parts, data, signal)).rows[metric] ?? [];
      const rows = all.filter((row) => (source === undefined || row.source === source) && (day === undefined || row.day === day));
      return { rows: rows.slice(0, limit), total: rows.length };
    },
    "health.fixes": async (input, { signal }) => {
      const { report } = await healthReport(parts, input, signal);
      return fixesOf(
        db,
        report,
        latestRuns(db).map((run) => run.id),
      );
    },
    "health.anomaly": async ({ anomalyId }) => readAnomalyHealth(db, anomalyId),
  };
}
