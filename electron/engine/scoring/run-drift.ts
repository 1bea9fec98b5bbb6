import { z } from "zod";
import { type AnomalyEnvelope, DriftReport, type DriftWindow } from "../../../shared/contract/drift.ts";
import type { DatasetScope } from "../duckdb/query-engine.ts";
import { checkDrift, type DriftQuestion, rowEnvelope } from "../drift/check-drift.ts";
import { gatherFacts } from "../drift/data-facts.ts";
import type { Envelope } from "../drift/envelope.ts";
import type { FeatureMatrix } from "../features/feature-matrix.ts";
import { loadText } from "../runtime.ts";
import type { Database } from "../sqlite/database.ts";
import { query } from "../sqlite/statement.ts";
import type { Bundle } from "./bundle.ts";
import { isCalibrationSubject, subjectKeys } from "./split.ts";
import type { ModelWork } from "./train-model.ts";
import { alertRule } from "./training-envelope.ts";

const reportSql = loadText(import.meta.url, "drift-of-run.sql");
const earlierSql = loadText(import.meta.url, "drift-before.sql");

const Row = z.object({ report: z.string() });

/** What was found when the run was made; undefined for runs of versions without an envelope. */
export function driftOfRun(db: Database, run: string): DriftReport | undefined {
  const row = query(db, reportSql, Row).get({ run });
  return row === undefined ? undefined : DriftReport.parse(JSON.parse(row.report));
}

/** Windows of the version as the newest of its other runs left them. */
function historyOf(db: Database, run: string, version: string): DriftWindow[] {
  const row = query(db, earlierSql, Row).get({ run, version });
  return row === undefined ? [] : DriftReport.parse(JSON.parse(row.report)).windows;
}

/** The same answer for all windows of a subject, which there may be many of. */
function heldOutRule(matrix: FeatureMatrix, fraction: number): (row: number) => boolean {
  const known = new Map<string, boolean>();
  return (row) => {
    const text = matrix.keys.map(({ values }) => values[row] ?? "").join("\u001F");
    const found = known.get(text) ?? isCalibrationSubject(subjectKeys(matrix, row), fraction);
    known.set(text, found);
    return found;
  };
}

interface Drifting {
  readonly work: Pick<ModelWork, "db" | "queryEngine" | "signal" | "progress" | "dataset" | "range">;
  readonly scope: DatasetScope;
  readonly bundle: Bundle;
  readonly envelope: Envelope;
  readonly version: string;
  readonly run: string;
  readonly matrix: FeatureMatrix;
  readonly scores: Float32Array;
  /** Windows before this run; without it those of the version's runs. */
  readonly history?: readonly DriftWindow[];
}

export interface RunDrift {
  readonly report: DriftReport;
  /** How a row of the matrix stands to training. */
  envelopeOf(row: number): AnomalyEnvelope;
}

/** Judges what a run scored against its version's envelope. Throws as a query does. */
export async function measureDrift({ work, scope, bundle, envelope, version, run, matrix, scores, history }: Drifting): Promise<RunDrift> {
  const { pkg, manifest, calibration } = bundle;
  const { db, queryEngine, dataset, range, signal } = work;
  work.progress?.({ stage: "comparing with training", done: 0, total: null, unit: "subjects" });
  const question: DriftQuestion = {
    envelope,
    spec: pkg.spec,
    scored: {
      matrix,
      scores,
      isHeldOut: heldOutRule(matrix, pkg.spec.calibration.fraction),
      isAlert: alertRule(pkg, calibration.scores).isAlert,
    },
    data: await gatherFacts({ db, queryEngine, scope, pkg, signal }),
    covered: { from: range.from ?? dataset.timeRange?.from ?? 0, to: range.to ?? (dataset.timeRange?.to ?? 0) + 1 },
    history: history ?? historyOf(db, run, version),
  };
  const found = checkDrift(question);
  const report: DriftReport = {
    schema: 1,
    model: manifest.model,
    version,
    run,
    trainedOn: manifest.datasetVersion,
    dataset: dataset.id,
    ...found,
  };
  return { report, envelopeOf: (row) => rowEnvelope(question, found, row) };
}
