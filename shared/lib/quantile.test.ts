import { expect, it } from "vitest";
import { quantile } from "./quantile.ts";

it("interpolates as numpy.quantile does by default", () => {
  // numpy.quantile([1, 2, 4, 8, 16], [0, .05, .25, .5, .9, 1])
  const values = [1, 2, 4, 8, 16];
  expect([0, 0.05, 0.25, 0.5, 0.9, 1].map((q) => quantile(values, q))).toEqual([1, 1.2, 2, 4, 12.8, 16]);
});

it("knows nothing of nothing", () => {
  expect(quantile([], 0.5)).toBeNaN();
});
