import { type Forest, treeCount } from "./forest.ts";

/**
 * Expected additive score below every node when rows fall as the training rows did: f is minus the path length at a leaf
 * and the cover-weighted mean of the children above it.
 */
export function nodeExpectations(forest: Forest): Float64Array {
  const { feature, left, right, cover, value } = forest;
  const expected = new Float64Array(feature.length);
  for (let node = feature.length - 1; node >= 0; node--) {
    if ((feature[node] ?? -1) < 0) {
      expected[node] = -(value[node] ?? 0);
      continue;
    }
    const l = left[node] ?? 0;
    const r = right[node] ?? 0;
    const weighted = (cover[l] ?? 0) * (expected[l] ?? 0) + (cover[r] ?? 0) * (expected[r] ?? 0);
    expected[node] = weighted / (cover[node] ?? 1);
  }
  return expected;
}

/** E f: what the parts of an explanation are counted from. */
export function baseValue(forest: Forest, expected: Float64Array): number {
  let sum = 0;
  for (let tree = 0; tree < treeCount(forest); tree++) sum += expected[forest.roots[tree] ?? 0] ?? 0;
  return sum;
}
