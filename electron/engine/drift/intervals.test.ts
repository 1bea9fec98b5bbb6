import { describe, expect, it } from "vitest";
import { betaCdf } from "./beta.ts";
import { clopperPearson, newcombe, poissonRatio } from "./intervals.ts";

describe("the incomplete beta function", () => {
  // scipy.stats.beta.cdf of SciPy 1.17.1.
  it.each([
    [0.3, 2.5, 4, 0.3521975859067672],
    [0.999, 50, 0.5, 0.7523690199653766],
    [0.01, 0.5, 80, 0.7945271624459918],
    [0.5, 1200, 1190, 0.41894752307332517],
  ])("agrees with SciPy at %f (%f, %f)", (x, a, b, expected) => {
    expect(Math.abs(betaCdf(x, a, b) - expected)).toBeLessThan(1e-9);
  });
});

describe("exact intervals", () => {
  // scipy.stats.binomtest(k, n).proportion_ci(method="exact") of SciPy 1.17.1.
  it.each([
    [0, 10, 0, 0.30849710781876294],
    [10, 10, 0.6915028921812371, 1],
    [3, 17, 0.03798506807045371, 0.4343178728442839],
    [45, 118, 0.29350101385368027, 0.4753170008744397],
    [500, 900, 0.5223989284249582, 0.5883474095096418],
  ])("of a share agree with SciPy for %i of %i", (k, n, low, high) => {
    const got = clopperPearson(k, n);
    expect(Math.abs(got.low - low)).toBeLessThan(1e-9);
    expect(Math.abs(got.high - high)).toBeLessThan(1e-9);
  });

  // From the same intervals of SciPy, as odds over exposure.
  it.each([
    [30, 1, 20, 1, 1.5, 0.8241318992309121, 2.786754306962038],
    [0, 2, 7, 3, 0, 0, 1.0407209701448736],
    [120, 1000, 400, 10_000, 3, 2.425633955830102, 3.6877316426486653],
  ])("of a ratio of rates agree with SciPy for %i in %f over %i in %f", (k1, t1, k2, t2, ratio, low, high) => {
    const got = poissonRatio(k1, t1, k2, t2);
    expect(got.ratio).toBeCloseTo(ratio, 12);
    expect(Math.abs(got.low - low)).toBeLessThan(1e-8);
    expect(Math.abs(got.high - high)).toBeLessThan(1e-8);
  });

  it("of a ratio have no upper end when the other count is nought", () => {
    expect(poissonRatio(5, 1, 0, 1).high).toBe(Infinity);
    expect(poissonRatio(0, 1, 0, 1)).toEqual({ ratio: 1, low: 0, high: Infinity });
  });
});

describe("Newcombe's interval of a difference of shares", () => {
  // Newcombe 1998, Statistics in Medicine 17, table II, method 10.
  it.each([
    [56, 70, 48, 80, 0.0524, 0.3339],
    [9, 10, 3, 10, 0.1705, 0.809],
    [6, 7, 2, 7, 0.0582, 0.8062],
    [5, 56, 0, 29, -0.0381, 0.1926],
    [0, 10, 0, 20, -0.1611, 0.2775],
    [10, 10, 0, 20, 0.6791, 1],
  ])("agrees with the published bounds for %i of %i against %i of %i", (k1, n1, k2, n2, low, high) => {
    const got = newcombe(k1, n1, k2, n2);
    expect(got.low).toBeCloseTo(low, 4);
    expect(got.high).toBeCloseTo(high, 4);
  });

  it("says nothing where nothing was counted", () => expect(newcombe(0, 0, 3, 9)).toEqual({ low: -1, high: 1 }));
});
