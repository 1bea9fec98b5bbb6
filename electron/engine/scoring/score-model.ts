import { AppError } from "../../../shared/contract/errors.ts";
import type { ModelVersion, Run } from "../../../shared/contract/models.ts";
import { contentId } from "../hash.ts";
import { loadText, nowUs } from "../runtime.ts";
import { extractFeatures } from "../features/extract-features.ts";
import type { FeatureMatrix } from "../features/feature-matrix.ts";
import type { LoadedPackage } from "../features/packages.ts";
import { getDatasetVersion } from "../workspace/dataset-versions.ts";
import { findSnapshot } from "../workspace/snapshots.ts";
import { z } from "zod";
import type { Envelope } from "../drift/envelope.ts";
import { query } from "../sqlite/statement.ts";
import { calibrationNotices } from "./calibration-notices.ts";
import { type Bundle, type BundleManifest, loadBundle, verifyBundle } from "./bundle.ts";
import { requireGolden } from "./golden.ts";
import { totalBudget } from "./rank.ts";
import { type ResolvedVersion, resolveVersion } from "./resolve-version.ts";
import { measureDrift, type RunDrift } from "./run-drift.ts";
import { storeRun } from "./runs.ts";
import { isCalibrationSubject } from "./split.ts";
import { selectSubjects } from "./select-subjects.ts";
import { requireFewEnough } from "./event-limit.ts";
import { type ModelWork, plainRange, scopeOf } from "./train-model.ts";
import type { VersionScorer } from "./scorer.ts";
import { surface } from "./surface.ts";
import { openScorer } from "./version-scorer.ts";

const confirmedSql = loadText(import.meta.url, "confirmed-subjects.sql");

/** Has the comparison of a run with its version's training done, for whoever wants to know of it. */
export type CheckingDrift = (version: ModelVersion, measure: () => Promise<RunDrift>) => Promise<RunDrift>;

export interface ScoreWork extends ModelWork {
  readonly checkDrift?: CheckingDrift;
  /** champion, candidate, or a version's id or unique prefix. */
  readonly version: string;
  /** Anomalies to surface for every day that has subjects; without it the package's daily budget. */
  readonly budget?: number | undefined;
  /** Expected share of the budget that goes to audit items; without it none. */
  readonly auditShare?: number | undefined;
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
 * version's own bundle. The same version, dataset, range, budget and audit share give the same run, anomalies and ids; scoring them again
 * only makes the run the newest of its model. Throws as `trainModel`, `findVersion` and `loadBundle` do.
 */
export async function scoreModel(work: ScoreWork): Promise<Run> {
  const { dataset, range } = work;
  const { version, notices } = await resolveVersion(work, work.version);
  verifyBundle(work.workspaceRoot, version.model, version.id);
  const bundle = loadBundle(work.workspaceRoot, version.model, version.id);
  const scope = scopeOf(dataset, range);
  await requireFewEnough({ ...work, pkg: bundle.pkg, scope });
  work.progress?.({ stage: "reading features", done: 0, total: null, unit: "subjects" });
  const extracted = await extractFeatures(work.queryEngine, scope, bundle.pkg, work.signal);
  const scorer = await openScorer(work, bundle);
  try {
    requireGolden(work.workspaceRoot, version, await scorer.golden());
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
export function onlyScored(matrix: FeatureMatrix, scores: Float32Array): { matrix: FeatureMatrix; scores: Float32Array } {
  const rows = Array.from(scores, (_, row) => row).filter((row) => Number.isFinite(scores[row]));
  if (rows.length === scores.length) return { matrix, scores };
  if (rows.length === 0) throw new AppError("model-mismatch", `The model could score none of ${scores.length} subjects.`);
  return { matrix: selectSubjects(matrix, rows), scores: Float32Array.from(rows, (row) => scores[row] ?? 0) };
}

interface RunIdentity {
  /** The model version's id. */
  readonly version: string;
  readonly dataset: string;
  readonly range: ModelWork["range"];
  /** Places in the queue, over all days. */
  readonly budget: number;
  readonly auditShare: number;
}

/** The id of a run is the hash of what makes it. */
export const runIdOf = ({ version, dataset, range, budget, auditShare }: RunIdentity): string =>
  contentId({
    modelVersion: version,
    datasetVersion: dataset,
    range: plainRange(range),
    budget,
    ...(auditShare === 0 ? {} : { auditShare }),
  });

async function scoreWith({ work, bundle, scorer, version, notices }: Scoring, extracted: FeatureMatrix): Promise<Run> {
  const { dataset, range } = work;
  const answer = await scorer.score(extracted);
  const { matrix, scores } = onlyScored(extracted, answer.scores);
  const budget = totalBudget(bundle.pkg.spec, matrix, work.budget);
  const auditShare = matrix.rowCount > budget ? (work.auditShare ?? 0) : 0;
  const audit = auditShare === 0 ? {} : { auditShare };
  const runId = runIdOf({ version: version.id, dataset: dataset.id, range, budget, auditShare });
  const envelope = bundle.readEnvelope();
  const measure = (of: Envelope): Promise<RunDrift> =>
    measureDrift({ work, scope: scopeOf(dataset, range), bundle, envelope: of, version: version.id, run: runId, matrix, scores });
  const check: CheckingDrift = work.checkDrift ?? ((_, found) => found());
  const drift = envelope === undefined ? undefined : await check(version, () => measure(envelope));
  const anomalies = await surface({ work, bundle, matrix, scores, runId, scorer, budget, auditShare, drift });
  const run: Run = {
    id: runId,
    model: version.model,
    modelVersion: version.id,
    stage: version.stage,
    datasetVersion: dataset.id,
    range: plainRange(range),
    subjects: matrix.rowCount,
    surfaced: anomalies.length,
    ...audit,
    calibrationRows: bundle.calibration.scores.length,
    createdAt: nowUs(),
    ...(drift === undefined ? {} : { drift: { state: drift.report.state, because: drift.report.because } }),
    notices: [
      ...noticesAbout(work, bundle, [...notices, ...answer.notices], { subjects: matrix.rowCount, surfaced: anomalies.length }),
      ...(typeof drift?.report.warning === "string" ? [`${version.model}: ${drift.report.warning}`] : []),
    ],
  };
  storeRun(work.db, run, anomalies, drift?.report);
  return run;
}
