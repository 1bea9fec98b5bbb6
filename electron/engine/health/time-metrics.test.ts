import { describe, expect, it } from "vitest";
import { toBindings } from "./bindings.ts";
import { dayShapes, dayUs, hourUs, quantile } from "./time-metrics.ts";

/** Monday, 5 January 2026. */
const start = Date.UTC(2026, 0, 5) * 1000;

/** A hundred events an hour by day, thirty at night, a third of it at weekends. */
function usual(days: number): Map<number, number> {
  const hours = new Map<number, number>();
  for (let day = 0; day < days; day += 1)
    for (let hour = 0; hour < 24; hour += 1) {
      const base = hour >= 7 && hour < 19 ? 100 : 30;
      hours.set(start + day * dayUs + hour * hourUs, day % 7 >= 5 ? Math.round(base / 3) : base);
    }
  return hours;
}

const at = (day: number): number => start + day * dayUs;
const amountOf = (measured: unknown): number | undefined =>
  typeof measured === "object" && measured !== null && "amount" in measured && typeof measured.amount === "number"
    ? measured.amount
    : undefined;

describe("the shape of days", () => {
  it("finds nothing where every day is like its kind, weekends included", () => {
    const shapes = dayShapes(usual(14));
    expect([...shapes.values()].map((shape) => amountOf(shape.gap))).toEqual(Array(14).fill(0));
    expect([...shapes.values()].every((shape) => Math.abs(amountOf(shape.drift) ?? 9) < 0.01)).toBe(true);
  });

  it("counts a missing day as a gap of 24 hours and not as a change of volume", () => {
    const hours = usual(14);
    for (let hour = 0; hour < 24; hour += 1) hours.delete(at(8) + hour * hourUs);
    const shape = dayShapes(hours).get(at(8));
    expect(amountOf(shape?.gap)).toBe(24);
    expect(shape?.drift).toMatchObject({ lacking: "INSUFFICIENT" });
    expect(amountOf(dayShapes(hours).get(at(7))?.gap)).toBe(0);
  });

  it("sees a sixfold day, and leaves the days around it alone", () => {
    const hours = usual(14);
    for (let hour = 0; hour < 24; hour += 1) hours.set(at(9) + hour * hourUs, (hours.get(at(9) + hour * hourUs) ?? 0) * 6);
    const shapes = dayShapes(hours);
    expect(amountOf(shapes.get(at(9))?.drift)).toBeCloseTo(Math.log(6), 2);
    expect(amountOf(shapes.get(at(8))?.drift)).toBeCloseTo(0, 2);
  });

  it("says nothing of a single day, nor of hours that are often empty", () => {
    expect([...dayShapes(usual(1)).values()][0]?.gap).toMatchObject({ lacking: "INSUFFICIENT" });
    const sparse = usual(14);
    for (let day = 0; day < 14; day += 2) sparse.delete(at(day) + 3 * hourUs);
    expect([...dayShapes(sparse).values()].every((shape) => amountOf(shape.gap) === 0)).toBe(true);
  });
});

describe("the quantile of counted values", () => {
  it("is the least value that reaches the share", () => {
    expect(
      quantile(
        [
          { value: 30, n: 95 },
          { value: 600, n: 5 },
        ],
        0.95,
      ),
    ).toBe(30);
    expect(
      quantile(
        [
          { value: 30, n: 94 },
          { value: 600, n: 6 },
        ],
        0.95,
      ),
    ).toBe(600);
    expect(quantile([], 0.5)).toBeUndefined();
  });
});

describe("bindings of an address", () => {
  const span = (fromUs: number, toUs: number, device: string) => ({ fromUs, toUs, device, hostName: undefined });

  it("join renewals of one device and cut out the time two devices claim", () => {
    const leases = new Map([["10.0.0.5", [span(0, 10, "a"), span(10, 30, "a"), span(20, 40, "b"), span(50, 60, "b")]]]);
    expect(toBindings(leases).map(({ holders, fromUs, toUs }) => [holders, fromUs, toUs])).toEqual([
      [1, 0, 20],
      [2, 20, 30],
      [1, 30, 40],
      [1, 50, 60],
    ]);
  });
});
