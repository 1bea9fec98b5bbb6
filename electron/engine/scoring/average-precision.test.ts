import { expect, it } from "vitest";
import { averagePrecision } from "./average-precision.ts";

// sklearn.metrics.average_precision_score: the example of its documentation, and one with ties computed by its definition.
it("average precision agrees with scikit-learn", () => {
  expect(averagePrecision([0.1, 0.4, 0.35, 0.8], [false, false, true, true])).toBeCloseTo(0.8333333333333333, 12);
  expect(averagePrecision([0.5, 0.5, 0.2], [true, false, true])).toBeCloseTo(0.5 * 0.5 + 0.5 * (2 / 3), 12);
  expect(averagePrecision([0.5, 0.2], [false, false])).toBe(0);
});
