import { describe, expect, it } from "vitest";
import { createRandom } from "../../../../shared/lib/random.ts";
import { learn, type Pattern, sharesOf } from "./expectation-maximisation.ts";

const u = [
  [0.99, 0.008, 0.002],
  [0.95, 0.05],
  [0.999, 0.001],
];

/** Pairs of which `matches` agree as `m` says and the others as `u` does, a few without a statement. */
function madePairs(count: number, matches: number, m: readonly (readonly number[])[], seed: number): number[][] {
  const random = createRandom(seed);
  const drawn = (shares: readonly number[]): number => {
    let rest = random.float();
    const level = shares.findIndex((share) => (rest -= share) < 0);
    return level < 0 ? shares.length - 1 : level;
  };
  return Array.from({ length: count }, () => {
    const shares = random.float() < matches ? m : u;
    return shares.map((one) => (random.float() < 0.1 ? -1 : drawn(one)));
  });
}

function counted(pairs: readonly (readonly number[])[]): Pattern[] {
  const groups = Map.groupBy(pairs, (levels) => levels.join());
  return [...groups.keys()].toSorted().map((key) => ({ levels: key.split(",").map(Number), pairs: groups.get(key)?.length ?? 0 }));
}

/** The same by the book: every pair for itself, products instead of sums of logarithms. */
function learnSlowly(pairs: readonly (readonly number[])[], rounds: number): { matches: number; m: number[][] } {
  let matches = 0.3;
  let m: number[][] = u.map((shares) =>
    shares.map((_, level) => (level === 0 ? 0.05 : shares.length === 2 ? 0.95 : level === shares.length - 1 ? 0.855 : 0.095)),
  );
  for (let round = 0; round < rounds; round += 1) {
    const expected = pairs.map((levels) => {
      const likelihood = (shares: readonly (readonly number[])[]): number =>
        levels.reduce((product, level, i) => (level < 0 ? product : product * (shares[i]?.[level] ?? 0)), 1);
      const yes = matches * likelihood(m);
      return yes / (yes + (1 - matches) * likelihood(u));
    });
    matches = expected.reduce((sum, one) => sum + one, 0) / pairs.length;
    m = m.map((shares, i) => {
      const sums = shares.map((_, level) => expected.reduce((sum, one, pair) => sum + (pairs[pair]?.[i] === level ? one : 0), 0));
      const all = sums.reduce((sum, one) => sum + one, 0);
      return sums.map((one) => one / all);
    });
  }
  return { matches, m };
}

const truth = [
  [0.1, 0.2, 0.7],
  [0.3, 0.7],
  [0.05, 0.95],
];

describe("learning m by expectation maximisation", () => {
  it("on counts of patterns gives what the textbook gives pair by pair", () => {
    const pairs = madePairs(3000, 0.2, truth, 11);
    const fast = learn({ patterns: counted(pairs), u, open: [0, 1, 2] });
    const slow = learnSlowly(pairs, fast.rounds + 1);
    expect(fast.rounds).toBeGreaterThan(3);
    expect(fast.matches).toBeCloseTo(slow.matches, 6);
    for (const [i, shares] of slow.m.entries())
      for (const [level, share] of shares.entries()) expect(fast.m[i]?.[level], `${i}/${level}`).toBeCloseTo(share, 5);
  });

  it("finds the shares that the pairs were made with", () => {
    const { m, matches } = learn({ patterns: counted(madePairs(40_000, 0.25, truth, 5)), u, open: [0, 1, 2] });
    expect(matches).toBeCloseTo(0.25, 1);
    for (const [i, shares] of truth.entries()) for (const [level, share] of shares.entries()) expect(m[i]?.[level]).toBeCloseTo(share, 1);
  });

  it("leaves comparisons alone that are not open", () => {
    const { m } = learn({ patterns: counted(madePairs(500, 0.5, truth, 3)), u, open: [0, 2] });
    expect(m[1]).toBeUndefined();
    expect(m[0]?.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
  });

  it("keeps near to what is usual while there is little to learn from", () => {
    const patterns = [{ levels: [2, 1, 1], pairs: 5 }];
    const seen = [[5, 15, 80], undefined, undefined];
    const alone = learn({ patterns, u, open: [0, 1, 2] }).m[0]?.[0] ?? 1;
    const guided = learn({ patterns, u, open: [0, 1, 2], seen }).m[0]?.[0] ?? 0;
    expect(alone).toBeLessThan(0.001);
    expect(guided).toBeCloseTo(0.05, 2);
  });
});

describe("shares of levels among random pairs", () => {
  it("leave out pairs that say nothing and give no level a share of nought", () => {
    const shares = sharesOf(
      [
        { levels: [0], pairs: 98 },
        { levels: [1], pairs: 1 },
        { levels: [-1], pairs: 900 },
      ],
      0,
      2,
    );
    expect(shares[0]).toBeCloseTo(98 / 99.5, 9);
    expect(shares[2]).toBeCloseTo(0.5 / 99.5, 9);
  });
});
