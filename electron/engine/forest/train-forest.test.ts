import { describe, expect, it } from "vitest";
import { AppError, CancelledError } from "../../../shared/contract/errors.ts";
import { createRandom } from "../../../shared/lib/random.ts";
import { anomalyScore, averagePathLength, type Forest, type ModelMatrix, pathLengthSums, treeCount } from "./forest.ts";
import { trainForest } from "./train-forest.ts";

function randomMatrix(rowCount: number, featureCount: number, seed: number): ModelMatrix {
  const random = createRandom(seed);
  return { rowCount, featureCount, data: Float32Array.from({ length: rowCount * featureCount }, () => random.float() * 10 - 5) };
}

function depths(forest: Forest, tree: number): { node: number; depth: number }[] {
  const found: { node: number; depth: number }[] = [];
  const walk = (node: number, depth: number): void => {
    found.push({ node, depth });
    if ((forest.feature[node] ?? -1) < 0) return;
    walk(forest.left[node] ?? -1, depth + 1);
    walk(forest.right[node] ?? -1, depth + 1);
  };
  walk(forest.roots[tree] ?? -1, 0);
  return found;
}

describe("average path length", () => {
  it("is c(n) of the isolation forest paper", () => {
    expect(averagePathLength(0)).toBe(0);
    expect(averagePathLength(1)).toBe(0);
    expect(averagePathLength(2)).toBe(1);
    expect(averagePathLength(3)).toBeCloseTo(2 * (Math.log(2) + 0.5772156649) - 4 / 3, 12);
    expect(averagePathLength(256)).toBeCloseTo(10.24477092, 6);
  });
});

describe("isolation forest", () => {
  it("holds every sampled row in the leaves, within the height limit, and never splits off an empty side", () => {
    const forest = trainForest(randomMatrix(1000, 4, 7), { trees: 20, sampleSize: 100, seed: 3 });
    expect(treeCount(forest)).toBe(20);
    for (let tree = 0; tree < 20; tree++) {
      const nodes = depths(forest, tree);
      expect(nodes.length).toBe((forest.roots[tree + 1] ?? 0) - (forest.roots[tree] ?? 0));
      let inLeaves = 0;
      for (const { node, depth } of nodes) {
        const cover = forest.cover[node] ?? 0;
        expect(cover).toBeGreaterThan(0);
        expect(depth).toBeLessThanOrEqual(7);
        if ((forest.feature[node] ?? -1) >= 0) continue;
        inLeaves += cover;
        if (depth < 7) expect(cover).toBe(1);
        expect(forest.value[node]).toBeCloseTo(depth + averagePathLength(cover), 5);
      }
      expect(inLeaves).toBe(100);
    }
  });

  it("gives the same forest for the same seed and another for another seed", () => {
    const matrix = randomMatrix(500, 3, 1);
    const a = trainForest(matrix, { trees: 10, sampleSize: 64, seed: 1 });
    expect(trainForest(matrix, { trees: 10, sampleSize: 64, seed: 1 })).toEqual(a);
    expect(trainForest(matrix, { trees: 10, sampleSize: 64, seed: 2 }).threshold).not.toEqual(a.threshold);
  });

  it("grows the first trees alike however many follow", () => {
    const matrix = randomMatrix(500, 3, 1);
    const few = trainForest(matrix, { trees: 3, sampleSize: 64, seed: 9 });
    const many = trainForest(matrix, { trees: 12, sampleSize: 64, seed: 9 });
    expect(many.threshold.slice(0, few.threshold.length)).toEqual(few.threshold);
  });

  it("passes over constant features", () => {
    const rowCount = 200;
    const data = new Float32Array(rowCount * 5);
    for (let r = 0; r < rowCount; r++) data[r * 5 + 3] = r;
    const forest = trainForest({ data, rowCount, featureCount: 5 }, { trees: 5, sampleSize: 64, seed: 1 });
    const used = new Set(forest.feature);
    expect([...used].toSorted((a, b) => a - b)).toEqual([-1, 3]);
  });

  it("makes one leaf of rows that are all alike", () => {
    const forest = trainForest(
      { data: new Float32Array(60).fill(2), rowCount: 30, featureCount: 2 },
      { trees: 2, sampleSize: 30, seed: 1 },
    );
    expect([...forest.feature]).toEqual([-1, -1]);
    expect(forest.value[0]).toBeCloseTo(averagePathLength(30), 5);
    const [sum] = pathLengthSums(forest, { data: new Float32Array(2), rowCount: 1, featureCount: 2 });
    expect(anomalyScore(sum ?? 0, forest)).toBeCloseTo(0.5, 6);
  });

  it("splits neighbouring float32 values apart", () => {
    const low = Math.fround(1);
    const high = Math.fround(1 + 2 ** -23);
    const forest = trainForest({ data: Float32Array.of(low, high), rowCount: 2, featureCount: 1 }, { trees: 50, sampleSize: 2, seed: 4 });
    expect(forest.feature.filter((f) => f === 0).length).toBe(50);
    expect(forest.cover.every((c) => c > 0)).toBe(true);
  });

  it("ranks an isolated row first", () => {
    const matrix = randomMatrix(400, 3, 5);
    matrix.data.set([60, -60, 60], 37 * 3);
    const forest = trainForest(matrix, { trees: 100, sampleSize: 256, seed: 1 });
    const sums = pathLengthSums(forest, matrix);
    expect(sums.indexOf(Math.min(...sums))).toBe(37);
    expect(anomalyScore(sums[37] ?? 0, forest)).toBeGreaterThan(0.7);
  });

  it("refuses values that are not finite, naming row and feature", () => {
    const matrix = randomMatrix(50, 3, 5);
    matrix.data[31] = Number.NaN;
    expect(() => trainForest(matrix, { trees: 2, sampleSize: 16, seed: 1 })).toThrowError(/Row 10, feature 1 is NaN/);
    expect(() => trainForest(randomMatrix(1, 3, 5), { trees: 2, sampleSize: 16, seed: 1 })).toThrowError(AppError);
  });

  it("reports progress after each tree and stops between trees when asked", () => {
    const seen: number[] = [];
    const control = { progress: (done: number) => seen.push(done), isCancelled: () => seen.length >= 4 };
    expect(() => trainForest(randomMatrix(100, 2, 1), { trees: 50, sampleSize: 32, seed: 1 }, control)).toThrowError(CancelledError);
    expect(seen).toEqual([1, 2, 3, 4]);
  });
});
