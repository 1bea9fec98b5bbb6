import { describe, expect, it } from "vitest";
import { areaUnderCurve, testDirection } from "./direction-test.ts";

const range = (from: number, count: number): number[] => Array.from({ length: count }, (_, i) => from + i);
const known = (bad: number[], good: number[]) => ({ bad, good, from: "of a test" });

describe("the test of a score's direction", () => {
  it("counts pairs, ties as half", () => {
    expect(areaUnderCurve([2, 3], [1, 2])).toBe(3.5 / 4);
    expect(areaUnderCurve([1], [2, 3])).toBe(0);
  });

  it("passes where the strange rows are where the direction says, with the interval", () => {
    expect(testDirection(known(range(100, 12), range(0, 30)), "higher_is_anomalous")).toMatchObject({
      state: "pass",
      auc: 1,
      bad: 12,
      good: 30,
    });
    expect(testDirection(known(range(0, 12), range(100, 30)), "lower_is_anomalous").state).toBe("pass");
  });

  it("refuses a direction that the known rows contradict, and says to turn it round", () => {
    expect(() => testDirection(known(range(0, 12), range(100, 30)), "higher_is_anomalous")).toThrow(
      expect.objectContaining({ code: "model-mismatch", detail: { hint: "Turn the direction round." } }) as Error,
    );
    expect(() => testDirection(known(range(0, 10), range(0, 10)), "higher_is_anomalous")).toThrow(/AUC 0\.50/);
  });

  it("says that fewer than ten of either prove nothing", () => {
    expect(testDirection(known(range(0, 9), range(100, 30)), "higher_is_anomalous")).toMatchObject({ state: "insufficient", auc: null });
  });

  it("says when the interval does not rule out chance", () => {
    expect(testDirection(known(range(1, 10), range(0, 10)), "higher_is_anomalous")).toMatchObject({ state: "uncertain" });
  });
});
