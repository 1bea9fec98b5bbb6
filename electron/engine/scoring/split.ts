import { canonicalJson } from "../../../shared/lib/canonical-json.ts";
import type { FeatureMatrix } from "../features/feature-matrix.ts";
import { sha256 } from "../hash.ts";

/** The subject's keys by column, without its window. */
export function subjectKeys(matrix: FeatureMatrix, row: number): Record<string, string> {
  return Object.fromEntries(matrix.keys.map(({ column, values }) => [column, values[row] ?? ""]));
}

export const subjectKeyText = (keys: Readonly<Record<string, string>>): string => canonicalJson(keys);

/**
 * Whether a subject belongs to the calibration slice: the first 32 bits of the sha256 of its keys against `fraction`. All
 * windows of a subject fall on one side, in every dataset version and for every seed, so that nothing leaks from training.
 */
export function isCalibrationSubject(keys: Readonly<Record<string, string>>, fraction: number): boolean {
  return Number.parseInt(sha256(subjectKeyText(keys)).slice(0, 8), 16) < fraction * 2 ** 32;
}

export interface Split {
  readonly train: readonly number[];
  /** Empty when it would have been too small to say anything. */
  readonly calibration: readonly number[];
}

/** With fewer no p-value can fall below a tenth; such rows serve better in training. */
export const minCalibrationRows = 9;

export function splitRows(matrix: FeatureMatrix, fraction: number): Split {
  const all = Array.from({ length: matrix.rowCount }, (_, row) => row);
  const held = all.map((row) => isCalibrationSubject(subjectKeys(matrix, row), fraction));
  const calibration = all.filter((row) => held[row] === true);
  return calibration.length < minCalibrationRows
    ? { train: all, calibration: [] }
    : { train: all.filter((row) => held[row] !== true), calibration };
}
