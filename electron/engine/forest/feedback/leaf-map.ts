import { type Forest, type ModelMatrix, treeCount } from "../forest.ts";

/** Where the rows of a pool end in a forest: what every feedback method works on. Nothing here depends on labels. */
export interface LeafMap {
  readonly forest: Forest;
  readonly rowCount: number;
  readonly trees: number;
  /** Leaves of all trees. */
  readonly leafCount: number;
  /** Leaf number of each row in each tree, row-major, rows * trees. */
  readonly leafOf: Int32Array;
  /** Node of each leaf. */
  readonly nodeOfLeaf: Int32Array;
  /** Edges between root and leaf, by leaf. */
  readonly depthOfLeaf: Int32Array;
}

/** Sends every row down every tree once; later scores are sums over `leafOf`. O(rows * trees * depth). */
export function mapLeaves(forest: Forest, matrix: ModelMatrix): LeafMap {
  const { roots, feature, threshold, left, right } = forest;
  const { leafOfNode, nodeOfLeaf, depthOfLeaf } = numberLeaves(forest);
  const trees = treeCount(forest);
  const leafOf = new Int32Array(matrix.rowCount * trees);
  for (let row = 0; row < matrix.rowCount; row++) {
    const offset = row * matrix.featureCount;
    for (let tree = 0; tree < trees; tree++) {
      let node = roots[tree] ?? 0;
      let split = feature[node] ?? -1;
      while (split >= 0) {
        const goesLeft = (matrix.data[offset + split] ?? 0) <= (threshold[node] ?? 0);
        node = (goesLeft ? left[node] : right[node]) ?? 0;
        split = feature[node] ?? -1;
      }
      leafOf[row * trees + tree] = leafOfNode[node] ?? 0;
    }
  }
  return { forest, rowCount: matrix.rowCount, trees, leafCount: nodeOfLeaf.length, leafOf, nodeOfLeaf, depthOfLeaf };
}

/** Edges between root and node, by node; 0 for inner nodes. Parents come before their children, so that one pass is enough. */
export function leafDepths({ feature, left, right }: Forest): Int32Array {
  const depth = new Int32Array(feature.length);
  for (let node = 0; node < feature.length; node++) {
    if ((feature[node] ?? -1) < 0) continue;
    for (const child of [left[node] ?? 0, right[node] ?? 0]) depth[child] = (depth[node] ?? 0) + 1;
    depth[node] = 0;
  }
  return depth;
}

/** Leaves of all trees in node order. */
export function numberLeaves(forest: Forest): { leafOfNode: Int32Array; nodeOfLeaf: Int32Array; depthOfLeaf: Int32Array } {
  const leafOfNode = new Int32Array(forest.feature.length).fill(-1);
  const leaves: number[] = [];
  for (let node = 0; node < forest.feature.length; node++) {
    if ((forest.feature[node] ?? -1) >= 0) continue;
    leafOfNode[node] = leaves.length;
    leaves.push(node);
  }
  const depth = leafDepths(forest);
  return { leafOfNode, nodeOfLeaf: Int32Array.from(leaves), depthOfLeaf: Int32Array.from(leaves, (node) => depth[node] ?? 0) };
}

/** Sum of a value per leaf over the trees, one double per row. */
export function sumOverLeaves(map: LeafMap, valueOfLeaf: ArrayLike<number>): Float64Array {
  const { rowCount, trees, leafOf } = map;
  const sums = new Float64Array(rowCount);
  for (let row = 0, at = 0; row < rowCount; row++) {
    let sum = 0;
    for (let tree = 0; tree < trees; tree++, at++) sum += valueOfLeaf[leafOf[at] ?? 0] ?? 0;
    sums[row] = sum;
  }
  return sums;
}
