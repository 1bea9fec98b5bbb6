import type { Occlusion } from "../../../shared/contract/triage.ts";
import type { GoldenAnswer } from "./golden.ts";
import type { FeatureMatrix } from "../features/feature-matrix.ts";

export interface Explanation {
  readonly base: number;
  readonly additiveScore: number;
  /** One per feature of the package. With `base` they sum to `additiveScore`, except where `occlusion` says what is left over. */
  readonly parts: Float64Array;
  readonly occlusion?: Occlusion;
}

/** A model version made ready to score, whoever made it. */
export interface VersionScorer {
  /** Higher is stranger; NaN for subjects that have no score, which the notices count. */
  score(matrix: FeatureMatrix): Promise<{ readonly scores: Float32Array; readonly notices: readonly string[] }>;
  explain(matrix: FeatureMatrix, rows: readonly number[]): Promise<Explanation[]>;
  /** What it answers to its golden rows; undefined where it has none. */
  golden(): Promise<GoldenAnswer | undefined>;
  close(): void;
}
