import type { Random } from "../../../shared/lib/random.ts";
import { averagePathLength } from "./forest.ts";

/** Nodes of the forest being grown, as plain growing arrays; children are absolute node numbers. */
export interface NodeLists {
  readonly feature: number[];
  readonly threshold: number[];
  readonly left: number[];
  readonly right: number[];
  readonly cover: number[];
  readonly value: number[];
}

export const emptyNodeLists = (): NodeLists => ({ feature: [], threshold: [], left: [], right: [], cover: [], value: [] });

/** A tree's training rows, row-major and gathered, and the order in which the nodes hold them. */
export interface TreeSample {
  readonly data: Float32Array;
  readonly featureCount: number;
  readonly rows: Int32Array;
}

interface Split {
  readonly feature: number;
  readonly threshold: number;
}

/**
 * A float32 threshold in [min, max) from a uniform draw on (min, max). Rounding to float32 may land on max, which would
 * leave the right side empty, so such a draw falls back to min: rows equal to min go left.
 */
function drawThreshold(min: number, max: number, random: Random): number {
  const drawn = Math.fround(min + random.float() * (max - min));
  return drawn < max ? drawn : min;
}

/** Draws among the features that vary in the node: constant ones are struck off and drawn again. */
function drawSplit(sample: TreeSample, from: number, to: number, candidates: Int32Array, random: Random): Split | undefined {
  const { data, featureCount, rows } = sample;
  for (let i = 0; i < featureCount; i++) candidates[i] = i;
  for (let remaining = featureCount; remaining > 0; remaining--) {
    const drawn = random.below(remaining);
    const feature = candidates[drawn] ?? 0;
    let min = Infinity;
    let max = -Infinity;
    for (let i = from; i < to; i++) {
      const x = data[(rows[i] ?? 0) * featureCount + feature] ?? 0;
      if (x < min) min = x;
      if (x > max) max = x;
    }
    if (min < max) return { feature, threshold: drawThreshold(min, max, random) };
    candidates[drawn] = candidates[remaining - 1] ?? 0;
  }
  return undefined;
}

/** Moves the rows that go left to the front of [from, to) and returns where the right side starts. */
function partition(sample: TreeSample, from: number, to: number, split: Split): number {
  const { data, featureCount, rows } = sample;
  let boundary = from;
  for (let i = from; i < to; i++) {
    const row = rows[i] ?? 0;
    if ((data[row * featureCount + split.feature] ?? 0) > split.threshold) continue;
    rows[i] = rows[boundary] ?? 0;
    rows[boundary] = row;
    boundary++;
  }
  return boundary;
}

/** Appends one isolation tree to `nodes`, parents before children; stops at one row, the height limit, or nothing left to split. */
export function growTree(sample: TreeSample, heightLimit: number, random: Random, nodes: NodeLists): void {
  const candidates = new Int32Array(sample.featureCount);
  const grow = (from: number, to: number, depth: number): number => {
    const node = nodes.feature.length;
    const cover = to - from;
    const split = cover > 1 && depth < heightLimit ? drawSplit(sample, from, to, candidates, random) : undefined;
    nodes.feature.push(split?.feature ?? -1);
    nodes.threshold.push(split?.threshold ?? 0);
    nodes.left.push(-1);
    nodes.right.push(-1);
    nodes.cover.push(cover);
    nodes.value.push(split === undefined ? depth + averagePathLength(cover) : 0);
    if (split !== undefined) {
      const boundary = partition(sample, from, to, split);
      nodes.left[node] = grow(from, boundary, depth + 1);
      nodes.right[node] = grow(boundary, to, depth + 1);
    }
    return node;
  };
  grow(0, sample.rows.length, 0);
}
