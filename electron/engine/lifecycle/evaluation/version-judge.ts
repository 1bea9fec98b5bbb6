import type { FeatureMatrix } from "../../features/feature-matrix.ts";
import type { Bundle } from "../../scoring/bundle.ts";
import { conformalPValue } from "../../scoring/conformal.ts";
import { rowIdentity } from "../../scoring/labelled-rows.ts";
import type { VersionScorer } from "../../scoring/scorer.ts";
import { subjectKeys, subjectKeyText } from "../../scoring/split.ts";

/** How a version found each row of a matrix; NaN where it gave no score. */
export interface Found {
  readonly scores: Float64Array;
  readonly pValues: Float64Array;
}

/** What rows are scored and calibrated by. */
export interface Judging {
  readonly bundle: Pick<Bundle, "pkg" | "calibration">;
  readonly scorer: Pick<VersionScorer, "score">;
}

/** A version with what it takes to judge by it. */
export interface VersionJudge extends Judging {
  readonly id: string;
  readonly bundle: Bundle;
  readonly scorer: VersionScorer;
}

export async function findBy({ bundle, scorer }: Judging, matrix: FeatureMatrix): Promise<Found> {
  if (matrix.rowCount === 0) return { scores: new Float64Array(), pValues: new Float64Array() };
  const { scores } = await scorer.score(matrix);
  return {
    scores: Float64Array.from(scores),
    pValues: Float64Array.from(scores, (score) => (Number.isFinite(score) ? conformalPValue(bundle.calibration, score) : Number.NaN)),
  };
}

export const identityOf = (matrix: FeatureMatrix, row: number): string =>
  rowIdentity(subjectKeyText(subjectKeys(matrix, row)), matrix.windowFromUs[row] ?? 0);

/** What was found of another matrix's rows, in the order of this one's; NaN where it has no such subject and window. */
export function alignedTo(matrix: FeatureMatrix, other: FeatureMatrix, found: Found): Found {
  if (matrix === other) return found;
  const rows = new Map(Array.from({ length: other.rowCount }, (_, row) => [identityOf(other, row), row]));
  const pick = (values: Float64Array): Float64Array =>
    Float64Array.from({ length: matrix.rowCount }, (_, row) => values[rows.get(identityOf(matrix, row)) ?? -1] ?? Number.NaN);
  return { scores: pick(found.scores), pValues: pick(found.pValues) };
}
