import { describe, expect, it } from "vitest";
import { fewestPairs, signTest } from "./sign-test.ts";
import { wilson } from "./wilson.ts";

describe("the exact sign test", () => {
  // scipy 1.17.1, binomtest(b, b + c, 0.5).pvalue
  it.each([
    [0, 5, 0.0625],
    [0, 6, 0.03125],
    [1, 8, 0.0390625],
    [2, 10, 0.03857421875],
    [5, 15, 0.04138946533203125],
    [3, 3, 1],
    [17, 4, 0.007197380065917969],
    [520, 580, 0.0752055336026395],
    [600, 600, 1],
    [1600, 1400, 0.00027856396103923366],
  ])("agrees with SciPy for %i against %i", (b, c, p) => {
    expect(signTest(b, b + c)).toBeCloseTo(p, 12);
    expect(signTest(c, b + c)).toBeCloseTo(p, 12);
  });

  it("says nothing without a pair, and below six nothing at the 5 % level", () => {
    expect(signTest(0, 0)).toBe(1);
    expect(fewestPairs(0.05)).toBe(6);
  });
});

describe("the Wilson interval of a gate", () => {
  // scipy 1.17.1, binomtest(k, n).proportion_ci(0.95, "wilson")
  it.each([
    [9, 10, 0.5958499732047615, 0.9821237869049271],
    [45, 50, 0.7863976856252034, 0.9565242350681095],
    [16, 16, 0.8063923194655637, 1],
    [0, 188, 0, 0.020024132657813918],
  ])("agrees with SciPy for %i of %i", (k, n, low, high) => {
    expect(wilson(k, n).low).toBeCloseTo(low, 12);
    expect(wilson(k, n).high).toBeCloseTo(high, 12);
  });
});
