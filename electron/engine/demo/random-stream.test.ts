import { describe, expect, it } from "vitest";
import { openStream } from "./random-stream.ts";

const draw = (seed: number, name: string): number[] => {
  const random = openStream(seed, name);
  return Array.from({ length: 20 }, () => random.below(1_000_000));
};

describe("a named stream", () => {
  it("gives the same values for the same seed and name", () => {
    expect(draw(7, "hosts")).toEqual(draw(7, "hosts"));
  });

  it("gives other values for another name or another seed", () => {
    expect(draw(7, "hosts")).not.toEqual(draw(7, "people"));
    expect(draw(7, "hosts")).not.toEqual(draw(8, "hosts"));
  });

  it("does not depend on other streams having been opened", () => {
    const alone = draw(3, "a");
    draw(3, "b");
    expect(draw(3, "a")).toEqual(alone);
  });

  it("draws means and medians near what is asked", () => {
    const random = openStream(1, "statistics");
    const mean = (make: () => number): number => Array.from({ length: 20_000 }, make).reduce((a, b) => a + b, 0) / 20_000;
    expect(mean(() => random.normal(5, 2))).toBeCloseTo(5, 1);
    expect(mean(() => random.exponential(3))).toBeCloseTo(3, 0);
    expect(mean(() => random.poisson(2.5))).toBeCloseTo(2.5, 1);
    expect(mean(() => Number(random.chance(0.3)))).toBeCloseTo(0.3, 1);
    expect(mean(() => Number(random.logNormal(100, 1) > 100))).toBeCloseTo(0.5, 1);
  });

  it("shuffles without losing anything", () => {
    const items = Array.from({ length: 50 }, (_, i) => i);
    const shuffled = openStream(1, "shuffle").shuffled(items);
    expect(shuffled).not.toEqual(items);
    expect(shuffled.toSorted((a, b) => a - b)).toEqual(items);
  });
});
