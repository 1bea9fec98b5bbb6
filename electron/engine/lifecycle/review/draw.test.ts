import { describe, expect, it } from "vitest";
import { dueCases, interleave, type Listed } from "./draw.ts";

const names = (prefix: string, n: number): string[] => Array.from({ length: n }, (_, i) => `${prefix}${i}`);
const candidate = [...names("both", 30), ...names("own", 30)];
const champion = [...names("theirs", 30), ...names("both", 30)];
const count = (cases: readonly Listed[], side: "candidateRank" | "championRank"): number =>
  cases.filter((one) => one[side] !== null).length;

describe("the sample of a blind review", () => {
  it("holds every subject of either list once, with its rank in each, in an order that only the seed decides", () => {
    const order = interleave({ candidate, champion }, "s");
    expect(order.map(({ identity }) => identity).toSorted()).toEqual([...new Set([...candidate, ...champion])].toSorted());
    for (const { identity, candidateRank, championRank } of order) {
      expect(candidateRank).toBe(candidate.indexOf(identity) + 1 || null);
      expect(championRank).toBe(champion.indexOf(identity) + 1 || null);
    }
    expect(interleave({ candidate, champion }, "s")).toEqual(order);
    const others = interleave({ candidate: champion, champion: candidate }, "s");
    expect(others.map(({ identity }) => identity)).toEqual(order.map(({ identity }) => identity));
    expect(interleave({ candidate, champion }, "t").map(({ identity }) => identity)).not.toEqual(order.map(({ identity }) => identity));
  });

  it("draws subjects of one list, of the other and of both alike, and high ranks no more than low ones", () => {
    const drawn = new Map<string, number>();
    const seeds = 600;
    for (let seed = 0; seed < seeds; seed++)
      for (const { identity } of interleave({ candidate, champion }, String(seed)).slice(0, 45))
        drawn.set(identity, (drawn.get(identity) ?? 0) + 1);
    // 45 of 90, 600 times: each count is binomial with mean 300 and standard deviation 12.2; five of those miss one of 90 in 19,000 trials.
    for (const [, n] of drawn) expect(Math.abs(n - 300)).toBeLessThan(62);
    expect(drawn.size).toBe(90);
  });

  it("ends as soon as each list has enough, and takes more for each that stays undecided", () => {
    const order = interleave({ candidate, champion }, "s");
    const rule = { needed: 25, hasChampion: true };
    const due = dueCases(order, rule);
    expect(due).toEqual(order.slice(0, due.length));
    expect(Math.min(count(due, "candidateRank"), count(due, "championRank"))).toBe(25);
    const before = due.slice(0, -1);
    expect(Math.min(count(before, "candidateRank"), count(before, "championRank"))).toBe(24);
    const shared = due.find((one) => one.candidateRank !== null && one.championRank !== null);
    const more = dueCases(order, rule, (one) => (one === shared ? null : true));
    expect(more.length).toBeGreaterThan(due.length);
    expect(Math.min(count(more, "candidateRank"), count(more, "championRank"))).toBe(26);
  });

  it("is no other whatever the verdicts say of malice", () => {
    const order = interleave({ candidate, champion }, "s");
    const rule = { needed: 25, hasChampion: true };
    expect(dueCases(order, rule, () => true)).toEqual(dueCases(order, rule, (one) => one.identity.endsWith("1")));
  });

  it("is all there is where a list is too short, and of the one list where there is no champion", () => {
    const order = interleave({ candidate, champion }, "s");
    expect(dueCases(order, { needed: 61, hasChampion: true })).toEqual(order);
    const alone = interleave({ candidate, champion: undefined }, "s");
    expect(dueCases(alone, { needed: 20, hasChampion: false })).toHaveLength(20);
    expect(dueCases([], { needed: 20, hasChampion: true })).toEqual([]);
  });
});
