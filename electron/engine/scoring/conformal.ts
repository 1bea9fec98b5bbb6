/**
 * Split-conformal p-values (Bates et al. 2023, Annals of Statistics 51). A p-value is
 * super-uniform for an ordinary subject that was used neither for training nor for calibration; its resolution is
 * 1/(n_cal + 1).
 */

/** Scores of a calibration slice; higher is stranger. */
export interface Calibration {
  /** Ascending. */
  readonly scores: Float32Array;
}

export const createCalibration = (scores: Float32Array): Calibration => ({ scores: scores.toSorted() });

/** Index of the first element at or above `score`. */
function lowerBound(ascending: Float32Array, score: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ascending[middle] ?? 0) < score) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** p = (1 + #{calibration scores >= score}) / (n_cal + 1). */
export function conformalPValue(calibration: Calibration, score: number): number {
  const { scores } = calibration;
  return (1 + scores.length - lowerBound(scores, score)) / (scores.length + 1);
}
