import { describe, expect, it } from "vitest";
import { createRandom } from "../../../shared/lib/random.ts";
import { type Forest, type ModelMatrix, pathLengthSums, treeCount } from "./forest.ts";
import { createPathAttribution } from "./path-attribution.ts";
import { trainForest } from "./train-forest.ts";
import { createTreeShap } from "./tree-shap.ts";

function skewedMatrix(rowCount: number, featureCount: number, seed: number): ModelMatrix {
  const random = createRandom(seed);
  const data = new Float32Array(rowCount * featureCount);
  for (let i = 0; i < data.length; i++) data[i] = i % featureCount === 0 ? Math.floor(random.float() * 4) : random.float() ** 3 * 20;
  return { data, rowCount, featureCount };
}

/** Lundberg 2020, algorithm 1: expectation of the tree when only the features in `known` are known. */
function conditionalExpectation(forest: Forest, node: number, row: Float32Array, known: number): number {
  const split = forest.feature[node] ?? -1;
  if (split < 0) return -(forest.value[node] ?? 0);
  const left = forest.left[node] ?? 0;
  const right = forest.right[node] ?? 0;
  if (known & (1 << split))
    return conditionalExpectation(forest, (row[split] ?? 0) <= (forest.threshold[node] ?? 0) ? left : right, row, known);
  const share = (forest.cover[left] ?? 0) / (forest.cover[node] ?? 1);
  return share * conditionalExpectation(forest, left, row, known) + (1 - share) * conditionalExpectation(forest, right, row, known);
}

function bruteForceShapley(forest: Forest, row: Float32Array): { base: number; parts: number[] } {
  const m = forest.featureCount;
  const factorial = (n: number): number => (n <= 1 ? 1 : n * factorial(n - 1));
  const game = Array.from({ length: 1 << m }, (_, known) => {
    let sum = 0;
    for (let tree = 0; tree < treeCount(forest); tree++) sum += conditionalExpectation(forest, forest.roots[tree] ?? 0, row, known);
    return sum;
  });
  const parts = Array.from({ length: m }, (_, f) => {
    let phi = 0;
    for (let known = 0; known < 1 << m; known++) {
      if (known & (1 << f)) continue;
      const size = known.toString(2).replaceAll("0", "").length;
      phi += ((factorial(size) * factorial(m - size - 1)) / factorial(m)) * ((game[known | (1 << f)] ?? 0) - (game[known] ?? 0));
    }
    return phi;
  });
  return { base: game[0] ?? 0, parts };
}

describe("TreeSHAP of an isolation forest", () => {
  it("equals brute-force Shapley values, also where a feature is split on more than once along a path", () => {
    const matrix = skewedMatrix(300, 5, 11);
    const forest = trainForest(matrix, { trees: 6, sampleSize: 64, seed: 2 });
    const explain = createTreeShap(forest);
    for (let r = 0; r < 12; r++) {
      const row = matrix.data.slice(r * 5, r * 5 + 5);
      const expected = bruteForceShapley(forest, row);
      const actual = explain(row);
      expect(actual.base).toBeCloseTo(expected.base, 9);
      for (const [f, phi] of expected.parts.entries()) expect(actual.parts[f]).toBeCloseTo(phi, 9);
    }
  });

  it("sums with its base to minus the path-length sum within 1e-6 on full-size forests", () => {
    const matrix = skewedMatrix(2000, 15, 3);
    const forest = trainForest(matrix, { trees: 100, sampleSize: 256, seed: 1 });
    const explain = createTreeShap(forest);
    const sums = pathLengthSums(forest, matrix);
    for (let r = 0; r < 25; r++) {
      const { base, parts, additiveScore } = explain(matrix.data.slice(r * 15, r * 15 + 15));
      const total = parts.reduce((a, b) => a + b, base);
      expect(Math.abs(total + (sums[r] ?? 0))).toBeLessThan(1e-6);
      expect(Math.abs(additiveScore + (sums[r] ?? 0))).toBeLessThan(1e-9);
    }
  });

  it("gives a feature no tree uses exactly nothing", () => {
    const matrix = skewedMatrix(200, 4, 8);
    for (let r = 0; r < 200; r++) matrix.data[r * 4 + 2] = 7;
    const forest = trainForest(matrix, { trees: 20, sampleSize: 64, seed: 1 });
    expect(createTreeShap(forest)(Float32Array.of(1, 2, 900, 4)).parts[2]).toBe(0);
  });

  it("explains a forest of single leaves by its base alone", () => {
    const forest = trainForest({ data: new Float32Array(20), rowCount: 10, featureCount: 2 }, { trees: 3, sampleSize: 10, seed: 1 });
    const { base, parts, additiveScore } = createTreeShap(forest)(Float32Array.of(5, 5));
    expect([...parts]).toEqual([0, 0]);
    expect(additiveScore).toBeCloseTo(base, 12);
  });
});

describe("path attribution", () => {
  it("is additive too and starts from the same base", () => {
    const matrix = skewedMatrix(500, 6, 21);
    const forest = trainForest(matrix, { trees: 50, sampleSize: 128, seed: 1 });
    const [attribute, explain] = [createPathAttribution(forest), createTreeShap(forest)];
    const sums = pathLengthSums(forest, matrix);
    for (let r = 0; r < 20; r++) {
      const row = matrix.data.slice(r * 6, r * 6 + 6);
      const { base, parts } = attribute(row);
      expect(base).toBeCloseTo(explain(row).base, 9);
      expect(parts.reduce((a, b) => a + b, base)).toBeCloseTo(-(sums[r] ?? 0), 7);
    }
  });
});
