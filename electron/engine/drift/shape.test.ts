import { describe, expect, it } from "vitest";
import { sumBlocks } from "./block-permutation.ts";
import { countBlocks, savedCounts, toProfile } from "./profile.ts";
import { shapeOf } from "./shape.ts";

const oneBlock = (n: number) => ({ rows: Uint32Array.from({ length: n }, (_, i) => i), blockOf: new Uint32Array(n), blocks: 1 });

function shapeBetween(training: readonly number[], window: readonly number[]) {
  const profile = toProfile(Float64Array.from(training), oneBlock(training.length));
  const saved = savedCounts(profile);
  const now = countBlocks(profile, Float64Array.from(window), oneBlock(window.length));
  return shapeOf(profile, sumBlocks(saved.counts, saved.bins, 1), sumBlocks(now.counts, now.bins, 1));
}

const upTo = (n: number, by = 1): number[] => Array.from({ length: n }, (_, i) => i * by);

describe("the shape of a feature in training and in a window", () => {
  it("is shares of its values where they are few, with what training did not see and what is missing", () => {
    const shape = shapeBetween([0, 0, 0, 1], [0, 1, 7, Number.NaN]);
    expect(shape).toEqual({ bins: ["0", "1", "other values", "missing"], trained: [0.75, 0.25, 0, 0], now: [0.25, 0.25, 0.25, 0.25] });
  });

  it("is shares of training's tenths where they are many, with what lies beyond them", () => {
    const shape = shapeBetween(upTo(1000), [...upTo(500), ...upTo(500).map((v) => v + 5000)]);
    expect(shape?.bins).toHaveLength(11);
    expect(shape?.bins.at(-1)).toBe("above 999");
    expect(shape?.now.at(-1)).toBeCloseTo(0.5, 9);
    for (const share of shape?.trained.slice(0, 10) ?? []) expect(share).toBeCloseTo(0.1, 1);
    expect(shape?.trained.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
    expect(shape?.now.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
  });

  it("names tenths in the feature's own unit although distances of a heavy tail are taken on logarithms", () => {
    const shape = shapeBetween(
      upTo(1000).map((i) => Math.exp(i / 80)),
      [1, 2, 3],
    );
    expect(shape?.bins[0]).toBe("to 3.49");
  });

  it("is unknown where the window holds nothing", () => {
    expect(shapeBetween([1, 2, 3], [])).toBeNull();
  });
});
