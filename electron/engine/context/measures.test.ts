import { describe, expect, it } from "vitest";
import { type DayFigures, toMeasures } from "./measures.ts";

const figures = (day: number, n: number): DayFigures => ({ day, n, counterparts: n, bytes: n * 1000, failures: 0, new_counterparts: 0 });
const days = (count: number): number[] => Array.from({ length: count }, (_, i) => i);
const of = (rows: DayFigures[], today: number, before: number[]) => toMeasures(rows, today, before).find(({ name }) => name === "count");

describe("a day against the days before", () => {
  it("is placed in the band of the days that have telemetry, silent ones among them", () => {
    const rows = [...days(19).map((day) => figures(day + 1, day + 1)), figures(20, 100)];
    expect(of(rows, 20, days(20))).toEqual({ name: "count", today: 100, days: 20, median: 9.5, low: 0.95, high: 18.05, percentile: 100 });
  });

  it("has no band below fourteen days, and no median without any", () => {
    expect(of([figures(5, 3)], 5, days(5))).toEqual({
      name: "count",
      today: 3,
      days: 5,
      median: 0,
      low: null,
      high: null,
      percentile: null,
    });
    expect(of([], 5, [])).toEqual({ name: "count", today: 0, days: 0, median: null, low: null, high: null, percentile: null });
  });
});
