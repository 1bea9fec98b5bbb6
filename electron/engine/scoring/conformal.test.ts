import { describe, expect, it } from "vitest";
import { createRandom } from "../../../shared/lib/random.ts";
import { benjaminiHochberg } from "../../../shared/lib/false-discovery.ts";
import { conformalPValue, createCalibration } from "./conformal.ts";

const floats = (n: number, seed: number, levels = Infinity): Float32Array => {
  const random = createRandom(seed);
  return Float32Array.from({ length: n }, () => (levels === Infinity ? random.float() : random.below(levels) / levels));
};

describe("conformal p-value", () => {
  it("counts calibration scores at or above the score, ties included", () => {
    for (const [n, levels] of [
      [0, 5],
      [1, 3],
      [17, 4],
      [200, 20],
      [200, Infinity],
    ] as const) {
      const scores = floats(n, n + 1, levels);
      const calibration = createCalibration(scores);
      for (const score of [-1, 2, ...floats(60, 9, levels), ...scores]) {
        const atOrAbove = scores.filter((s) => s >= score).length;
        expect(conformalPValue(calibration, score)).toBe((1 + atOrAbove) / (n + 1));
      }
    }
  });

  it("is never below 1/(n+1) and falls as the score rises", () => {
    const calibration = createCalibration(floats(99, 3));
    const values = Array.from({ length: 101 }, (_, i) => conformalPValue(calibration, i / 100));
    expect(values.at(-1)).toBe(0.01);
    expect(values).toEqual(values.toSorted((a, b) => b - a));
  });

  it("keeps its type-I error at .05 within [.04, .06] on simulated ordinary data", () => {
    const random = createRandom(17);
    const gaussian = (): number => Math.sqrt(-2 * Math.log(1 - random.float())) * Math.cos(2 * Math.PI * random.float());
    let flagged = 0;
    let tested = 0;
    for (let repeat = 0; repeat < 300; repeat++) {
      const calibration = createCalibration(Float32Array.from({ length: 199 }, gaussian));
      for (let i = 0; i < 100; i++, tested++) if (conformalPValue(calibration, Math.fround(gaussian())) <= 0.05) flagged++;
    }
    expect(flagged / tested).toBeGreaterThan(0.04);
    expect(flagged / tested).toBeLessThan(0.06);
  });
});

describe("Benjamini-Hochberg q-values", () => {
  /** The definition: the smallest alpha at which the step-up procedure flags the row. */
  const bruteForce = (p: Float64Array): number[] =>
    [...p].map((pi) => {
      const m = p.length;
      const candidates = [...p].filter((pj) => pj >= pi).map((pj) => (pj * m) / [...p].filter((x) => x <= pj).length);
      return Math.min(1, ...candidates);
    });

  it("equal the definition, ties included", () => {
    for (const [m, levels] of [
      [1, 4],
      [7, 3],
      [50, 10],
      [120, 1000],
    ] as const) {
      const p = Float64Array.from(floats(m, m, levels), (x) => Math.max(x, 1 / levels));
      const q = benjaminiHochberg(p);
      for (const [i, expected] of bruteForce(p).entries()) expect(q[i]).toBeCloseTo(expected, 12);
    }
  });

  it("rise with p, lie between p and 1, and are nothing for nothing", () => {
    const p = Float64Array.from(floats(300, 5), (x) => x ** 3 || 1e-9);
    const q = benjaminiHochberg(p);
    const order = [...p.keys()].toSorted((a, b) => (p[a] ?? 0) - (p[b] ?? 0));
    for (const [i, row] of order.entries()) {
      expect(q[row]).toBeGreaterThanOrEqual(p[row] ?? 0);
      expect(q[row]).toBeLessThanOrEqual(1);
      if (i > 0) expect(q[row]).toBeGreaterThanOrEqual(q[order[i - 1] ?? 0] ?? 0);
    }
    expect(benjaminiHochberg(new Float64Array()).length).toBe(0);
  });

  it("hold the false-discovery rate on simulated scores with a shifted tenth", () => {
    const random = createRandom(23);
    const gaussian = (): number => Math.sqrt(-2 * Math.log(1 - random.float())) * Math.cos(2 * Math.PI * random.float());
    const rates: number[] = [];
    let found = 0;
    for (let repeat = 0; repeat < 100; repeat++) {
      const calibration = createCalibration(Float32Array.from({ length: 999 }, gaussian));
      const scores = Float32Array.from({ length: 200 }, (_, i) => gaussian() + (i < 20 ? 4 : 0));
      const flagged = [...benjaminiHochberg(Float64Array.from(scores, (s) => conformalPValue(calibration, s)))].flatMap((q, i) =>
        q <= 0.1 ? [i] : [],
      );
      found += flagged.filter((i) => i < 20).length;
      rates.push(flagged.length === 0 ? 0 : flagged.filter((i) => i >= 20).length / flagged.length);
    }
    const fdr = rates.reduce((a, b) => a + b, 0) / rates.length;
    const sd = Math.sqrt(rates.reduce((a, b) => a + (b - fdr) ** 2, 0) / (rates.length - 1));
    expect(fdr).toBeLessThan(0.1 + (2 * sd) / Math.sqrt(rates.length));
    expect(found).toBeGreaterThan(1000);
  });
});
