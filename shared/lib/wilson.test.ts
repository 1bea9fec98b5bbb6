import { describe, expect, it } from "vitest";
import { wilson } from "./wilson.ts";

describe("the Wilson interval", () => {
  // Newcombe 1998, Statistics in Medicine 17, table I, method 3.
  it.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])("agrees with the published bounds for %i of %i", (k, n, low, high) => {
    const got = wilson(k, n);
    expect(got.low).toBeCloseTo(low, 4);
    expect(got.high).toBeCloseTo(high, 4);
  });

  it("is the whole unit interval when nothing was tried", () => {
    expect(wilson(0, 0)).toEqual({ k: 0, n: 0, rate: undefined, low: 0, high: 1 });
  });
});
