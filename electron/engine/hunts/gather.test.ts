import { describe, expect, it } from "vitest";
import { createRandom, type Random } from "../../../shared/lib/random.ts";
import { arrangedBy } from "./arranged.ts";
import type { Finding } from "./finding.ts";
import { gather } from "./gather.ts";
import type { HuntBody } from "./hunt-decisions.ts";
import { findLinks, sharedEntities } from "./links.ts";

type Arrangement = HuntBody<"hunt.arrange">;
const hourUs = 3_600_000_000;

function finding(random: Random, i: number): Finding {
  const host = `host:fqdn:h${random.below(6)}.corp`;
  const entities = [
    host,
    `person:p${random.below(8)}`,
    ...(random.below(3) === 0 ? [`domain:d${random.below(3)}.example`] : []),
  ].toSorted();
  const fromUs = random.below(240) * hourUs;
  return {
    key: `f${i}`,
    id: `a${i}`,
    model: "beaconing",
    modelVersion: "v",
    dataset: "d",
    label: `a${i}`,
    headline: `a${i}`,
    fromUs,
    toUs: fromUs + hourUs,
    pValue: 0.01,
    verdict: undefined,
    isSuppressed: false,
    entities,
    actor: entities.find((entity) => entity.startsWith("person:")) ?? host,
    place: host,
  };
}

const made = (seed: number): { random: Random; findings: Finding[] } => {
  const random = createRandom(seed);
  return { random, findings: Array.from({ length: 4 + random.below(40) }, (_, i) => finding(random, i)) };
};
const shuffled = <T>(random: Random, items: readonly T[]): T[] =>
  items
    .map((item) => ({ item, at: random.float() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ item }) => item);

function groupsOf(findings: readonly Finding[], arrangements: readonly Arrangement[] = []): string[][] {
  const arranged = arrangedBy(arrangements, (id) => `f${id.slice(1)}`);
  const free = findings.filter((one) => !arranged.dropped.has(one.key));
  return gather(free, findLinks(free, sharedEntities(findings)), arranged).map((group) => group.map((one) => one.id));
}
const groupOf = (groups: readonly string[][], id: string): readonly string[] => groups.find((group) => group.includes(id)) ?? [];
/** Pairs that are in one group although somebody set them apart. */
const broken = (groups: readonly string[][], apart: Arrangement["apart"]): number =>
  apart.filter(([one, other]) => groups.some((group) => one.some((id) => group.includes(id)) && other.some((id) => group.includes(id))))
    .length;
const nothing = { together: [], apart: [], dropped: [] };

/** A person's next decision about the groups as they are. */
function decide(random: Random, groups: readonly string[][]): Arrangement | undefined {
  const large = groups.filter((group) => group.length > 1);
  const [one, other] = [large[random.below(Math.max(1, large.length))], groups[random.below(Math.max(1, groups.length))]];
  if (one === undefined || other === undefined) return undefined;
  const cut = 1 + random.below(one.length - 1);
  switch (random.below(3)) {
    case 0:
      return { how: "split", dropped: [], together: [one.slice(0, cut), one.slice(cut)], apart: [[one.slice(0, cut), one.slice(cut)]] };
    case 1:
      return one === other ? undefined : { how: "merge", ...nothing, together: [[...one, ...other]] };
    default:
      return { how: "drop", ...nothing, dropped: one.slice(0, 1) };
  }
}

describe("gathering", () => {
  it("does not depend on the order in which the findings come", () => {
    for (let seed = 1; seed <= 40; seed += 1) {
      const { random, findings } = made(seed);
      const groups = groupsOf(findings);
      expect(groups.flat().toSorted()).toEqual(findings.map((one) => one.id).toSorted());
      for (let round = 0; round < 3; round += 1) expect(groupsOf(shuffled(random, findings))).toEqual(groups);
    }
  });

  it("joins two by every way through followed entities that are near in time, and by no other", () => {
    for (let seed = 1; seed <= 25; seed += 1) {
      const { findings } = made(seed);
      const shared = sharedEntities(findings);
      const near = (a: Finding, b: Finding): boolean =>
        Math.max(a.fromUs, b.fromUs) - Math.min(a.toUs, b.toUs) <= 12 * hourUs &&
        a.entities.some((entity) => b.entities.includes(entity) && shared.get(entity)?.isFollowed === true);
      const reached = new Map(findings.map((one) => [one.id, new Set([one.id])]));
      for (let changed = true; changed;) {
        changed = false;
        for (const a of findings)
          for (const b of findings) {
            const [mine, theirs] = [reached.get(a.id), reached.get(b.id)];
            if (mine === undefined || theirs === undefined || mine === theirs || !near(a, b)) continue;
            for (const id of theirs) reached.set(id, mine.add(id));
            changed = true;
          }
      }
      for (const group of groupsOf(findings)) expect(new Set(group)).toEqual(reached.get(group[0] ?? ""));
    }
  });

  it("keeps the newest word of people on every pair, whatever is found later", () => {
    for (let seed = 1; seed <= 40; seed += 1) {
      const { random, findings } = made(seed);
      const arrangements: Arrangement[] = [];
      for (let i = 0; i < 5; i += 1) {
        const next = decide(random, groupsOf(findings, arrangements));
        if (next !== undefined) arrangements.push(next);
        const groups = groupsOf(findings, arrangements);
        expect(broken(groups, next?.apart ?? [])).toBe(0);
        for (const ids of next?.together ?? []) expect(groupOf(groups, ids[0] ?? "")).toEqual(expect.arrayContaining(ids));
        for (const id of next?.dropped ?? []) expect(groups.flat()).not.toContain(id);
      }
      const more = [...findings, ...Array.from({ length: 20 }, (_, i) => finding(random, 100 + i))];
      const [last] = arrangements.slice(-1);
      const later = groupsOf(more, arrangements);
      expect(broken(later, last?.apart ?? [])).toBe(0);
      expect(groupsOf(shuffled(random, more), arrangements)).toEqual(later);
    }
  });

  it("is as it was before when arrangements are taken back in turn", () => {
    for (let seed = 1; seed <= 40; seed += 1) {
      const { random, findings } = made(seed);
      const trail: { readonly arrangements: readonly Arrangement[]; readonly groups: string[][] }[] = [
        { arrangements: [], groups: groupsOf(findings) },
      ];
      for (let i = 0; i < 6; i += 1) {
        const { arrangements, groups } = trail.at(-1) ?? { arrangements: [], groups: [] };
        const next = decide(random, groups);
        if (next !== undefined) trail.push({ arrangements: [...arrangements, next], groups: groupsOf(findings, [...arrangements, next]) });
      }
      for (const { arrangements, groups } of trail.toReversed()) expect(groupsOf(findings, arrangements)).toEqual(groups);
    }
  });
});
