import { describe, expect, it } from "vitest";
import { wilson } from "../../../shared/lib/wilson.ts";
import { baseRateWords, medianWords, rateWords } from "./insight-words.ts";

const rate = (k: number, n: number) => {
  const { rate: share, low, high } = wilson(k, n);
  return { state: n < 30 ? "insufficient" : "measured", k, n, rate: share ?? null, low, high } as const;
};

describe("figures in words", () => {
  it("say a rate with what it rests on, and below the floor only what there is", () => {
    expect(rateWords(rate(14, 38), 30)).toEqual({ main: "37 %", detail: "14 of 38 · 23–53 %" });
    expect(rateWords(rate(3, 9), 30)).toEqual({ main: "too few to say", detail: "3 of 9, needs 30", isUnsure: true });
    expect(rateWords(rate(0, 0), 30)).toEqual({ main: "none yet", detail: "needs 30", isUnsure: true });
  });

  it("say a median with its interval and how many were not recorded", () => {
    const median = { state: "measured", n: 40, unknown: 3, median: 42, low: 30, high: 61 } as const;
    expect(medianWords(median, 6)).toEqual({ main: "42 s", detail: "n 40, 3 not recorded · 30 s to 1 min 1 s" });
    expect(medianWords({ ...median, state: "insufficient", n: 4, low: null, high: null }, 6).main).toBe("too few to say");
  });

  it("call a base rate that only counts what was confirmed a lower bound", () => {
    const exposure = { subjects: 41_208, surfaced: 560, perDay: 39.6 };
    const confirmed = { basis: "confirmed", rate: 3 / 41_208, low: 0, high: 0.001, k: 3, n: 41_208 } as const;
    expect(baseRateWords({ ...exposure, baseRate: confirmed })).toEqual({
      main: "at least 7×10⁻⁵",
      detail: "3 of 41,208 scored · 40 surfaced a day",
    });
    expect(
      baseRateWords({ ...exposure, baseRate: { basis: "blind-sample", rate: 0.002, low: 0.001, high: 0.004, k: null, n: 80 } }).main,
    ).toBe(".002");
  });
});
