import { describe, expect, it } from "vitest";
import { createRandom } from "./random.ts";
import { medianInterval, minForMedian } from "./median-interval.ts";

const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i + 1);

describe("the interval of a median", () => {
  it("takes the ranks of the published tables", () => {
    // Conover, table A3 with p = 0.5; Hahn and Meeker, table A.9.
    const ranks = [
      [6, 1, 6],
      [10, 2, 9],
      [20, 6, 15],
      [25, 8, 18],
      [50, 18, 33],
      [100, 40, 61],
    ] as const;
    for (const [n, low, high] of ranks) expect(medianInterval(upTo(n)), String(n)).toMatchObject({ n, low, high, median: (n + 1) / 2 });
  });

  it("says nothing below the fewest values that can bound it", () => {
    expect(medianInterval([])).toEqual({ n: 0, median: undefined, low: undefined, high: undefined });
    expect(medianInterval(upTo(minForMedian - 1))).toEqual({ n: 5, median: 3, low: undefined, high: undefined });
    expect(medianInterval(upTo(minForMedian)).low).toBe(1);
  });

  it("holds the true median in at least 95 of 100 samples, whatever the distribution", () => {
    const random = createRandom(3);
    let held = 0;
    const rounds = 2000;
    for (let round = 0; round < rounds; round++) {
      const sample = Array.from({ length: 31 }, () => -Math.log(1 - random.float())).toSorted((a, b) => a - b);
      const { low = 1, high = 0 } = medianInterval(sample);
      if (low <= Math.LN2 && Math.LN2 <= high) held += 1;
    }
    expect(held / rounds).toBeGreaterThan(0.95);
  });

  it("goes on where one half to the power of n is no number any more", () => {
    const { low = 0, high = 0 } = medianInterval(upTo(100_000));
    expect(low).toBeGreaterThan(49_600);
    expect(low).toBeLessThan(49_700);
    expect(high).toBe(100_001 - low);
  });
});
