import { describe, expect, it } from "vitest";
import { healthMetric } from "../../../../shared/domain/health.ts";
import { sampleHealth } from "../../../../test/unit-support/fake-health.ts";
import { countsOf, gravest, toBoard, trendOf, valueText } from "./health-board.ts";

const report = sampleHealth(1_774_223_938_000_000, false);

describe("the health board", () => {
  it("has a column for each source, and one for what is asked of everything", () => {
    const { bySource, ofEstate } = toBoard(report);
    expect(bySource.every((row) => row.cells.length === report.sources.length)).toBe(true);
    expect(ofEstate.every((row) => row.cells.length === 1)).toBe(true);
  });

  it("opens at a failure that puts scores in doubt", () => {
    expect(gravest(report)).toMatchObject({ metric: "skew", source: "sysmon", state: "FAIL" });
    expect(countsOf(report)).toEqual({ FAIL: 2, WARN: 2, INSUFFICIENT: 1 });
  });

  it("gives the days of a metric in order", () => {
    const worst = gravest(report);
    const days = worst === undefined ? [] : trendOf(report, worst).map((result) => result.day);
    expect(days).toEqual(report.days);
  });

  it("writes a value in its unit, and nothing for what was not measured", () => {
    const [result] = report.results;
    if (result === undefined) throw new Error("the sample has results");
    expect(valueText(healthMetric("gap"), { ...result, value: 1 })).toBe("1 hour");
    expect(valueText(healthMetric("gap"), { ...result, value: null })).toBe("");
  });
});
