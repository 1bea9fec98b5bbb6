import { z } from "zod";
import { AppError } from "../../../shared/contract/errors.ts";
import type { TrainingReport } from "../../../shared/contract/training.ts";
import { toModelValue } from "../features/extract-features.ts";
import type { LoadedPackage } from "../features/packages.ts";
import { contentId } from "../hash.ts";
import { loadText } from "../runtime.ts";
import { AnomalyBody } from "../scoring/anomaly-body.ts";
import type { TrainingLabels } from "../scoring/labelled-rows.ts";
import type { Database } from "../sqlite/database.ts";
import { query } from "../sqlite/statement.ts";

const anomaliesSql = loadText(import.meta.url, "labelled-anomalies.sql");

const Row = z.object({ id: z.string(), subject_key: z.string(), from_us: z.number(), to_us: z.number(), body: z.string() });

/**
 * The labels that a version was trained with, as its report names them: what was judged and what it weighed then, whatever the verdicts are now.
 * Throws AppError `workspace-damaged` when the report does not fit its own label set or names anomalies that are not there.
 */
export function recordedLabels(db: Database, { spec }: LoadedPackage, report: TrainingReport): TrainingLabels {
  if (contentId(report.used) !== report.labelSet)
    throw new AppError("workspace-damaged", "The labels that taught the version are not those that its label set was made of.");
  const known = new Map(
    query(db, anomaliesSql, Row)
      .all({ ids: JSON.stringify(report.used.map(({ anomalyId }) => anomalyId)) })
      .map((row) => [row.id, row]),
  );
  const rows = report.used.map(({ anomalyId, isAnomaly, weight }) => {
    const row = known.get(anomalyId);
    if (row === undefined)
      throw new AppError("workspace-damaged", `Anomaly ${anomalyId}, which taught the version, is not in the workspace.`);
    const { features } = AnomalyBody.parse(JSON.parse(row.body));
    return {
      anomalyId,
      subjectKey: row.subject_key,
      fromUs: row.from_us,
      toUs: row.to_us,
      isAnomaly,
      weight,
      values: Float32Array.from(spec.features, (feature) => toModelValue(feature, features[feature.name] ?? Number.NaN)),
    };
  });
  return { rows, report };
}
