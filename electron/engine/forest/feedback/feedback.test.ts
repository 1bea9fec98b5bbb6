import { describe, expect, it } from "vitest";
import { createRandom } from "../../../../shared/lib/random.ts";
import { averagePathLength, type Forest, type ModelMatrix, pathLengthSums } from "../forest.ts";
import { trainForest } from "../train-forest.ts";
import { createFeedbackGuided, type JudgedRow } from "./feedback-guided.ts";
import { mapLeaves } from "./leaf-map.ts";
import { fuseRanks, placesOf } from "./rank-fusion.ts";
import { minimise } from "./rms-prop.ts";
import { taughtForest, teach } from "./teach.ts";
import { atQuantile, createTreeAad } from "./tree-aad.ts";

const featureCount = 3;
/** A cloud, and a few rows far away from it in two places. */
function pool(rowCount: number, seed: number): ModelMatrix {
  const random = createRandom(seed);
  const data = Float32Array.from({ length: rowCount * featureCount }, (_, i) => {
    const row = Math.floor(i / featureCount);
    const shift = row % 40 === 0 ? 6 : row % 40 === 1 ? -6 : 0;
    return random.float() + random.float() + random.float() + shift;
  });
  return { data, rowCount, featureCount };
}
const matrix = pool(400, 1);
const forest = trainForest(matrix, { trees: 8, sampleSize: 32, seed: 3 });
const rowOf = (row: number): Float32Array => matrix.data.subarray(row * featureCount, (row + 1) * featureCount);

/** Nodes from root to leaf, one tree after the other, without any of the shortcuts under test. */
function paths(of: Forest, row: Float32Array): number[][] {
  return Array.from(of.roots.slice(0, -1), (root) => {
    const nodes = [root];
    for (let node = root; (of.feature[node] ?? -1) >= 0;) {
      node = ((row[of.feature[node] ?? 0] ?? 0) <= (of.threshold[node] ?? 0) ? of.left[node] : of.right[node]) ?? 0;
      nodes.push(node);
    }
    return nodes;
  });
}

describe("feedback-guided forest", () => {
  it("starts as the forest itself", () => {
    const scores = createFeedbackGuided(mapLeaves(forest, matrix)).scores();
    for (const [row, sum] of pathLengthSums(forest, matrix).entries()) expect(scores[row]).toBeCloseTo(-sum, 4);
  });

  it("equals a reference that keeps a weight per edge in a table and walks every path", () => {
    const guided = createFeedbackGuided(mapLeaves(forest, matrix), 0.7);
    const theta = new Map<number, number>();
    const judged: JudgedRow[] = [0, 40, 7, 1, 12, 80, 13].map((row) => ({ row, isAnomaly: row % 40 === 0, weight: row === 12 ? 0.5 : 1 }));
    for (const one of judged) {
      guided.learn(one);
      for (const path of paths(forest, rowOf(one.row)))
        for (const node of path.slice(1)) theta.set(node, (theta.get(node) ?? 1) - 0.7 * (one.weight ?? 1) * (one.isAnomaly ? 1 : -1));
    }
    const scores = guided.scores();
    for (let row = 0; row < matrix.rowCount; row++) {
      let expected = 0;
      for (const path of paths(forest, rowOf(row))) {
        for (const node of path.slice(1)) expected -= Math.max(0, theta.get(node) ?? 1);
        expected -= averagePathLength(forest.cover[path.at(-1) ?? 0] ?? 0);
      }
      expect(scores[row]).toBeCloseTo(expected, 9);
    }
  });

  it("lifts what looks like a confirmed anomaly and lowers what looks like a dismissed one", () => {
    const guided = createFeedbackGuided(mapLeaves(forest, matrix));
    const before = placesOf(guided.scores());
    for (const row of [1, 41, 81]) guided.learn({ row, isAnomaly: false });
    for (const row of [0, 40]) guided.learn({ row, isAnomaly: true });
    const after = placesOf(guided.scores());
    const alike = (shift: number): number[] => Array.from({ length: 6 }, (_, i) => 120 + i * 40 + shift);
    const meanOf = (places: Int32Array, rows: readonly number[]): number =>
      rows.reduce((sum, row) => sum + (places[row] ?? 0), 0) / rows.length;
    expect(meanOf(after, alike(0))).toBeLessThanOrEqual(meanOf(before, alike(0)));
    expect(meanOf(after, alike(1))).toBeGreaterThan(meanOf(before, alike(1)) + 20);
  });
});

/** The loss of tree-AAD as the paper writes it, over dense vectors z(x). */
function aadReference(judged: readonly JudgedRow[]) {
  const leaves = [...forest.feature.keys()].filter((node) => (forest.feature[node] ?? -1) < 0);
  const z = Array.from({ length: matrix.rowCount }, (_, row) => {
    const vector = new Float64Array(leaves.length);
    for (const path of paths(forest, rowOf(row))) vector[leaves.indexOf(path.at(-1) ?? -1)] = -(path.length - 1);
    const length = Math.hypot(...vector);
    return vector.map((x) => x / length);
  });
  const dot = (a: Float64Array, b: Float64Array): number => a.reduce((sum, x, i) => sum + x * (b[i] ?? 0), 0);
  const prior = new Float64Array(leaves.length).fill(1 / Math.sqrt(leaves.length));
  const scores = (w: Float64Array): Float64Array => Float64Array.from(z, (vector) => dot(w, vector));
  const lossAt = (quantile: number, tauRow: number) => (w: Float64Array) => {
    const hinge = (x: number): number => Math.max(0, x);
    const scoreOf = (row: number): number => dot(w, z[row] ?? w);
    const atTau = scoreOf(tauRow);
    const part = (isAnomaly: boolean): number => {
      const rows = judged.filter((j) => j.isAnomaly === isAnomaly).map((j) => scoreOf(j.row));
      const terms = rows.map((x) => (isAnomaly ? hinge(quantile - x) + hinge(atTau - x) : hinge(x - quantile) + hinge(x - atTau)));
      return terms.reduce((a, b) => a + b, 0) / Math.max(1, rows.length);
    };
    const away = w.map((x, i) => x - (prior[i] ?? 0));
    return part(true) + part(false) + dot(away, away) / (2 * 0.5 * judged.length);
  };
  return { prior, scores, lossAt };
}

describe("tree-AAD", () => {
  it("starts with equal weights of unit length", () => {
    const reference = aadReference([]);
    const scores = createTreeAad(mapLeaves(forest, matrix)).scores();
    for (const [row, score] of reference.scores(reference.prior).entries()) expect(scores[row]).toBeCloseTo(score, 12);
  });

  it("equals a reference that minimises the paper's loss with a gradient by differences", { timeout: 60_000 }, () => {
    const judged: JudgedRow[] = [
      { row: 0, isAnomaly: true },
      { row: 1, isAnomaly: false },
      { row: 40, isAnomaly: true },
    ];
    const reference = aadReference(judged);
    const aad = createTreeAad(mapLeaves(forest, matrix));
    let w = reference.prior.slice();
    aad.learn(judged);
    for (let step = 0; step < judged.length; step++) {
      const { quantile, tauRow } = atQuantile(reference.scores(w));
      const loss = reference.lossAt(quantile, tauRow);
      const moved = minimise(w, (at, gradient) => {
        for (let i = 0; i < at.length; i++) {
          const near = at.slice();
          near[i] = (at[i] ?? 0) + 1e-7;
          const up = loss(near);
          near[i] = (at[i] ?? 0) - 1e-7;
          gradient[i] = (up - loss(near)) / 2e-7;
        }
        return loss(at);
      });
      const length = Math.hypot(...moved);
      w = moved.map((x) => x / length);
    }
    const expected = reference.scores(w);
    const actual = aad.scores();
    for (const [row, score] of expected.entries()) expect(Math.abs((actual[row] ?? 0) - score)).toBeLessThan(1e-4);
    expect(Math.hypot(...aad.weights())).toBeCloseTo(1, 12);
    expect(Math.max(...aad.weights().map((x, i) => Math.abs(x - (reference.prior[i] ?? 0))))).toBeGreaterThan(1e-3);
  });

  it("takes the quantile by linear interpolation and the row ranked round(0.03 n) from the top", () => {
    const { quantile, tauRow } = atQuantile(Float64Array.from({ length: 100 }, (_, i) => i));
    // numpy.quantile(range(100), 0.97) = 96.03; rank 3 from 0 is the value 96.
    expect(quantile).toBeCloseTo(96.03, 10);
    expect(tauRow).toBe(96);
  });
});

describe("fusion of rankings", () => {
  it("adds reciprocal ranks with k = 10", () => {
    const fused = fuseRanks([
      [3, 2, 1],
      [1, 3, 2],
    ]);
    expect([...fused]).toEqual([1 / 11 + 1 / 13, 1 / 12 + 1 / 11, 1 / 13 + 1 / 12]);
  });
});

describe("lessons replayed into a forest", () => {
  const lessonRows = [0, 40, 1, 41];
  const labelled: ModelMatrix = { rowCount: 4, featureCount, data: Float32Array.from(lessonRows.flatMap((row) => [...rowOf(row)])) };
  const lessons = lessonRows.map((row) => ({ isAnomaly: row % 40 === 0 }));

  it("gives the same values for the same lessons and leaves the forest as it was", () => {
    const before = forest.value.slice();
    expect(teach(forest, matrix, labelled, lessons)).toEqual(teach(forest, matrix, labelled, lessons));
    expect(forest.value).toEqual(before);
  });

  it("with no lessons scores as the forest does", () => {
    const empty: ModelMatrix = { rowCount: 0, featureCount, data: new Float32Array(0) };
    const taught = taughtForest(forest, teach(forest, matrix, empty, []));
    expect(pathLengthSums(taught, matrix)).toEqual(pathLengthSums(forest, matrix));
  });
});
