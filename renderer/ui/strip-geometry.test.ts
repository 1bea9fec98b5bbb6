import { describe, expect, test } from "vitest";
import fc from "fast-check";
import { type Baseline, toStrip } from "./strip-geometry.ts";

const usual: Baseline = { min: 0, p05: 10, p25: 20, median: 30, p75: 44, p95: 62, max: 99 };

describe("a value against its usual range", () => {
  test("the parts stand in order and inside the strip", () => {
    const strip = toStrip(usual, 98);
    expect(strip.outer[0]).toBeLessThan(strip.inner[0]);
    expect(strip.inner[0]).toBeLessThan(strip.median);
    expect(strip.median).toBeLessThan(strip.inner[1]);
    expect(strip.inner[1]).toBeLessThan(strip.outer[1]);
    expect(strip.value).toBeGreaterThan(strip.outer[1]);
    expect(strip.place).toBe("outside");
  });

  test("one far value does not squeeze the usual range to a point", () => {
    const strip = toStrip(usual, 1e9);
    expect(strip.value).toBe(1);
    expect(strip.outer[1] - strip.outer[0]).toBeGreaterThan(0.05);
  });

  test("places are named by the quantiles", () => {
    expect(toStrip(usual, 30).place).toBe("usual");
    expect(toStrip(usual, 50).place).toBe("uncommon");
    expect(toStrip(usual, 5).place).toBe("outside");
    expect(toStrip(usual, null)).toMatchObject({ place: "missing", value: undefined });
  });

  test("a feature that never varied still shows its one value in the middle and an odd one at the end", () => {
    const constant: Baseline = { min: 1, p05: 1, p25: 1, median: 1, p75: 1, p95: 1, max: 1 };
    expect(toStrip(constant, 1).median).toBe(0.5);
    expect(toStrip(constant, 7)).toMatchObject({ value: 1, median: 0, place: "outside" });
  });

  test("for any baseline every position is a number from 0 to 1 and grows with the value", () => {
    fc.assert(
      fc.property(fc.array(fc.float({ noNaN: true, min: -1e9, max: 1e9 }), { minLength: 9, maxLength: 9 }), (drawn) => {
        const [a = 0, b = 0, ...rest] = drawn;
        const [min = 0, p05 = 0, p25 = 0, median = 0, p75 = 0, p95 = 0, max = 0] = rest.toSorted((x, y) => x - y);
        const baseline = { min, p05, p25, median, p75, p95, max };
        const strip = toStrip(baseline, a);
        for (const x of [...strip.outer, ...strip.inner, strip.median, strip.value ?? 0]) {
          expect(x).toBeGreaterThanOrEqual(0);
          expect(x).toBeLessThanOrEqual(1);
        }
        if (a >= min && b >= a && b <= max) expect(toStrip(baseline, b).value ?? 0).toBeGreaterThanOrEqual((strip.value ?? 0) - 1e-9);
      }),
    );
  });
});
