import { describe, expect, it } from "vitest";
import { cohenKappa } from "./cohen-kappa.ts";
import { createRandom } from "./random.ts";

const fromTable = (table: readonly (readonly number[])[]): [number, number][] =>
  table.flatMap((row, i) => row.flatMap((count, j) => Array.from({ length: count }, (): [number, number] => [i, j])));

describe("Cohen's kappa", () => {
  it("is what SAS PROC FREQ prints (in statsmodels/stats/tests/test_inter_rater.py, table10), to its four digits", () => {
    const { n, agreed, kappa, error, low, high } = cohenKappa(
      fromTable([
        [0, 4, 1],
        [0, 8, 0],
        [0, 1, 5],
      ]),
    );
    expect([n, agreed]).toEqual([19, 13]);
    expect(kappa).toBeCloseTo(0.4842, 4);
    expect(error).toBeCloseTo(0.138, 4);
    expect(low).toBeCloseTo(0.2137, 4);
    expect(high).toBeCloseTo(0.7547, 4);
  });

  it("is what R irr kappa2(anxiety[, 2:3]) gives (same file), to seven digits", () => {
    const { kappa } = cohenKappa(anxiety.slice(20, 40).map((rating, i): [number, number] => [rating, anxiety[40 + i] ?? 0]));
    expect(kappa).toBeCloseTo(-0.006289308, 8);
  });

  it("has the error that the delta method gives by differences, over random tables", () => {
    const random = createRandom(7);
    for (let round = 0; round < 50; round += 1) {
      const size = 2 + random.below(4);
      const table = Array.from({ length: size }, (_, i) => Array.from({ length: size }, (__, j) => random.below(9) + (i === j ? 6 : 0)));
      const { kappa, error } = cohenKappa(fromTable(table));
      expect(error).toBeCloseTo(deltaError(table), 6);
      expect(kappa).toBeCloseTo(kappaOf(table), 12);
    }
  });

  it("is no different for the raters' order", () => {
    const pairs = fromTable([
      [12, 5],
      [2, 20],
    ]);
    const turned = cohenKappa(pairs.map(([a, b]): [number, number] => [b, a]));
    const straight = cohenKappa(pairs);
    expect(turned.kappa).toBeCloseTo(straight.kappa ?? Number.NaN, 12);
    expect(turned.error).toBeCloseTo(straight.error ?? Number.NaN, 12);
  });

  it("is undefined without pairs, and where both only ever say one thing", () => {
    expect(cohenKappa([])).toEqual({ n: 0, agreed: 0, kappa: undefined, error: undefined, low: -1, high: 1 });
    expect(cohenKappa(fromTable([[40]]))).toEqual({ n: 40, agreed: 40, kappa: undefined, error: undefined, low: -1, high: 1 });
  });

  it("does not claim certainty when all of a few pairs agree", () => {
    const { kappa, error, low, high } = cohenKappa(
      fromTable([
        [15, 0],
        [0, 15],
      ]),
    );
    expect([kappa, error, high]).toEqual([1, 0, 1]);
    // Wilson 30/30: 0.8865; chance 0.5.
    expect(low).toBeCloseTo((0.8865 - 0.5) / 0.5, 3);
  });
});

/** Twenty subjects by three raters, rater by rater (irr::anxiety, as printed in the same file). */
const anxiety = [
  3, 3, 3, 4, 5, 5, 2, 3, 5, 2, 2, 6, 1, 5, 2, 2, 1, 2, 4, 3, 3, 6, 4, 6, 2, 4, 2, 4, 3, 3, 2, 3, 3, 3, 2, 2, 1, 3, 3, 4, 2, 1, 4, 4, 3, 2,
  1, 6, 1, 1, 1, 2, 3, 3, 1, 1, 3, 3, 2, 2,
];

function kappaOf(table: readonly (readonly number[])[]): number {
  const n = table.flat().reduce((a, b) => a + b, 0);
  const row = table.map((cells) => cells.reduce((a, b) => a + b, 0) / n);
  const column = table.map((_, j) => table.reduce((sum, cells) => sum + (cells[j] ?? 0), 0) / n);
  const observed = table.reduce((sum, cells, i) => sum + (cells[i] ?? 0), 0) / n;
  const expected = row.reduce((sum, p, i) => sum + p * (column[i] ?? 0), 0);
  return (observed - expected) / (1 - expected);
}

/** Standard error of a function of multinomial shares, its gradient taken by central differences. */
function deltaError(table: readonly (readonly number[])[]): number {
  const n = table.flat().reduce((a, b) => a + b, 0);
  const h = 1e-4;
  const gradient = table.map((cells, i) =>
    cells.map((_, j) => {
      const moved = (by: number): number => kappaOf(table.map((row, k) => row.map((cell, l) => (k === i && l === j ? cell + by : cell))));
      return ((moved(h) - moved(-h)) / (2 * h)) * n;
    }),
  );
  const shares = table.map((cells) => cells.map((cell) => cell / n));
  const mean = gradient.flat().reduce((sum, g, k) => sum + g * (shares.flat()[k] ?? 0), 0);
  const square = gradient.flat().reduce((sum, g, k) => sum + g * g * (shares.flat()[k] ?? 0), 0);
  return Math.sqrt((square - mean * mean) / n);
}
