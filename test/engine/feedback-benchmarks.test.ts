import { describe, expect, it } from "vitest";
import { calibration } from "../bench/anomaly/calibration.ts";
import { anomaliesFound } from "../bench/anomaly/feedback.ts";
import { heldOut } from "../bench/anomaly/replay.ts";
import { meanOf, range } from "../bench/anomaly/statistics.ts";
import { readLabelled } from "../unit-support/benchmark-data.ts";
import { noTestData, testData } from "../unit-support/test-data.ts";

const seeds = range(4).map((i) => i + 1);
const read = (...path: string[]) => readLabelled(testData("anomaly-benchmarks", ...path) ?? "");

describe.skipIf(noTestData("anomaly-benchmarks", "aad"))("verdicts on published sets", { timeout: 60_000 }, () => {
  // Published means over ten runs at 60 and 100 verdicts: Das et al. 2024 for tree-AAD, Siddiqui et al. 2018 for feedback-guided.
  it.each([
    { name: "abalone", aad: [18.4, 20.1], fg: [17, 19.4] },
    { name: "cardiotocography_1", aad: [38.7, 42.8], fg: [31.2, 41.8] },
  ])("find on $name what the published curves find, within two standard errors of so few runs", ({ name, aad, fg }) => {
    const found = anomaliesFound(read("aad", `${name}.csv`), seeds);
    for (const [i, at] of [2, 3].entries()) {
      const within = (m: { mean: number; se: number } | undefined): number => (m?.mean ?? 0) + 2 * Math.max(m?.se ?? 0, 0.5);
      expect(within(found.aad[at])).toBeGreaterThanOrEqual(aad[i] ?? 0);
      expect(within(found.fg[at])).toBeGreaterThanOrEqual(fg[i] ?? 0);
      expect(found.fused[at]?.mean).toBeGreaterThanOrEqual((found.plain[at]?.mean ?? 0) - 1);
      expect(within(found.fused[at])).toBeGreaterThanOrEqual(Math.min(aad[i] ?? 0, fg[i] ?? 0));
    }
  });

  it("raise held-out average precision, also when replayed into a new forest", () => {
    const { before, after, replay } = heldOut(read("aad", "cardiotocography_1.csv"), seeds);
    expect(after.ap.mean).toBeGreaterThan(before.ap.mean + 0.2);
    expect(replay.ap.mean).toBeGreaterThan(before.ap.mean + 0.2);
  });
});

describe.skipIf(noTestData("anomaly-benchmarks", "adbench"))("calibration on published sets", { timeout: 60_000 }, () => {
  it("holds its error rates before and after 60 verdicts", () => {
    const sets = ["cardio", "satimage-2"].map((name) => calibration(read("adbench", `${name}.csv`), range(10)));
    for (const rates of sets.flatMap(({ before, after }) => [before, after])) {
      expect(Math.abs(rates.typeOne.mean - 0.05)).toBeLessThan(0.01);
      expect(rates.fdr.mean).toBeLessThanOrEqual(0.1 + 2 * rates.fdr.se);
    }
    expect(meanOf(sets.map((s) => s.after.power)).mean).toBeGreaterThan(0.5);
  });
});
