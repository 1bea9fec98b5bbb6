import { clustersOf, type Edge } from "../../../electron/engine/entities/linkage/clusters.ts";
import { createRandom } from "../../../shared/lib/random.ts";

/** Pairs said to match against pairs that truly do; those that blocking missed are missed. */
export interface PairQuality {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  readonly said: number;
  readonly truly: number;
}

const pairsOf = (size: number): number => (size * (size - 1)) / 2;

function sizes<Key>(keys: Iterable<Key>): Map<Key, number> {
  const counts = new Map<Key, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}

const sumOfPairs = (counts: ReadonlyMap<unknown, number>): number => [...counts.values()].reduce((sum, size) => sum + pairsOf(size), 0);

const quality = (right: number, said: number, truly: number): PairQuality => ({
  precision: said === 0 ? 0 : right / said,
  recall: truly === 0 ? 0 : right / truly,
  f1: said + truly === 0 ? 0 : (2 * right) / (said + truly),
  said,
  truly,
});

/** `truth`: the true cluster of each record, by position. */
export function pairQuality(edges: readonly Edge[], truth: readonly string[]): PairQuality {
  const right = edges.filter(({ a, b }) => truth[a] === truth[b]).length;
  return quality(right, edges.length, sumOfPairs(sizes(truth)));
}

/** Of the connected components that the edges make, with the size of the largest. */
export function clusterQuality(edges: readonly Edge[], truth: readonly string[]): PairQuality & { readonly largest: number } {
  const found = clustersOf(truth.length, edges);
  const counts = sizes(found);
  const right = sumOfPairs(sizes(truth.map((cluster, i) => `${found[i]} ${cluster}`)));
  return { ...quality(right, sumOfPairs(counts), sumOfPairs(sizes(truth))), largest: Math.max(0, ...counts.values()) };
}

/** The error that a perfectly calibrated model would show with these predictions, for chance alone: the mean of `draws` seeded trials. */
export function chanceError(predictions: readonly { readonly p: number }[], from: number, to: number, draws = 200): number {
  const random = createRandom(1);
  const trial = (): number => {
    const drawn = predictions.map(({ p }) => ({ p, isRight: random.float() < p }));
    return calibrationError(drawn, from, to).error;
  };
  return Array.from({ length: draws }, trial).reduce((sum, error) => sum + error, 0) / draws;
}

/** Expected calibration error over ten bins of the predictions between `from` and `to`: the mean gap, weighed by how many lie in a bin. */
export function calibrationError(
  predictions: readonly { readonly p: number; readonly isRight: boolean }[],
  from: number,
  to: number,
): { readonly error: number; readonly n: number } {
  const inside = predictions.filter(({ p }) => p >= from && p <= to);
  const bins = Map.groupBy(inside, ({ p }) => Math.min(9, Math.floor(((p - from) / (to - from)) * 10)));
  const gaps = [...bins.values()].map((bin) => Math.abs(bin.reduce((sum, { p, isRight }) => sum + p - (isRight ? 1 : 0), 0)));
  return { error: inside.length === 0 ? 0 : gaps.reduce((sum, gap) => sum + gap, 0) / inside.length, n: inside.length };
}
