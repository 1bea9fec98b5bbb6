import { describe, expect, it } from "vitest";
import { expected, ratesOf, workloadOf } from "./base-rate.ts";

const share = (k: number, n: number) => ({ k, n, low: 0.7, high: 0.9 });

describe("what a day brings at a base rate", () => {
  // Worked examples of the base-rate fallacy: one in a thousand and one in a hundred, and so on down.
  it.each([
    [0.9, 0.01, 1e-3, 0.0826],
    [0.9, 0.001, 1e-4, 0.0826],
    [0.9, 1e-4, 1e-4, 0.4737],
    [0.9, 1e-4, 1e-5, 0.0826],
  ])("at %f of bad and %f of good flagged and a base rate of %f has precision %f", (tpr, fpr, baseRate, precision) => {
    const day = workloadOf(tpr, fpr, { baseRate, subjectsPerDay: 1_000_000, minutesPerAlert: 10 });
    expect(day.precision).toBeCloseTo(precision, 3);
    expect(day.minutes).toBeCloseTo(day.alerts * 10, 6);
  });

  it("counts 10,890 alerts of a million at one in a thousand", () => {
    const day = workloadOf(0.9, 0.01, { baseRate: 1e-3, subjectsPerDay: 1_000_000, minutesPerAlert: 10 });
    expect(Math.round(day.alerts)).toBe(10_890);
  });

  it("reckons with the replay before the known-good cases, and with neither where nothing was counted", () => {
    const none = { bad: share(0, 0), good: share(0, 9), replay: null };
    expect(ratesOf(none)).toBeUndefined();
    expect(ratesOf({ ...none, bad: share(9, 9) })?.from).toBe("of known-good cases");
    expect(ratesOf({ ...none, bad: share(9, 9), good: share(0, 0) })).toBeUndefined();
  });

  it("gives the worst ends of the intervals beside what was counted", () => {
    const { likely, worst } = expected(
      { bad: share(8, 10), good: share(1, 10), from: "" },
      { baseRate: 0, subjectsPerDay: 10, minutesPerAlert: 1 },
    );
    expect([likely.alerts, worst.alerts]).toEqual([1, 9]);
    expect(workloadOf(0, 0, { baseRate: 0, subjectsPerDay: 0, minutesPerAlert: 0 }).precision).toBeNull();
  });
});
