import { baseValue, nodeExpectations } from "./expectations.ts";
import { type Forest, treeCount } from "./forest.ts";

/** Parts of the additive score f(x) = -sum of path lengths; `base` plus all of `parts` is `additiveScore`. */
export interface Attribution {
  readonly base: number;
  readonly additiveScore: number;
  /** One per feature. */
  readonly parts: Float64Array;
}

/**
 * Path attribution (Saabas 2014): each step credits the change of expectation to the feature it split on. One pass per
 * tree and exactly additive, but not consistent; for previews. TreeSHAP explains what an analyst decides on.
 */
export function createPathAttribution(forest: Forest): (row: Float32Array) => Attribution {
  const { feature, threshold, left, right } = forest;
  const expected = nodeExpectations(forest);
  const base = baseValue(forest, expected);
  return (row) => {
    const parts = new Float64Array(forest.featureCount);
    let additiveScore = 0;
    for (let tree = 0; tree < treeCount(forest); tree++) {
      let node = forest.roots[tree] ?? 0;
      let split = feature[node] ?? -1;
      while (split >= 0) {
        const child = ((row[split] ?? 0) <= (threshold[node] ?? 0) ? left[node] : right[node]) ?? 0;
        parts[split] = (parts[split] ?? 0) + (expected[child] ?? 0) - (expected[node] ?? 0);
        node = child;
        split = feature[node] ?? -1;
      }
      additiveScore += expected[node] ?? 0;
    }
    return { base, additiveScore, parts };
  };
}
