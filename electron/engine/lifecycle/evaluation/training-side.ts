import { AppError } from "../../../../shared/contract/errors.ts";
import type { BundleChecks } from "../../../../shared/contract/evaluations.ts";
import { extractFeatures } from "../../features/extract-features.ts";
import type { FeatureMatrix } from "../../features/feature-matrix.ts";
import type { Bundle } from "../../scoring/bundle.ts";
import { rowIdentity } from "../../scoring/labelled-rows.ts";
import { selectSubjects } from "../../scoring/select-subjects.ts";
import { minCalibrationRows, splitRows, subjectKeys, subjectKeyText } from "../../scoring/split.ts";
import { type ModelWork, scopeOf } from "../../scoring/train-model.ts";
import type { Database } from "../../sqlite/database.ts";
import { getDatasetVersion } from "../../workspace/dataset-versions.ts";
import { findBy, identityOf, type VersionJudge } from "./version-judge.ts";
import type { JudgedRow } from "./judged-rows.ts";

/** What a version was made from, as far as it is still at hand. */
export interface TrainingSide {
  /** Of the last event training may have read; null when the dataset does not say. */
  readonly endUs: number | null;
  /** Undefined when the events are gone. */
  readonly matrix: FeatureMatrix | undefined;
  readonly rowOf: ReadonlyMap<string, number>;
  /** Subjects of training rows and of labels. */
  readonly subjects: ReadonlySet<string>;
  /** Anomalies whose verdicts taught it. */
  readonly lessons: ReadonlySet<string>;
}

/** Of the last event that training may have read, microseconds UTC; null when the dataset does not say. */
export function trainingEnd(db: Database, { manifest }: Pick<Bundle, "manifest">): number | null {
  const dataset = getDatasetVersion(db, manifest.datasetVersion);
  const end = Math.min(manifest.timeRange.to ?? Infinity, dataset.timeRange?.to ?? Infinity);
  return Number.isFinite(end) ? end : null;
}

export async function readTrainingSide(work: ModelWork, { bundle }: VersionJudge, judged: readonly JudgedRow[]): Promise<TrainingSide> {
  const { manifest, training } = bundle;
  const dataset = getDatasetVersion(work.db, manifest.datasetVersion);
  const lessons = new Set(training?.used.map(({ anomalyId }) => anomalyId) ?? []);
  const matrix = await atHand(() => extractFeatures(work.queryEngine, scopeOf(dataset, manifest.timeRange), bundle.pkg, work.signal));
  const rows = Array.from({ length: matrix?.rowCount ?? 0 }, (_, row) => row);
  const taught = judged.flatMap((one) => (lessons.has(one.anomaly) ? [subjectKeyText(one.row.keys)] : []));
  return {
    endUs: trainingEnd(work.db, bundle),
    matrix,
    rowOf: new Map(matrix === undefined ? [] : rows.map((row) => [identityOf(matrix, row), row])),
    subjects: new Set([...taught, ...(matrix === undefined ? [] : rows.map((row) => subjectKeyText(subjectKeys(matrix, row))))]),
    lessons,
  };
}

/** Undefined where the events are gone or no longer what they were, which an evaluation says and does not hide. */
async function atHand(read: () => Promise<FeatureMatrix>): Promise<FeatureMatrix | undefined> {
  try {
    return await read();
  } catch (error) {
    const isGone = error instanceof AppError && ["not-found", "no-subjects", "workspace-damaged", "conflict"].includes(error.code);
    if (isGone) return undefined;
    throw error;
  }
}

const absolute = 1e-5;
const relative = 1e-4;
const nearThreshold = 1e-6;

/**
 * The calibration rows scored again, against the scores that the bundle holds: both in ascending order, since the bundle keeps no more. Rows
 * of judged subjects did not calibrate and are left out alike.
 */
export async function scoreGolden(
  judge: VersionJudge,
  side: TrainingSide,
  operatingPValue: number,
  judged: readonly JudgedRow[],
): Promise<BundleChecks["golden"]> {
  const { calibration, pkg, training, foreign } = judge.bundle;
  if (side.matrix === undefined || calibration.scores.length === 0) return null;
  const { matrix } = side;
  const known = new Set([...(training?.used.map((u) => u.anomalyId) ?? []), ...(foreign?.judgedBefore ?? [])]);
  const left = new Set(
    judged.filter(({ anomaly }) => known.has(anomaly)).map(({ row }) => rowIdentity(subjectKeyText(row.keys), row.fromUs)),
  );
  const rows = splitRows(matrix, pkg.spec.calibration.fraction).calibration.filter((row) => !left.has(identityOf(matrix, row)));
  if (rows.length < minCalibrationRows) return null;
  const again = (await findBy(judge, selectSubjects(matrix, rows))).scores.filter(Number.isFinite).sort();
  const differences = Array.from(calibration.scores, (stored, i) => Math.abs(stored - (again[i] ?? Infinity)));
  const isSame = differences.map((d, i) => d <= absolute + relative * Math.abs(calibration.scores[i] ?? 0));
  const threshold =
    calibration.scores[calibration.scores.length - Math.max(1, Math.floor(operatingPValue * (calibration.scores.length + 1)))] ?? 0;
  const flips = Array.from(calibration.scores).filter(
    (stored, i) => stored >= threshold !== (again[i] ?? Number.NaN) >= threshold && Math.abs(stored - threshold) > nearThreshold,
  ).length;
  return {
    k: again.length === calibration.scores.length ? isSame.filter(Boolean).length : 0,
    n: calibration.scores.length,
    largest: Math.min(Math.max(0, ...differences), Number.MAX_VALUE),
    flips,
  };
}
