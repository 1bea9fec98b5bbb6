import { describe, expect, it } from "vitest";
import { createRandom } from "../../../shared/lib/random.ts";
import { chiSquare, jensenShannon, kolmogorovSmirnov, populationStability, wasserstein } from "./distances.ts";

/** Both samples over their distinct values. */
function counted(a: readonly number[], b: readonly number[]) {
  const points = [...new Set([...a, ...b])].toSorted((x, y) => x - y);
  const counts = (of: readonly number[]): number[] => points.map((point) => of.filter((v) => v === point).length);
  return { points, a: counts(a), b: counts(b) };
}

const samples = {
  small: {
    a: [0.3, 1.2, 1.2, 2.5, 3.1, 4.8, 5, 7.7],
    b: [0.1, 1.2, 2, 2.5, 6.4, 9.9],
    ks: 0.20833333333333334,
    w1: 1.0666666666666667,
  },
  lognormal: {
    a: [
      1.001, 1.431, 0.72, 0.343, 0.579, 0.304, 1.075, 4.994, 0.554, 0.475, 1.8, 1.535, 1.135, 0.327, 0.966, 2.303, 0.199, 0.577, 0.102,
      0.213, 0.11, 0.754, 0.219, 1.385, 1.207, 0.799, 0.049, 0.524, 0.943, 1.146, 0.159, 0.564, 0.309, 0.379, 3.572, 0.379, 0.962, 2.89,
      0.496, 0.875,
    ],
    b: [
      1.648, 1.58, 0.495, 1.598, 5.068, 0.371, 3.233, 1.661, 0.838, 9.028, 2.963, 0.507, 1.595, 2.507, 1.259, 2.758, 1.405, 2.72, 5.445,
      0.812, 1.791, 0.983, 1.673, 0.512, 0.886,
    ],
    ks: 0.48,
    w1: 1.17459,
  },
} as const;

describe("distances between two samples", () => {
  // ks_2samp, wasserstein_distance, jensenshannon(base=2) and chi2_contingency(correction=False) of SciPy 1.17.1.
  it.each(Object.entries(samples))("agree with SciPy on the %s samples", (_, { a, b, ks, w1 }) => {
    const both = counted(a, b);
    expect(Math.abs(kolmogorovSmirnov(both.a, both.b) - ks)).toBeLessThan(1e-9);
    expect(Math.abs(wasserstein(both.points, both.a, both.b) - w1)).toBeLessThan(1e-9);
  });

  it("agree with SciPy on counts", () => {
    expect(jensenShannon([12, 30, 7, 1, 50], [20, 11, 9, 4, 61])).toBeCloseTo(0.2243177408917723, 12);
    expect(jensenShannon([5, 0, 3], [0, 4, 4])).toBeCloseTo(0.7542961556875488, 12);
    expect(chiSquare([12, 30, 7, 1, 50], [20, 11, 9, 4, 61]).statistic).toBeCloseTo(13.831244905619906, 11);
    expect(chiSquare([10, 20], [30, 25]).statistic).toBeCloseTo(3.505892255892255, 12);
    expect(chiSquare([10, 0, 20], [30, 0, 25]).degrees).toBe(1);
  });

  it("agree with their definitions on random samples", () => {
    const random = createRandom(3);
    for (let repeat = 0; repeat < 20; repeat++) {
      const draw = (n: number): number[] => Array.from({ length: n }, () => Math.floor(random.float() * 12) ** 2 / 7);
      const [a, b] = [draw(1 + random.below(40)), draw(1 + random.below(40))];
      const both = counted(a, b);
      const below = (of: readonly number[], x: number): number => of.filter((v) => v <= x).length / of.length;
      const largest = Math.max(...both.points.map((x) => Math.abs(below(a, x) - below(b, x))));
      expect(kolmogorovSmirnov(both.a, both.b)).toBeCloseTo(largest, 12);
      // Optimal transport of equal masses pairs order statistics: repeat each sample as often as the other has members.
      const spread = (of: readonly number[], times: number): number[] =>
        of.toSorted((x, y) => x - y).flatMap((v) => Array.from({ length: times }, () => v));
      const [longA, longB] = [spread(a, b.length), spread(b, a.length)];
      const mean = longA.reduce((sum, v, i) => sum + Math.abs(v - (longB[i] ?? 0)), 0) / longA.length;
      expect(wasserstein(both.points, both.a, both.b)).toBeCloseTo(mean, 10);
    }
  });

  it("are nothing between a sample and itself and grow as they part", () => {
    const a = [10, 20, 30];
    for (const measure of [kolmogorovSmirnov, jensenShannon, populationStability]) {
      expect(measure(a, a)).toBe(0);
      expect(measure(a, [30, 20, 10])).toBeGreaterThan(measure(a, [15, 20, 25]));
    }
    expect(jensenShannon([9, 0], [0, 9])).toBe(1);
    expect(jensenShannon([9, 0], [9, 0, 0].slice(0, 2), 0.5)).toBe(0);
  });

  it("are unknown, not nothing, where a sample is empty", () => {
    for (const measure of [kolmogorovSmirnov, jensenShannon, populationStability]) expect(measure([1, 2], [0, 0])).toBeNaN();
    expect(wasserstein([1, 2], [0, 0], [1, 1])).toBeNaN();
    expect(chiSquare([0, 0], [1, 1]).statistic).toBeNaN();
  });
});
