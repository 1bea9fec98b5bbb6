import { AppError } from "../../../shared/contract/errors.ts";
import type { ModelVersion } from "../../../shared/contract/models.ts";
import type { DatasetVersion, TimeRange } from "../../../shared/contract/telemetry.ts";
import { ocsfVersion } from "../../../shared/domain/ocsf.ts";
import type { DatasetScope, QueryEngine } from "../duckdb/query-engine.ts";
import { extractFeatures } from "../features/extract-features.ts";
import type { FeatureMatrix } from "../features/feature-matrix.ts";
import type { LoadedPackage } from "../features/packages.ts";
import type { ModelMatrix } from "../forest/forest.ts";
import { sha256 } from "../hash.ts";
import { requireFewEnough } from "./event-limit.ts";
import type { ModelRuntime, RuntimeControl } from "../onnx/model-runtime.ts";
import type { Database } from "../sqlite/database.ts";
import { listSnapshots } from "../workspace/snapshots.ts";
import { toBaselines } from "./baselines.ts";
import { type BundleContent, type BundleFacts, writeBundle } from "./bundle.ts";
import { goldenOf } from "./golden.ts";
import type { ReportProgress } from "./progress.ts";
import { type LabelledRow, labelMatrix, rowIdentity, toLessons, type TrainingLabels } from "./labelled-rows.ts";
import { importanceOf, trainingEnvelope } from "./training-envelope.ts";
import { minCalibrationRows, type Split, splitRows, subjectKeys, subjectKeyText } from "./split.ts";
import { registerVersion } from "./versions.ts";

export interface ModelWork {
  readonly db: Database;
  readonly workspaceRoot: string;
  readonly queryEngine: QueryEngine;
  readonly runtime: ModelRuntime;
  readonly pkg: LoadedPackage;
  readonly dataset: DatasetVersion;
  readonly range: TimeRange;
  readonly signal?: AbortSignal | undefined;
  readonly progress?: ReportProgress | undefined;
  /** How a version is made when there is none to score with; `trainModel` unless somebody wants to know of it. */
  readonly train?: typeof trainModel;
}

/** Raise a part when its results change: versions trained by other code must not share an id. */
const algorithmVersion = "isolation-forest 1; subject-hash split 1; split-conformal 1; quantile baselines 1; envelope 2; onnx 1";
export const codeDigest = sha256(algorithmVersion);
/** Enough to weigh features by; explaining all would take longer than growing the trees. */
const explainedRows = 32;
/** Fewer have no order; what a handful is worth, the run's notice says. */
const minTrainRows = 2;

/** What a query may see of a dataset version within a time range. */
export const scopeOf = (dataset: DatasetVersion, range: TimeRange): DatasetScope => ({
  snapshots: dataset.snapshots,
  ...(range.from === undefined ? {} : { fromUs: range.from }),
  ...(range.to === undefined ? {} : { toUs: range.to }),
});

/** A time range without keys that are undefined, for ids. */
export const plainRange = (range: TimeRange): { from?: number; to?: number } => ({
  ...(range.from === undefined ? {} : { from: range.from }),
  ...(range.to === undefined ? {} : { to: range.to }),
});

/** Progress of one stage as the runtime counts it. */
export const stageControl = (work: Pick<ModelWork, "signal" | "progress">, stage: string, unit: string): RuntimeControl => ({
  signal: work.signal,
  progress: (done, total) => work.progress?.({ stage, done, total, unit }),
});

export function selectRows(matrix: FeatureMatrix, rows: readonly number[]): ModelMatrix {
  const featureCount = matrix.featureNames.length;
  const data = new Float32Array(rows.length * featureCount);
  for (const [i, row] of rows.entries()) data.set(matrix.model.subarray(row * featureCount, (row + 1) * featureCount), i * featureCount);
  return { data, rowCount: rows.length, featureCount };
}

function requireEnough({ train }: Split, { title, grain }: LoadedPackage["spec"]): void {
  if (train.length >= minTrainRows) return;
  throw new AppError("no-subjects", `${title} cannot be trained on ${train.length} ${grain.subject}; it needs at least ${minTrainRows}.`, {
    hint: "Import more telemetry or choose a wider time range.",
  });
}

/** Distinct mapping digests of the dataset's snapshots, in order. */
export function mappingDigestsOf(db: Database, dataset: DatasetVersion): string[] {
  const wanted = new Set(dataset.snapshots);
  const digests = listSnapshots(db).flatMap(({ id, manifest }) => (wanted.has(id) ? [manifest.mappingDigest] : []));
  return [...new Set(digests)].toSorted();
}

const labelCounts = ({ rows, report }: TrainingLabels) => ({
  set: report.labelSet,
  positives: rows.filter((row) => row.isAnomaly).length,
  negatives: rows.filter((row) => !row.isAnomaly).length,
});

/** Everything training reads, before anything is learnt from it. */
export interface PreparedTraining {
  readonly matrix: FeatureMatrix;
  readonly split: Split;
}

/** Reads the features and splits the subjects. Throws as `trainModel` does. */
export async function prepareTraining(work: Omit<ModelWork, "runtime" | "train">): Promise<PreparedTraining> {
  const { pkg, dataset, range } = work;
  const scope = scopeOf(dataset, range);
  await requireFewEnough({ ...work, scope });
  work.progress?.({ stage: "reading features", done: 0, total: null, unit: "subjects" });
  const matrix = await extractFeatures(work.queryEngine, scope, pkg, work.signal);
  const split = splitRows(matrix, pkg.spec.calibration.fraction);
  requireEnough(split, pkg.spec);
  return { matrix, split };
}

/** Judged subjects never calibrate, and confirmed anomalies are not what ordinary looks like: both rates would be wrong. */
export function withoutJudged({ matrix, split }: PreparedTraining, labels: readonly LabelledRow[]): Split {
  if (labels.length === 0) return split;
  const judged = new Map(labels.map((l) => [rowIdentity(l.subjectKey, l.fromUs), l.isAnomaly]));
  const of = (row: number): boolean | undefined =>
    judged.get(rowIdentity(subjectKeyText(subjectKeys(matrix, row)), matrix.windowFromUs[row] ?? 0));
  const calibration = split.calibration.filter((row) => of(row) === undefined);
  return {
    train: split.train.filter((row) => of(row) !== true),
    calibration: calibration.length < minCalibrationRows ? [] : calibration,
  };
}

/** At most so many of the rows, evenly over all. */
const spread = (rows: readonly number[], most: number): number[] =>
  rows.length <= most ? [...rows] : Array.from({ length: most }, (_, i) => rows[Math.floor((i * rows.length) / most)] ?? 0);

interface TrainingOptions {
  readonly seed: number;
  readonly prepared?: PreparedTraining;
  readonly labels?: TrainingLabels;
}

/** What a training gives, before anything is written. */
export interface LearntVersion {
  readonly facts: BundleFacts;
  readonly content: BundleContent;
  readonly matrix: FeatureMatrix;
  readonly split: Split;
}

/**
 * Trains the package's model on a dataset version and registers it, as `learnVersion` does the first. Throws as it does.
 */
export async function trainModel(work: ModelWork & TrainingOptions): Promise<ModelVersion> {
  const { facts, content } = await learnVersion(work);
  const { id, manifest } = writeBundle(work.workspaceRoot, facts, content);
  return registerVersion(work.db, id, manifest);
}

/**
 * Trains the package's model on a dataset version: subjects are split by the hash of their keys, the forest
 * is trained on one side and the other's scores are kept for p-values; too few subjects all go into training. The same inputs give the same id and the same bytes.
 * Throws AppError `no-subjects` when there are too few subjects or none, `model-mismatch` as
 * `extractFeatures` does; CancelledError on the caller's signal.
 */
export async function learnVersion(work: ModelWork & TrainingOptions): Promise<LearntVersion> {
  const { pkg, dataset, range, runtime, seed, labels } = work;
  const { spec } = pkg;
  const prepared = work.prepared ?? (await prepareTraining(work));
  const { matrix } = prepared;
  const rows = labels?.rows ?? [];
  const split = withoutJudged(prepared, rows);
  requireEnough(split, spec);
  const { trees, sampleSize } = spec.algorithm;
  const onnx = await runtime.train(
    selectRows(matrix, split.train),
    { trees, sampleSize, seed },
    { model: spec.name, featureNames: matrix.featureNames, seed, metadata: { dataset: dataset.id, package: pkg.digest } },
    {
      ...stageControl(work, "growing trees", "trees"),
      ...(rows.length === 0 ? {} : { lessons: { labelled: labelMatrix(rows, matrix.featureNames.length), lessons: toLessons(rows) } }),
    },
  );
  const { scores } = await runtime.score(onnx, selectRows(matrix, split.calibration), stageControl(work, "calibrating", "subjects"));
  const explained = spread(split.calibration.length > 0 ? split.calibration : split.train, explainedRows);
  const { parts } = await runtime.explain(onnx, selectRows(matrix, explained), stageControl(work, "weighing features", "subjects"));
  const golden = await goldenOf(work, onnx, selectRows(matrix, explained));
  const width = matrix.featureNames.length;
  const importance = importanceOf(
    explained.map((_, i) => parts.subarray(i * width, (i + 1) * width)),
    width,
  );
  const envelope = await trainingEnvelope(work, prepared, {
    scope: scopeOf(dataset, range),
    split,
    heldOut: { rows: split.calibration, scores },
    importance,
  });
  const imputed = spec.features.map((f) => f.nullPolicy.impute);
  return {
    matrix,
    split,
    facts: {
      model: spec.name,
      algorithm: spec.algorithm,
      features: [...matrix.featureNames],
      datasetVersion: dataset.id,
      timeRange: plainRange(range),
      seed,
      codeDigest,
      ocsfVersion,
      mappingDigests: mappingDigestsOf(work.db, dataset),
      trainRows: split.train.length,
      calibrationRows: split.calibration.length,
      ...(labels === undefined ? {} : { labels: labelCounts(labels) }),
    },
    content: {
      pkg,
      onnx,
      calibrationScores: scores,
      baselines: toBaselines(matrix, split.train, imputed),
      envelope,
      golden,
      training: labels?.report,
    },
  };
}
