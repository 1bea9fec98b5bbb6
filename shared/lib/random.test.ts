import { describe, expect, it } from "vitest";
import { createRandom } from "./random.ts";

describe("the seeded generator", () => {
  it("gives the same stream for the same seed and another for another", () => {
    const take = (seed: number): number[] => {
      const random = createRandom(seed);
      return Array.from({ length: 20 }, () => random.uint32());
    };
    expect(take(7)).toEqual(take(7));
    expect(take(7)).not.toEqual(take(8));
  });

  it("spreads small ranges evenly (chi-square, 9 degrees of freedom, p > 0.001)", () => {
    const random = createRandom(1);
    const counts = Array.from({ length: 10 }, () => 0);
    for (let i = 0; i < 100_000; i++) {
      const x = random.below(10);
      counts[x] = (counts[x] ?? 0) + 1;
    }
    const chi2 = counts.reduce((sum, n) => sum + (n - 10_000) ** 2 / 10_000, 0);
    expect(chi2).toBeLessThan(27.88);
  });

  it("keeps floats inside [0, 1)", () => {
    const random = createRandom(3);
    for (let i = 0; i < 10_000; i++) {
      const x = random.float();
      expect(x >= 0 && x < 1).toBe(true);
    }
  });
});
