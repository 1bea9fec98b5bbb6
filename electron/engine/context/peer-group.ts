/** What makes things alike: `group:…`, `title:…`, `role:…` and so on, in one case. */
export interface Member {
  readonly key: string;
  readonly traits: readonly string[];
}

export interface Peer {
  readonly key: string;
  /** Weighted share of traits in common, 0 to 1. */
  readonly alike: number;
}

export const groupSize = 20;
/** Fewer are no group: a percentage of them would say nothing. */
export const leastPeers = 5;
/** A trait that more share than this tells nobody apart, and is not looked up. */
const mostSharing = 5000;

export interface PeerIndex {
  /** Up to `groupSize` members most like it, itself left out, most alike first. */
  peersOf(key: string): readonly Peer[];
}

/**
 * Ranks members by weighted Jaccard over their traits, each weighted by its inverse frequency: a small group in common says more than a large one. Ties go
 * by key. Members without a trait in common are no peers.
 */
export function toPeerIndex(members: readonly Member[]): PeerIndex {
  const traitsOf = new Map(members.map((member) => [member.key, [...new Set(member.traits)].toSorted()]));
  const having = new Map<string, string[]>();
  for (const [key, traits] of traitsOf)
    for (const trait of traits) {
      const keys = having.get(trait);
      if (keys === undefined) having.set(trait, [key]);
      else keys.push(key);
    }
  const weightOf = (trait: string): number => Math.log((1 + traitsOf.size) / (1 + (having.get(trait)?.length ?? 0))) + 0.1;
  const total = (key: string): number => (traitsOf.get(key) ?? []).reduce((sum, trait) => sum + weightOf(trait), 0);
  return {
    peersOf(key) {
      const common = new Map<string, number>();
      for (const trait of traitsOf.get(key) ?? []) {
        const sharing = having.get(trait) ?? [];
        if (sharing.length > mostSharing) continue;
        for (const other of sharing) if (other !== key) common.set(other, (common.get(other) ?? 0) + weightOf(trait));
      }
      const own = total(key);
      return [...common]
        .map(([other, weight]) => ({ key: other, alike: Math.round((weight / (own + total(other) - weight)) * 1000) / 1000 }))
        .toSorted((a, b) => b.alike - a.alike || (a.key < b.key ? -1 : 1))
        .slice(0, groupSize);
    },
  };
}
