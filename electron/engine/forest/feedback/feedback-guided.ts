import { averagePathLength, type Forest } from "../forest.ts";
import { type LeafMap, sumOverLeaves } from "./leaf-map.ts";

/** A judged row: the row's number in the pool, and whether it is an anomaly worth finding. `weight` scales its pull (1 is a full verdict). */
export interface JudgedRow {
  readonly row: number;
  readonly isAnomaly: boolean;
  readonly weight?: number;
}

/**
 * Feedback-guided isolation forest by online mirror descent with linear loss (Siddiqui et al., KDD 2018): a weight on every edge,
 * 1 at the start, that shrinks on the paths of confirmed anomalies and grows on those of ordinary rows; the score is minus the
 * weighted path length. Weights never fall below 0.
 */
export interface FeedbackGuided {
  /** One step of size eta for one verdict. O(trees * depth). */
  readonly learn: (judged: JudgedRow) => void;
  /** Higher is stranger; one double per row of the pool. */
  readonly scores: () => Float64Array;
  /** -(weights on the path + c(rows of the leaf)), by leaf: the additive score of this state. */
  readonly leafValues: () => Float64Array;
}

export function createFeedbackGuided(map: LeafMap, eta = 1): FeedbackGuided {
  const { forest, trees, leafOf, nodeOfLeaf } = map;
  const parent = parentsOf(forest);
  const theta = new Float64Array(forest.feature.length).fill(1);
  const leafValues = (): Float64Array => leafValuesOf(map, theta);
  return {
    learn: ({ row, isAnomaly, weight = 1 }) => {
      const step = eta * weight * (isAnomaly ? 1 : -1);
      for (let tree = 0; tree < trees; tree++) {
        let node = nodeOfLeaf[leafOf[row * trees + tree] ?? 0] ?? 0;
        while ((parent[node] ?? -1) >= 0) {
          theta[node] = (theta[node] ?? 0) - step;
          node = parent[node] ?? -1;
        }
      }
    },
    scores: () => sumOverLeaves(map, leafValues()),
    leafValues,
  };
}

/** Parent of every node, -1 for a root. */
export function parentsOf({ feature, left, right }: Forest): Int32Array {
  const parent = new Int32Array(feature.length).fill(-1);
  for (let node = 0; node < feature.length; node++) {
    if ((feature[node] ?? -1) < 0) continue;
    parent[left[node] ?? 0] = node;
    parent[right[node] ?? 0] = node;
  }
  return parent;
}

function leafValuesOf({ forest, nodeOfLeaf }: LeafMap, theta: Float64Array): Float64Array {
  const { feature, left, right, cover } = forest;
  const weighted = new Float64Array(feature.length);
  for (let node = 0; node < feature.length; node++) {
    if ((feature[node] ?? -1) < 0) continue;
    for (const child of [left[node] ?? 0, right[node] ?? 0]) weighted[child] = (weighted[node] ?? 0) + Math.max(0, theta[child] ?? 0);
  }
  return Float64Array.from(nodeOfLeaf, (node) => -((weighted[node] ?? 0) + averagePathLength(cover[node] ?? 0)));
}
