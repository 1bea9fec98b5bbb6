import { describe, expect, it } from "vitest";
import { createRandom } from "../../../shared/lib/random.ts";
import { combinePValues } from "./combine-p.ts";

describe("combining p-values", () => {
  it.each([
    // Printed by the reference manual of ACAT, the authors' own R package (yaowuliu/ACAT, example of ?ACAT).
    { pValues: [2e-2, 4e-4, 0.2, 0.1, 0.8], combined: 0.001953404, digits: 9 },
    // Printed by the README of the Python package cauchycombt, a second implementation.
    { pValues: [0.43, 0.86, 0.003, 0.0001, 1e-4, 0.19], combined: 0.00029510164688062446, digits: 15 },
  ])("gives $combined for $pValues, as published", ({ pValues, combined, digits }) => {
    expect(combinePValues(pValues)).toBeCloseTo(combined, digits);
  });

  it("leaves one p-value as it is, and equal ones too: saying the same again is no new evidence", () => {
    expect(combinePValues([0.03])).toBe(0.03);
    expect(combinePValues(Array.from({ length: 9 }, () => 0.004))).toBeCloseTo(0.004, 15);
    expect(combinePValues([])).toBeUndefined();
  });

  it("does not depend on the order", () => {
    const random = createRandom(7);
    for (let round = 0; round < 200; round += 1) {
      const pValues = Array.from({ length: 2 + random.below(30) }, () => random.float() ** 4);
      const shuffled = pValues.map((p) => ({ p, at: random.float() })).toSorted((a, b) => a.at - b.at);
      expect(combinePValues(shuffled.map(({ p }) => p))).toBe(combinePValues(pValues));
    }
  });

  it("lies between the smallest times their number and the largest, and falls when one of them falls", () => {
    const random = createRandom(11);
    for (let round = 0; round < 200; round += 1) {
      const pValues = Array.from({ length: 2 + random.below(10) }, () => Math.max(1e-6, random.float() * 0.05));
      const combined = combinePValues(pValues) ?? Number.NaN;
      expect(combined).toBeGreaterThanOrEqual(Math.min(...pValues) * (1 - 1e-9));
      expect(combined).toBeLessThanOrEqual(Math.max(...pValues) * (1 + 1e-9));
      const [first = 1, ...rest] = pValues;
      expect(combinePValues([first / 2, ...rest]) ?? 1).toBeLessThan(combined);
    }
  });

  it("holds its level for ordinary days, also when the p-values are one and the same noise", () => {
    const random = createRandom(3);
    const rounds = 20_000;
    const hits = { independent: 0, dependent: 0 };
    for (let round = 0; round < rounds; round += 1) {
      const shared = random.float();
      if ((combinePValues([random.float(), random.float(), random.float(), random.float()]) ?? 1) <= 0.01) hits.independent += 1;
      if ((combinePValues([shared, shared, random.float(), 1 - random.float()]) ?? 1) <= 0.01) hits.dependent += 1;
    }
    // Five standard errors of a share of 0.01 over that many rounds.
    const most = 0.01 + 5 * Math.sqrt((0.01 * 0.99) / rounds);
    expect(hits.independent / rounds).toBeLessThan(most);
    expect(hits.dependent / rounds).toBeLessThan(most);
  });

  it("takes p-values of one and of almost nothing", () => {
    expect(combinePValues([1, 1])).toBeCloseTo(0.5, 12);
    expect(combinePValues([1e-300, 0.5])).toBeCloseTo(2e-300, 312);
  });
});
