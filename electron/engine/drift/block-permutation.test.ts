import { describe, expect, it } from "vitest";
import { createRandom } from "../../../shared/lib/random.ts";
import { type BlockCounts, permuteBlocks, smallestPValue } from "./block-permutation.ts";
import { jensenShannon, kolmogorovSmirnov } from "./distances.ts";

const blocksOf = (rows: readonly (readonly number[])[]): BlockCounts => ({
  blocks: rows.length,
  bins: rows[0]?.length ?? 0,
  counts: Float64Array.from(rows.flat()),
});

/** Every choice of `k` of `n`. */
function choices(n: number, k: number): number[][] {
  if (k === 0) return [[]];
  if (n < k) return [];
  return [...choices(n - 1, k), ...choices(n - 1, k - 1).map((rest) => [...rest, n - 1])];
}

describe("block permutation", () => {
  it("approaches the exact p-value over all choices of blocks", () => {
    const random = createRandom(9);
    const rows = Array.from({ length: 10 }, (_, b) =>
      Array.from({ length: 4 }, (_unused, k) => 5 + random.below(10) + (b > 6 ? 4 * k : 0)),
    );
    const [reference, window] = [rows.slice(0, 7), rows.slice(7)];
    const sum = (of: readonly (readonly number[])[]): number[] => [0, 1, 2, 3].map((k) => of.reduce((s, row) => s + (row[k] ?? 0), 0));
    const observed = kolmogorovSmirnov(sum(reference), sum(window));
    const all = choices(10, 3).map((chosen) =>
      kolmogorovSmirnov(sum(rows.filter((_, b) => !chosen.includes(b))), sum(rows.filter((_, b) => chosen.includes(b)))),
    );
    const exact = all.filter((d) => d >= observed - 1e-12).length / all.length;
    const test = (seed: number) =>
      permuteBlocks({ reference: blocksOf(reference), window: blocksOf(window), statistic: kolmogorovSmirnov, permutations: 999, seed });
    const drawn = Array.from({ length: 200 }, (_, seed) => test(seed));
    expect(drawn[0]?.statistic).toBeCloseTo(observed, 12);
    expect(drawn[7]).toEqual(test(7));
    const mean = drawn.reduce((s, { pValue }) => s + pValue, 0) / drawn.length;
    expect(mean / exact).toBeGreaterThan(0.9);
    expect(mean / exact).toBeLessThan(1.15);
  });

  it("gives p-values at most alpha about alpha of the time when nothing differs", () => {
    const random = createRandom(12);
    const row = (): number[] => Array.from({ length: 5 }, () => random.below(20));
    const repeats = 400;
    let low = 0;
    for (let i = 0; i < repeats; i++) {
      const reference = blocksOf(Array.from({ length: 20 }, row));
      const window = blocksOf(Array.from({ length: 5 }, row));
      const { pValue } = permuteBlocks({ reference, window, statistic: (a, b) => jensenShannon(a, b, 0.5), permutations: 199, seed: i });
      if (pValue <= 0.1) low++;
    }
    // Three standard errors about 0.1.
    expect(low / repeats).toBeGreaterThan(0.055);
    expect(low / repeats).toBeLessThan(0.145);
  });

  it("knows how small a p-value the blocks allow", () => {
    expect(smallestPValue(20, 1, 999)).toBeCloseTo(1 / 21, 12);
    expect(smallestPValue(8, 2, 999)).toBeCloseTo(1 / 45, 12);
    expect(smallestPValue(300, 24, 999)).toBeCloseTo(1 / 1000, 12);
  });
});
