/**
 * The "unique path" of TreeSHAP (Lundberg et al. 2020, Nature Machine Intelligence 2, algorithm 2): the features split on
 * so far, the share of training rows that would flow through when a feature is unknown (`zero`) or known (`one`), and the
 * permutation weights. One buffer holds the paths of all levels of the recursion; a path starts at `start` and its last
 * element is `start + length`, where element 0 is the empty feature.
 */
export interface UniquePath {
  readonly feature: Int32Array;
  readonly zero: Float64Array;
  readonly one: Float64Array;
  readonly weight: Float64Array;
}

export function createUniquePath(maxDepth: number): UniquePath {
  const size = ((maxDepth + 2) * (maxDepth + 3)) / 2;
  return {
    feature: new Int32Array(size),
    zero: new Float64Array(size),
    one: new Float64Array(size),
    weight: new Float64Array(size),
  };
}

/** Copies elements [from, from + count) to the place right behind them, for the next level. */
export function copyPath(path: UniquePath, from: number, count: number): number {
  const to = from + count;
  path.feature.copyWithin(to, from, to);
  path.zero.copyWithin(to, from, to);
  path.one.copyWithin(to, from, to);
  path.weight.copyWithin(to, from, to);
  return to;
}

export function extendPath(path: UniquePath, start: number, length: number, zero: number, one: number, feature: number): void {
  const { weight } = path;
  path.feature[start + length] = feature;
  path.zero[start + length] = zero;
  path.one[start + length] = one;
  weight[start + length] = length === 0 ? 1 : 0;
  for (let i = length - 1; i >= 0; i--) {
    const w = weight[start + i] ?? 0;
    weight[start + i + 1] = (weight[start + i + 1] ?? 0) + (one * w * (i + 1)) / (length + 1);
    weight[start + i] = (zero * w * (length - i)) / (length + 1);
  }
}

/** Where a feature stands on the path, or -1. */
export function indexOfFeature(path: UniquePath, start: number, length: number, feature: number): number {
  for (let i = 1; i <= length; i++) if (path.feature[start + i] === feature) return i;
  return -1;
}

/** Removes element `index`, undoing its extension. */
export function unwindPath(path: UniquePath, start: number, length: number, index: number): void {
  const { feature, zero, one, weight } = path;
  const z = zero[start + index] ?? 0;
  const o = one[start + index] ?? 0;
  let next = weight[start + length] ?? 0;
  for (let i = length - 1; i >= 0; i--) {
    const w = weight[start + i] ?? 0;
    if (o === 0) {
      weight[start + i] = (w * (length + 1)) / (z * (length - i));
    } else {
      const restored = (next * (length + 1)) / ((i + 1) * o);
      weight[start + i] = restored;
      next = w - (restored * z * (length - i)) / (length + 1);
    }
  }
  for (let i = start + index; i < start + length; i++) {
    feature[i] = feature[i + 1] ?? 0;
    zero[i] = zero[i + 1] ?? 0;
    one[i] = one[i + 1] ?? 0;
  }
}

/** Sum of the weights the path would have without element `index`. */
export function unwoundWeight(path: UniquePath, start: number, length: number, index: number): number {
  const z = path.zero[start + index] ?? 0;
  const o = path.one[start + index] ?? 0;
  let next = path.weight[start + length] ?? 0;
  let total = 0;
  for (let i = length - 1; i >= 0; i--) {
    const w = path.weight[start + i] ?? 0;
    if (o === 0) {
      total += (w * (length + 1)) / (z * (length - i));
    } else {
      const restored = (next * (length + 1)) / ((i + 1) * o);
      total += restored;
      next = w - (restored * z * (length - i)) / (length + 1);
    }
  }
  return total;
}
