import { describe, expect, it } from "vitest";
import type { DriftCheck } from "../../../shared/contract/drift.ts";
import { checksInOrder, checkWord, intervalWords, notAsTrained, shapeWords } from "./drift-words.ts";

const check: DriftCheck = {
  layer: "distribution",
  feature: "bytes",
  title: "Bytes",
  measure: "wasserstein, ordinary spreads",
  effect: 0.31234,
  interval: { low: 0.2, high: 0.4 },
  threshold: 0.1,
  pValue: 0.001,
  adjusted: 0.004,
  n: 2500,
  effective: 1200.4,
  reference: 20_000,
  outcome: "moved",
  raised: true,
  isKey: false,
  importance: 0.2,
  also: {},
  shape: null,
  because: "",
};

describe("how a check is told", () => {
  it("with its interval, of which there may be one end only", () => {
    expect(intervalWords({ low: 0.20004, high: 0.4 })).toBe("0.2 to 0.4");
    expect(intervalWords({ low: 2, high: null })).toBe("2 to ∞");
  });

  it("by whether it lasts, never by colour alone", () => {
    expect(checkWord(check)).toEqual({ tone: "bad", word: "raised" });
    expect(checkWord({ raised: false, outcome: "moved" }).word).toBe("moved once");
    expect(checkWord({ raised: true, outcome: "as-trained" }).word).toBe("raised, now calm");
    expect(checkWord({ raised: false, outcome: "insufficient" }).tone).toBe("none");
  });

  it("raised ones first, each group as asked", () => {
    const calm: DriftCheck = { ...check, title: "Calm", raised: false, outcome: "as-trained" };
    expect(checksInOrder([calm, { ...calm, title: "Unknown", outcome: "insufficient" }, check]).map(({ title }) => title)).toEqual([
      "Bytes",
      "Unknown",
      "Calm",
    ]);
  });

  it("what is as in training is left for those who ask", () => {
    const calm: DriftCheck = { ...check, raised: false, outcome: "as-trained" };
    expect(notAsTrained({ checks: [calm, check, { ...calm, raised: true }] })).toHaveLength(2);
  });

  it("a pair of distributions by the bins that differ most", () => {
    const words = shapeWords({ bins: ["0", "1", "2", "missing"], trained: [0.5, 0.3, 0.2, 0], now: [0.1, 0.3, 0.2, 0.4] });
    expect(words).toMatch(/now: (0: 50 %, now 10 %; missing: 0 %, now 40 %|missing: 0 %, now 40 %; 0: 50 %, now 10 %);/);
  });
});
