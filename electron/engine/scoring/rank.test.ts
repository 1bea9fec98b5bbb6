import { describe, expect, it } from "vitest";
import { createRandom } from "../../../shared/lib/random.ts";
import type { FeatureMatrix } from "../features/feature-matrix.ts";
import { createCalibration } from "./conformal.ts";
import { rankRows, rateRows, totalBudget } from "./rank.ts";

const dayUs = 86_400_000_000;
function matrixOf(rowCount: number): FeatureMatrix {
  const random = createRandom(4);
  return {
    rowCount,
    keys: [{ column: "host", values: Array.from({ length: rowCount }, (_, i) => `h${(i * 7919) % rowCount}`) }],
    labels: [],
    windowFromUs: new Float64Array(rowCount),
    windowToUs: new Float64Array(rowCount).fill(dayUs),
    events: new Float64Array(rowCount),
    extras: new Map(),
    featureNames: ["f"],
    observed: new Float64Array(rowCount),
    model: Float32Array.from({ length: rowCount }, () => random.float()),
  };
}

describe("ranking", () => {
  it("takes the highest scores by p-value, score and key, whatever the limit and however many ties", () => {
    const matrix = matrixOf(400);
    const random = createRandom(8);
    const scores = Float32Array.from({ length: 400 }, () => random.below(12) / 12);
    const calibration = createCalibration(scores.slice(0, 50));
    const all = rankRows(matrix, scores, 1000).map(rateRows(scores, calibration));
    expect(all.length).toBe(400);
    const host = (row: number): string => matrix.keys[0]?.values[row] ?? "";
    for (const [i, current] of all.entries()) {
      const previous = all[i - 1];
      if (previous === undefined) continue;
      expect(current.pValue).toBeGreaterThanOrEqual(previous.pValue);
      expect(current.score).toBeLessThanOrEqual(previous.score);
      if (current.score === previous.score) expect(host(current.row) > host(previous.row)).toBe(true);
    }
    for (const limit of [0, 1, 37, 200, 399, 400])
      expect(rankRows(matrix, scores, limit)).toEqual(all.slice(0, limit).map(({ row }) => row));
  });

  const spec = { dailyBudget: 20 };
  const beginningAt = (...days: number[]) => ({ windowFromUs: Float64Array.from(days, (d) => d * dayUs) });

  it("surfaces the daily budget for every day that has subjects, at most 500", () => {
    expect(totalBudget(spec, beginningAt(20_000))).toBe(20);
    expect(totalBudget(spec, beginningAt(20_000, 20_000.4, 20_000.9))).toBe(20);
    expect(totalBudget(spec, beginningAt(20_000.9, 20_001))).toBe(40);
    expect(totalBudget(spec, beginningAt(20_000, 20_400))).toBe(40);
    expect(totalBudget(spec, beginningAt(-0.5, 0))).toBe(40);
    expect(totalBudget(spec, beginningAt(...Array.from({ length: 90 }, (_, d) => d)))).toBe(500);
  });

  it("takes an analyst's number per day as it is", () => {
    expect(totalBudget(spec, beginningAt(20_000, 20_000.5), 7)).toBe(7);
    expect(totalBudget(spec, beginningAt(20_000, 20_003, 20_400), 300)).toBe(900);
  });
});
