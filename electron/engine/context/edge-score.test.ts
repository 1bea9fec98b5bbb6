import { describe, expect, it } from "vitest";
import { judgedBits } from "./history.ts";
import { bitsText, scoreBits, totalBits, type EdgeEvidence } from "./edge-score.ts";

const day = 86_400_000_000;

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
    expect(bitsOf({ days: 1 }, "rarity")).toBeGreaterThan(bitsOf({ days: 5 }, "rarity"));
    expect(bitsOf({ peers: { having: 0, of: 100 } }, "peer-rarity")).toBe(6);
    expect(bitsOf({ peers: { having: 50, of: 100 } }, "peer-rarity")).toBe(1);
  });

  it("says nothing about peers below five, nor of a first sighting without two weeks before", () => {
    expect(bitsOf({ peers: { having: 0, of: 4 } }, "peer-rarity")).toBe(0);
    expect(bitsOf({ isFirstSeen: true, baselineDays: 13 }, "first-seen")).toBe(0);
    expect(bitsOf({ isFirstSeen: true, baselineDays: 14 }, "first-seen")).toBe(2);
  });

  it("grows with what is critical near its far end, less with each step", () => {
    expect(bitsOf({ crown: { hops: 0, criticality: 4 } }, "crown")).toBe(6);
    expect(bitsOf({ crown: { hops: 2, criticality: 4 } }, "crown")).toBe(2);
    expect(bitsOf({ crown: { hops: 2, criticality: 3 } }, "crown")).toBe(1.5);
    expect(bitsOf({ criticality: 2 }, "crown")).toBe(3);
  });

  it("remembers what was judged of its far end", () => {
    expect(bitsOf({ history: 2 }, "prior")).toBe(2);
    expect(bitsOf({ history: -3 }, "prior")).toBe(-3);
    expect(judgedBits("malicious", false, 0)).toBe(2);
    expect(judgedBits("benign", true, 30 * day)).toBe(-1.5);
    expect(judgedBits("benign", false, 0)).toBe(0);
    expect(judgedBits("benign", true, 91 * day)).toBe(0);
    expect(judgedBits("insufficient-data", true, 0)).toBe(0);
  });

  it("falls for servers shared by many and for what is not certain", () => {
    expect(bitsOf({ degree: 150 }, "hub")).toBe(-2);
    expect(bitsOf({ confidence: 0.5 }, "uncertainty")).toBe(-2);
  });

  it("is the sum of the terms it names", () => {
    const bits = scoreBits({ ...plain, days: 1, criticality: 4, distanceUs: 0 });
    expect(totalBits(bits)).toBeCloseTo(
      bits.reduce((sum, b) => sum + b.bits, 0),
      6,
    );
    expect(bitsText(bits)).toMatch(/^\d+(\.\d)? bits: kind \+1, rare for it \+2\.9, close in time \+3, critical \+6$/);
  });
});
