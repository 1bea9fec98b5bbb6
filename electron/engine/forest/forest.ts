/**
 * An isolation forest (Liu, Ting and Zhou 2008) as flat arrays over all nodes of all trees; tree t owns the nodes
 * [roots[t], roots[t + 1]), its root first, children after their parent.
 */
export interface Forest {
  readonly featureCount: number;
  /** Training rows per tree, psi. */
  readonly sampleSize: number;
  /** One entry per tree and a last one equal to the number of nodes. */
  readonly roots: Int32Array;
  /** Feature of an inner node, -1 for a leaf. */
  readonly feature: Int32Array;
  /** A row goes left when its float32 value is at or below the threshold. */
  readonly threshold: Float32Array;
  readonly left: Int32Array;
  readonly right: Int32Array;
  /** Training rows that reached the node. */
  readonly cover: Int32Array;
  /** Path length h of a leaf: its depth plus c(cover). 0 for inner nodes. */
  readonly value: Float32Array;
}

/** Rows by features, row-major float32. */
export interface ModelMatrix {
  readonly data: Float32Array;
  readonly rowCount: number;
  readonly featureCount: number;
}

const eulerMascheroni = 0.5772156649;

/** c(n): mean path length of an unsuccessful search in a binary search tree of n keys (Liu 2008, equation 1). */
export function averagePathLength(n: number): number {
  if (n <= 1) return 0;
  if (n === 2) return 1;
  return 2 * (Math.log(n - 1) + eulerMascheroni) - (2 * (n - 1)) / n;
}

export const treeCount = (forest: Forest): number => forest.roots.length - 1;

/** s = 2^(-(sum/T)/c(psi)) in (0, 1) from a path-length sum over all trees; higher is stranger. */
export function anomalyScore(pathLengthSum: number, forest: Forest): number {
  return 2 ** (-pathLengthSum / (treeCount(forest) * averagePathLength(forest.sampleSize)));
}

/** Sum of path lengths over the trees, one double per row. */
export function pathLengthSums(forest: Forest, matrix: ModelMatrix): Float64Array {
  const { roots, feature, threshold, left, right, value } = forest;
  const sums = new Float64Array(matrix.rowCount);
  const trees = treeCount(forest);
  for (let row = 0; row < matrix.rowCount; row++) {
    const offset = row * matrix.featureCount;
    let sum = 0;
    for (let tree = 0; tree < trees; tree++) {
      let node = roots[tree] ?? 0;
      let split = feature[node] ?? -1;
      while (split >= 0) {
        const goesLeft = (matrix.data[offset + split] ?? 0) <= (threshold[node] ?? 0);
        node = (goesLeft ? left[node] : right[node]) ?? 0;
        split = feature[node] ?? -1;
      }
      sum += value[node] ?? 0;
    }
    sums[row] = sum;
  }
  return sums;
}
