import { createRandom } from "../../../shared/lib/random.ts";

/** Counts of one feature by block and bin, row-major: block b's count in bin k at b * bins + k. */
export interface BlockCounts {
  readonly blocks: number;
  readonly bins: number;
  readonly counts: Float64Array;
}

export type Statistic = (reference: Float64Array, window: Float64Array) => number;

export interface PermutationTest {
  readonly statistic: number;
  readonly pValue: number;
  /** Permutations drawn. */
  readonly drawn: number;
}

interface Test {
  readonly reference: BlockCounts;
  readonly window: BlockCounts;
  readonly statistic: Statistic;
  readonly permutations: number;
  readonly seed: number;
}

/** So many at or above the observed settle that it is ordinary. */
const settled = 20;

/**
 * Whether the blocks of the window could have been any of all blocks: as many are drawn at random to stand for it, and the
 * statistic is taken between those and the rest. Whole blocks are drawn, so that what hangs together within a block stays together.
 * p = (1 + those at or above) / (1 + drawn), seeded; it stops as soon as 20 are at or above, with p = 20 / drawn (Besag and Clifford 1991, Biometrika 78).
 */
export function permuteBlocks({ reference, window, statistic, permutations, seed }: Test): PermutationTest {
  const { bins } = reference;
  const blocks = reference.blocks + window.blocks;
  const pooled = new Float64Array(blocks * bins);
  pooled.set(reference.counts);
  pooled.set(window.counts, reference.blocks * bins);
  const all = sumBlocks(pooled, bins, blocks);
  const observed = statistic(sumBlocks(reference.counts, bins, reference.blocks), sumBlocks(window.counts, bins, window.blocks));
  if (Number.isNaN(observed)) return { statistic: observed, pValue: 1, drawn: 0 };
  const random = createRandom(seed);
  const order = Uint32Array.from({ length: blocks }, (_, i) => i);
  const chosen = new Float64Array(bins);
  const rest = new Float64Array(bins);
  // Sums of floats in another order may differ in their last bits; what is the same must count as the same.
  const least = observed - 1e-12 * Math.max(1, Math.abs(observed));
  let atOrAbove = 0;
  for (let drawn = 1; drawn <= permutations; drawn++) {
    chosen.fill(0);
    for (let i = 0; i < window.blocks; i++) {
      const j = i + random.below(blocks - i);
      const block = order[j] ?? 0;
      order[j] = order[i] ?? 0;
      order[i] = block;
      for (let k = 0; k < bins; k++) chosen[k] = (chosen[k] ?? 0) + (pooled[block * bins + k] ?? 0);
    }
    for (let k = 0; k < bins; k++) rest[k] = (all[k] ?? 0) - (chosen[k] ?? 0);
    if (statistic(rest, chosen) >= least) atOrAbove++;
    if (atOrAbove === settled) return { statistic: observed, pValue: settled / drawn, drawn };
  }
  return { statistic: observed, pValue: (1 + atOrAbove) / (1 + permutations), drawn: permutations };
}

/** Counts by bin over the first `blocks` blocks. */
export function sumBlocks(counts: Float64Array, bins: number, blocks: number): Float64Array {
  const sums = new Float64Array(bins);
  for (let b = 0; b < blocks; b++) for (let k = 0; k < bins; k++) sums[k] = (sums[k] ?? 0) + (counts[b * bins + k] ?? 0);
  return sums;
}

/** The smallest p-value that so many blocks could give: one over the ways to choose the window's. */
export function smallestPValue(referenceBlocks: number, windowBlocks: number, permutations: number): number {
  let ways = 1;
  for (let i = 1; i <= windowBlocks && ways <= permutations; i++) ways = (ways * (referenceBlocks + i)) / i;
  return Math.max(1 / ways, 1 / (1 + permutations));
}
