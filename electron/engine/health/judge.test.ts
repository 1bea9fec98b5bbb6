import { describe, expect, it } from "vitest";
import { formatMeasure, healthMetric, worstState } from "../../../shared/domain/health.ts";
import { judge } from "./judge.ts";

const state = (metric: string, k: number, n: number): string => judge(healthMetric(metric), { k, n }).state;

describe("the state of a measure", () => {
  it("follows the bounds of its metric on either side", () => {
    expect([
      state("res_actor", 950, 1000),
      state("res_actor", 949, 1000),
      state("res_actor", 850, 1000),
      state("res_actor", 849, 1000),
    ]).toEqual(["OK", "WARN", "WARN", "FAIL"]);
    expect([state("dup", 1, 1000), state("dup", 2, 1000), state("dup", 11, 1000)]).toEqual(["OK", "WARN", "FAIL"]);
  });

  it("is insufficient where a few could mean anything, and clear where even a few cannot", () => {
    expect(state("owner_cov", 4, 5)).toBe("INSUFFICIENT");
    expect(state("owner_cov", 0, 5)).toBe("FAIL");
    expect(judge(healthMetric("owner_cov"), { k: 4, n: 5 })).toMatchObject({
      value: 0.8,
      k: 4,
      n: 5,
      interval: { low: expect.closeTo(0.376, 2) as number },
    });
  });

  it("does not apply to nothing", () => {
    expect(judge(healthMetric("res_actor"), { k: 0, n: 0 })).toMatchObject({ state: "NOT_APPLICABLE", value: null, interval: null });
  });

  it("takes a fall in volume for as bad as a rise", () => {
    const drift = (amount: number): string => judge(healthMetric("volume_drift"), { amount }).state;
    expect([0.7, -0.7, 0.71, -1.5, 1.51, -1.6].map(drift)).toEqual(["OK", "OK", "WARN", "WARN", "FAIL", "FAIL"]);
  });

  it("never fails a metric that can only warn", () => {
    expect(judge(healthMetric("cmdb_retired"), { amount: 400 }).state).toBe("WARN");
  });

  it("says its number, its counts and its bounds", () => {
    expect(judge(healthMetric("owner_cov"), { k: 60, n: 100 }).reason).toBe("60 % (60 of 100); OK is at least 90 %, FAIL below 70 %");
    expect(formatMeasure("hours", 1)).toBe("1 hour");
  });
});

describe("the worst of several states", () => {
  it("puts what is not known before what is merely poor", () => {
    expect(worstState(["OK", "WARN", "INSUFFICIENT"])).toBe("INSUFFICIENT");
    expect(worstState(["INSUFFICIENT", "FAIL"])).toBe("FAIL");
    expect(worstState([])).toBe("NOT_APPLICABLE");
  });
});
