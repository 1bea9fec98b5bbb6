import { describe, expect, it } from "vitest";
import { bitsText, scoreBits, totalBits, type EdgeEvidence } from "./edge-score.ts";

const plain: EdgeEvidence = {
  prior: 1,
  days: 10,
  coverageDays: 10,
  isFirstSeen: false,
  baselineDays: 20,
  distanceUs: Number.MAX_SAFE_INTEGER,
  isEvidence: false,
  degree: 0,
  confidence: 1,
  criticality: 0,
};
const bitsOf = (change: Partial<EdgeEvidence>, code: string): number =>
  scoreBits({ ...plain, ...change }).find((one) => one.code === code)?.bits ?? 0;

describe("the weight of a relation", () => {
  it("grows as days and peers having it shrink", () => {
    expect(bitsOf({ days: 1 }, "rare for it")).toBeGreaterThan(bitsOf({ days: 5 }, "rare for it"));
    expect(bitsOf({ peers: { having: 0, of: 100 } }, "rare among peers")).toBe(6);
    expect(bitsOf({ peers: { having: 50, of: 100 } }, "rare among peers")).toBe(1);
  });

  it("says nothing about peers below five, nor of a first sighting without two weeks before", () => {
    expect(bitsOf({ peers: { having: 0, of: 4 } }, "rare among peers")).toBe(0);
    expect(bitsOf({ isFirstSeen: true, baselineDays: 13 }, "first seen")).toBe(0);
    expect(bitsOf({ isFirstSeen: true, baselineDays: 14 }, "first seen")).toBe(2);
  });

  it("falls for servers shared by many and for what is not certain", () => {
    expect(bitsOf({ degree: 150 }, "shared by many")).toBe(-2);
    expect(bitsOf({ confidence: 0.5 }, "not certain")).toBe(-2);
  });

  it("is the sum of the terms it names", () => {
    const bits = scoreBits({ ...plain, days: 1, criticality: 4, distanceUs: 0 });
    expect(totalBits(bits)).toBeCloseTo(
      bits.reduce((sum, b) => sum + b.bits, 0),
      6,
    );
    expect(bitsText(bits)).toMatch(/^\d+(\.\d)? bits: kind \+1, rare for it \+2\.9, close in time \+3, critical \+3$/);
  });
});
