import { describe, expect, it } from "vitest";
import { createRandom } from "../../../shared/lib/random.ts";
import { percentileOf, toBaseline } from "./baselines.ts";

describe("baseline", () => {
  it("gives the quantiles of the known values and counts only those", () => {
    const baseline = toBaseline(Float64Array.of(4, Number.NaN, 1, 3, 2, 5), 0);
    expect(baseline).toMatchObject({ n: 5, min: 1, p25: 2, median: 3, p75: 4, max: 5 });
    expect(baseline.p05).toBeCloseTo(1.2, 12);
    expect(baseline.grid.length).toBe(101);
  });

  it("stands at the imputed constant when training never saw a value", () => {
    expect(toBaseline(Float64Array.of(Number.NaN), 7)).toMatchObject({ n: 0, median: 7, min: 7, max: 7 });
  });
});

describe("percentile", () => {
  it("is the share of training rows at or below the value, within a grid step", () => {
    const random = createRandom(3);
    const values = Float64Array.from({ length: 4000 }, () => random.float() ** 4 * 100);
    const baseline = toBaseline(values, 0);
    for (const value of [-1, 0, 0.001, 1, 7, 50, 99, 200, ...values.slice(0, 50)]) {
      const exact = values.filter((v) => v <= value).length / values.length;
      expect(Math.abs(percentileOf(baseline, value) - exact)).toBeLessThan(0.011);
    }
  });

  it("counts rows equal to the value, also where most rows are equal, within a grid step", () => {
    const mostlyZero = toBaseline(
      Float64Array.from({ length: 1000 }, (_, i) => (i < 950 ? 0 : i)),
      0,
    );
    expect(percentileOf(mostlyZero, 0)).toBeGreaterThanOrEqual(0.94);
    expect(percentileOf(mostlyZero, -1)).toBe(0);
    expect(percentileOf(toBaseline(new Float64Array(10).fill(3), 0), 3)).toBe(1);
  });
});
