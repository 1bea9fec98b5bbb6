import { AppError } from "../../../shared/contract/errors.ts";
import type { Run } from "../../../shared/contract/models.ts";
import { contentId } from "../hash.ts";
import { loadText, nowUs } from "../runtime.ts";
import { evidenceFor } from "../features/evidence.ts";
import { extractFeatures } from "../features/extract-features.ts";
import type { FeatureMatrix } from "../features/feature-matrix.ts";
import type { LoadedPackage } from "../features/packages.ts";
import { snapshotPrefix } from "../../../shared/domain/ids.ts";
import { invariant } from "../../../shared/lib/invariant.ts";
import type { Database } from "../sqlite/database.ts";
import { getDatasetVersion } from "../workspace/dataset-versions.ts";
import { findSnapshot } from "../workspace/snapshots.ts";
import { z } from "zod";
import { query } from "../sqlite/statement.ts";
import { toAnomalyBody } from "./anomalies.ts";
import { calibrationNotices } from "./calibration-notices.ts";
import { type Bundle, type BundleManifest, loadBundle } from "./bundle.ts";
import { type RankedRow, rankRows, totalBudget } from "./rank.ts";
import { type ResolvedVersion, resolveVersion } from "./resolve-version.ts";
import { type NewAnomaly, storeRun } from "./runs.ts";
import { isCalibrationSubject, subjectKeys, subjectKeyText } from "./split.ts";
import { selectSubjects } from "./select-subjects.ts";
import { type ModelWork, plainRange, scopeOf } from "./train-model.ts";
import type { VersionScorer } from "./scorer.ts";
import { openScorer } from "./version-scorer.ts";

const confirmedSql = loadText(import.meta.url, "confirmed-subjects.sql");

export interface ScoreWork extends ModelWork {
  /** champion, candidate, or a version's id or unique prefix. */
  readonly version: string;
  /** Anomalies to surface for every day that has subjects; without it the package's daily budget. */
  readonly budget?: number | undefined;
}

/** Names of a snapshot's files by its prefix, read from the manifests. */
function fileNames(db: Database, snapshots: readonly string[]): (prefix: string, fileNo: number) => string {
  const byPrefix = new Map(snapshots.map((id) => [snapshotPrefix(id), findSnapshot(db, id)?.manifest.files ?? []]));
  return (prefix, fileNo) => {
    const file = byPrefix.get(prefix)?.[fileNo];
    invariant(file !== undefined, `snapshot ${prefix} has a file ${fileNo}`);
    return file.name;
  };
}

interface Surfacing {
  readonly work: ScoreWork;
  readonly bundle: Bundle;
  readonly matrix: FeatureMatrix;
  readonly ranked: readonly RankedRow[];
  readonly runId: string;
  readonly scorer: VersionScorer;
}

async function describeRows({ work, bundle, matrix, ranked, runId, scorer }: Surfacing): Promise<NewAnomaly[]> {
  const { db, dataset, range, signal, queryEngine } = work;
  const { pkg, baselines, calibration } = bundle;
  const rows = ranked.map((r) => r.row);
  const explained = await scorer.explain(matrix, rows);
  work.progress?.({ stage: "gathering evidence", done: 0, total: null, unit: "events" });
  const subjects = rows.map((row) => ({
    keys: matrix.keys.map((k) => k.values[row] ?? ""),
    windowFromUs: matrix.windowFromUs[row] ?? 0,
    windowToUs: matrix.windowToUs[row] ?? 0,
  }));
  const fileName = fileNames(db, dataset.snapshots);
  const evidence = await evidenceFor({ queryEngine, scope: scopeOf(dataset, range), pkg, fileName, signal }, subjects);
  const context = { pkg, matrix, baselines, calibrationRows: calibration.scores.length };
  return ranked.map(({ row, score, pValue, qValue }, i) => {
    const window = { windowFromUs: matrix.windowFromUs[row] ?? 0, windowToUs: matrix.windowToUs[row] ?? 0 };
    const keys = subjectKeys(matrix, row);
    const explanation = explained[i];
    invariant(explanation !== undefined, "every surfaced row is explained");
    const body = toAnomalyBody(context, { row, pValue, ...explanation, evidence: evidence[i] ?? [] });
    const id = `a${contentId({ run: runId, keys, window }).slice(0, 24)}`;
    return { id, rank: i + 1, subjectKey: subjectKeyText(keys), ...window, score, pValue, qValue, body };
  });
}

/** Whether training may have read events that are scored now: a common snapshot with events in both time ranges. */
function sawEventsOf({ db, dataset, range }: ScoreWork, manifest: BundleManifest): boolean {
  const trained = new Set(getDatasetVersion(db, manifest.datasetVersion).snapshots);
  const from = Math.max(range.from ?? -Infinity, manifest.timeRange.from ?? -Infinity);
  const to = Math.min(range.to ?? Infinity, manifest.timeRange.to ?? Infinity);
  return dataset.snapshots.some((id) => {
    const held = findSnapshot(db, id)?.manifest.timeRange ?? { from: -Infinity, to: Infinity };
    return trained.has(id) && from < to && held.from < to && held.to >= from;
  });
}

const ConfirmedRow = z.object({ id: z.string(), subject_key: z.string(), from_us: z.number() });
const Keys = z.record(z.string(), z.string());

/** Subjects the version was calibrated on that a person has confirmed as malicious since. */
function confirmedInSlice({ db, dataset }: ScoreWork, { manifest, pkg, training, foreign }: Bundle): number {
  if (manifest.calibrationRows === 0 || manifest.datasetVersion !== dataset.id) return 0;
  const { from = -Infinity, to = Infinity } = manifest.timeRange;
  const judgedBefore = new Set([...(training?.used.map((u) => u.anomalyId) ?? []), ...(foreign?.judgedBefore ?? [])]);
  return query(db, confirmedSql, ConfirmedRow)
    .all({ model: manifest.model })
    .filter(({ id }) => !judgedBefore.has(id))
    .filter(({ from_us }) => from_us >= from && from_us < to)
    .filter(({ subject_key }) => isCalibrationSubject(Keys.parse(JSON.parse(subject_key)), pkg.spec.calibration.fraction)).length;
}

interface Counts {
  readonly subjects: number;
  readonly surfaced: number;
}

function noticesAbout(work: ScoreWork, bundle: Bundle, used: readonly string[], { subjects, surfaced }: Counts): string[] {
  const notices = [...used];
  const usesOtherPackage = differs(bundle.pkg, work.pkg);
  const { manifest } = bundle;
  if (manifest.algorithm.kind === "foreign-onnx") notices.push(...foreignNotices(manifest));
  else if (manifest.calibrationRows === 0)
    notices.push(`${manifest.model} was trained on only ${manifest.trainRows} subjects: its order is weak and its p-values say nothing.`);
  else if (sawEventsOf(work, manifest))
    notices.push(`${manifest.model} scored the events it was trained on, so its p-values are approximate.`);
  notices.push(
    ...calibrationNotices({
      model: manifest.model,
      calibrationRows: bundle.calibration.scores.length,
      subjects,
      surfaced,
      confirmed: confirmedInSlice(work, bundle),
    }),
  );
  if (usesOtherPackage)
    notices.push(`${manifest.model} was scored with the feature SQL its version was trained with, not with the package's newer one.`);
  return notices;
}

function foreignNotices({ model, calibrationRows }: BundleManifest): string[] {
  return [
    calibrationRows === 0
      ? `${model} was scored with a model made elsewhere that too few subjects calibrate: its p-values say nothing.`
      : `${model} was scored with a model made elsewhere: its p-values hold only if it was not trained on the subjects it was calibrated with.`,
    "Verdicts do not teach this model: it has no trees of Quarry's, so the queue keeps its order as scored.",
  ];
}

const differs = (bundle: LoadedPackage, given: LoadedPackage): boolean => bundle.featureSqlDigest !== given.featureSqlDigest;

/**
 * Scores a dataset version with a model version and stores the run with its anomalies. Features come from the SQL in the
 * version's own bundle. The same version, dataset, range and budget give the same run, anomalies and ids; scoring them again
 * only makes the run the newest of its model. Throws as `trainModel`, `findVersion` and `loadBundle` do.
 */
export async function scoreModel(work: ScoreWork): Promise<Run> {
  const { dataset, range } = work;
  const { version, notices } = await resolveVersion(work, work.version);
  const bundle = loadBundle(work.workspaceRoot, version.model, version.id);
  work.progress?.({ stage: "reading features", done: 0, total: null, unit: "subjects" });
  const extracted = await extractFeatures(work.queryEngine, scopeOf(dataset, range), bundle.pkg, work.signal);
  const scorer = await openScorer(work, bundle);
  try {
    return await scoreWith({ work, bundle, scorer, version, notices }, extracted);
  } finally {
    scorer.close();
  }
}

interface Scoring extends ResolvedVersion {
  readonly work: ScoreWork;
  readonly bundle: Bundle;
  readonly scorer: VersionScorer;
}

/** Subjects without a score are ranked nowhere; the notices count them. */
function onlyScored(matrix: FeatureMatrix, scores: Float32Array): { matrix: FeatureMatrix; scores: Float32Array } {
  const rows = Array.from(scores, (_, row) => row).filter((row) => Number.isFinite(scores[row]));
  if (rows.length === scores.length) return { matrix, scores };
  if (rows.length === 0) throw new AppError("model-mismatch", `The model could score none of ${scores.length} subjects.`);
  return { matrix: selectSubjects(matrix, rows), scores: Float32Array.from(rows, (row) => scores[row] ?? 0) };
}

async function scoreWith({ work, bundle, scorer, version, notices }: Scoring, extracted: FeatureMatrix): Promise<Run> {
  const { dataset, range } = work;
  const answer = await scorer.score(extracted);
  const { matrix, scores } = onlyScored(extracted, answer.scores);
  const budget = totalBudget(bundle.pkg.spec, matrix, work.budget);
  const ranked = rankRows(matrix, scores, bundle.calibration, budget);
  const runId = contentId({ modelVersion: version.id, datasetVersion: dataset.id, range: plainRange(range), budget });
  const anomalies = await describeRows({ work, bundle, matrix, ranked, runId, scorer });
  const run: Run = {
    id: runId,
    model: version.model,
    modelVersion: version.id,
    stage: version.stage,
    datasetVersion: dataset.id,
    range: plainRange(range),
    subjects: matrix.rowCount,
    surfaced: anomalies.length,
    calibrationRows: bundle.calibration.scores.length,
    createdAt: nowUs(),
    notices: noticesAbout(work, bundle, [...notices, ...answer.notices], { subjects: matrix.rowCount, surfaced: anomalies.length }),
  };
  storeRun(work.db, run, anomalies);
  return run;
}
