import { quantile } from "../../../shared/lib/quantile.ts";

/** The 99 % quantile or mean + 3 standard deviations of what chance alone gave, whichever is larger. */
export function chanceLevel(nullDist: readonly number[]): number {
  if (nullDist.length === 0) return 0;
  const ascending = nullDist.toSorted((a, b) => a - b);
  const mean = nullDist.reduce((sum, v) => sum + v, 0) / nullDist.length;
  const variance = nullDist.reduce((sum, v) => sum + (v - mean) ** 2, 0) / Math.max(1, nullDist.length - 1);
  return Math.max(quantile(ascending, 0.99), mean + 3 * Math.sqrt(variance));
}

/**
 * What an effect must reach: the floor, or what windows of training show by chance if that is more. A window of `n` rows where those of training
 * had `usual` shows more by chance, as one over the root of its size.
 */
export const thresholdOf = (floor: number, nullDist: readonly number[], n: number, usual: number): number =>
  Math.max(floor, chanceLevel(nullDist) * Math.sqrt(Math.max(1, usual / Math.max(1, n))));
