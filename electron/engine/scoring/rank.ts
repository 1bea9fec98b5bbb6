import type { ModelPackage } from "../../../shared/contract/models.ts";
import { canonicalJson } from "../../../shared/lib/canonical-json.ts";
import type { FeatureMatrix } from "../features/feature-matrix.ts";
import { benjaminiHochberg } from "../../../shared/lib/false-discovery.ts";
import { type Calibration, conformalPValue } from "./conformal.ts";
import { subjectKeys } from "./split.ts";

export interface RankedRow {
  readonly row: number;
  readonly score: number;
  readonly pValue: number;
  /** Over all scored subjects, not only the surfaced ones. */
  readonly qValue: number;
}

const dayUs = 86_400_000_000;
const maxDefaultBudget = 500;

/**
 * Anomalies to surface in all: `perDay` for every UTC day in which a subject's window begins. Without `perDay` it is the
 * package's daily budget, and then at most 500 in all.
 */
export function totalBudget(
  spec: Pick<ModelPackage, "dailyBudget">,
  { windowFromUs }: Pick<FeatureMatrix, "windowFromUs">,
  perDay?: number,
): number {
  const days = new Set(windowFromUs.map((us) => Math.floor(us / dayUs))).size;
  return perDay === undefined ? Math.min(maxDefaultBudget, spec.dailyBudget * days) : perDay * days;
}

/** Rows that may be among the `limit` highest scores: all at or above the last of them, ties included. */
function candidateRows(scores: Float32Array, limit: number): number[] {
  const lowest = limit >= scores.length ? -Infinity : scores.toSorted()[scores.length - limit];
  return Array.from(scores, (_, row) => row).filter((row) => (scores[row] ?? 0) >= (lowest ?? 0));
}

/** What every row's score comes to, by row. */
export function rateRows(scores: Float32Array, calibration: Calibration): (row: number) => RankedRow {
  const pValues = Float64Array.from(scores, (score) => conformalPValue(calibration, score));
  const qValues = benjaminiHochberg(pValues);
  return (row) => ({ row, score: scores[row] ?? 0, pValue: pValues[row] ?? 1, qValue: qValues[row] ?? 1 });
}

/**
 * Rows of the `limit` strangest subjects: by p-value, then score, then keys and window, so that ties are always broken alike. A p-value
 * never rises with the score, so that the first two are one order.
 */
export function rankRows(matrix: FeatureMatrix, scores: Float32Array, limit: number): number[] {
  return candidateRows(scores, limit)
    .map((row) => ({ row, score: scores[row] ?? 0, key: canonicalJson([subjectKeys(matrix, row), matrix.windowFromUs[row] ?? 0]) }))
    .toSorted((a, b) => b.score - a.score || (a.key < b.key ? -1 : 1))
    .slice(0, limit)
    .map(({ row }) => row);
}
