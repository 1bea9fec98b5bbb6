import { describe, expect, it } from "vitest";
import { exact } from "./agreements.ts";
import type { ComparisonSet } from "./comparison-set.ts";
import { estimateShares, withoutMatches } from "./estimate-shares.ts";
import type { Pattern } from "./expectation-maximisation.ts";

const parts = (field: string) => [{ field }];
const set: ComparisonSet = {
  name: "made",
  fields: ["name", "number", "town"],
  links: "within",
  comparisons: [exact("name", "name"), exact("number", "number"), exact("town", "town")],
  blocking: [{ parts: parts("name") }],
  sure: { rules: [{ parts: parts("number") }], assumedRecall: 0.9 },
  training: [{ parts: parts("name") }, { parts: parts("number") }],
};

/** What pairs look like of which some match, for shares of agreement by comparison: expected counts, not drawn. */
function patternsOf(pairs: number, matches: number, m: readonly number[], u: readonly number[]): Pattern[] {
  const all = Array.from({ length: 2 ** m.length }, (_, i) => m.map((_m, c) => (i >> c) & 1));
  const likelihood = (levels: readonly number[], agree: readonly number[]): number =>
    levels.reduce((product, level, c) => product * (level === 1 ? (agree[c] ?? 0) : 1 - (agree[c] ?? 0)), 1);
  return all.map((levels) => ({ levels, pairs: pairs * (matches * likelihood(levels, m) + (1 - matches) * likelihood(levels, u)) }));
}

const m = [0.9, 0.8, 0.7];
const u = [0.01, 0.0001, 0.05];
const random = patternsOf(1_000_000, 0.002, m, u);
const candidates = [patternsOf(12_000, 0.15, [1, 0.8, 0.7], [1, 0.0001, 0.05]), patternsOf(2000, 0.9, [0.9, 1, 0.7], [0.01, 1, 0.05])];

describe("the shares of levels among pairs that do not match", () => {
  it("leave out the matches that are among random pairs", () => {
    const counted = estimateShares({ ...set, links: "across", isOnePerSource: true }, { random, candidates, eligiblePairs: 1_000_000 });
    const corrected = estimateShares(set, { random, candidates, eligiblePairs: 1_000_000 });
    expect(counted.u[1]?.[1]).toBeCloseTo(0.0001 * 0.998 + 0.8 * 0.002, 9);
    expect(corrected.u[1]?.[1]).toBeLessThan(0.0004);
    expect(corrected.u[1]?.[1]).toBeGreaterThanOrEqual(0.0001);
    for (const [i, share] of m.entries()) expect(corrected.m[i]?.[1], set.comparisons[i]?.name).toBeCloseTo(share, 2);
  });

  it("never come out as less than what a count can tell", () => {
    const rest = withoutMatches([0.999, 0.001], [0, 1], { matches: 0.01, pairs: 10_000 });
    expect(rest[1]).toBeCloseTo(Math.sqrt(0.001 / 10_000), 5);
    expect(rest.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
  });
});
