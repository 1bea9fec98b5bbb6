import { baseValue, nodeExpectations } from "./expectations.ts";
import { type Forest, treeCount } from "./forest.ts";
import type { Attribution } from "./path-attribution.ts";
import { copyPath, createUniquePath, extendPath, indexOfFeature, type UniquePath, unwindPath, unwoundWeight } from "./unique-path.ts";

function maxDepth(forest: Forest): number {
  const depth = new Int32Array(forest.feature.length);
  let deepest = 0;
  for (let node = 0; node < forest.feature.length; node++) {
    if ((forest.feature[node] ?? -1) < 0) continue;
    const below = (depth[node] ?? 0) + 1;
    depth[forest.left[node] ?? 0] = below;
    depth[forest.right[node] ?? 0] = below;
    if (below > deepest) deepest = below;
  }
  return deepest;
}

/** Adds a leaf's part to every feature of the path that leads to it. */
function creditLeaf(path: UniquePath, parts: Float64Array, start: number, length: number, value: number): void {
  for (let i = 1; i <= length; i++) {
    const feature = path.feature[start + i] ?? 0;
    const gain = (path.one[start + i] ?? 0) - (path.zero[start + i] ?? 0);
    parts[feature] = (parts[feature] ?? 0) + unwoundWeight(path, start, length, i) * gain * value;
  }
}

interface Step {
  readonly node: number;
  /** Where the parent's path starts, and how many elements it has. */
  readonly parentStart: number;
  readonly length: number;
  readonly zero: number;
  readonly one: number;
  readonly feature: number;
}

/**
 * Exact path-dependent TreeSHAP (Lundberg et al. 2020, algorithm 2) of f(x) = -sum of path lengths, O(trees * leaves * depth^2)
 * per row: Shapley values of the game in which an unknown feature follows the training rows.
 */
export function createTreeShap(forest: Forest): (row: Float32Array) => Attribution {
  const { feature, threshold, left, right, cover } = forest;
  const expected = nodeExpectations(forest);
  const base = baseValue(forest, expected);
  const path = createUniquePath(maxDepth(forest));

  /** Returns the reached leaf's value when the row itself comes this way, 0 otherwise. */
  const visit = (row: Float32Array, parts: Float64Array, step: Step, onPath: boolean): number => {
    const start = copyPath(path, step.parentStart, step.length);
    let length = step.length;
    extendPath(path, start, length, step.zero, step.one, step.feature);
    const split = feature[step.node] ?? -1;
    if (split < 0) {
      const value = expected[step.node] ?? 0;
      creditLeaf(path, parts, start, length, value);
      return onPath ? value : 0;
    }
    let zero = 1;
    let one = 1;
    const known = indexOfFeature(path, start, length, split);
    if (known > 0) {
      zero = path.zero[start + known] ?? 0;
      one = path.one[start + known] ?? 0;
      unwindPath(path, start, length, known);
      length--;
    }
    const goesLeft = (row[split] ?? 0) <= (threshold[step.node] ?? 0);
    const hot = (goesLeft ? left[step.node] : right[step.node]) ?? 0;
    const cold = (goesLeft ? right[step.node] : left[step.node]) ?? 0;
    const all = cover[step.node] ?? 1;
    const below = { parentStart: start, length: length + 1, feature: split };
    const hotValue = visit(row, parts, { ...below, node: hot, zero: (zero * (cover[hot] ?? 0)) / all, one }, onPath);
    visit(row, parts, { ...below, node: cold, zero: (zero * (cover[cold] ?? 0)) / all, one: 0 }, false);
    return hotValue;
  };

  return (row) => {
    const parts = new Float64Array(forest.featureCount);
    let additiveScore = 0;
    for (let tree = 0; tree < treeCount(forest); tree++) {
      const root = { node: forest.roots[tree] ?? 0, parentStart: 0, length: 0, zero: 1, one: 1, feature: -1 };
      additiveScore += visit(row, parts, root, true);
    }
    return { base, additiveScore, parts };
  };
}
