/** A surfaced subject as far as its place in the queue goes. */
export interface Placeable {
  readonly subjectKey: string;
  /** Canonical keys of the entities it is made of. */
  readonly entities: readonly string[];
}

/** Texts as small numbers, the same text the same number. */
function numberer(): (text: string) => number {
  const known = new Map<string, number>();
  return (text) => {
    const number = known.get(text) ?? known.size;
    known.set(text, number);
    return number;
  };
}

/** The waiting, one of each subject, and apart from them those whose subject is there already. */
function firstOfSubjects(waiting: readonly number[], ranked: readonly Placeable[]): { once: number[]; again: number[] } {
  const seen = new Set<string>();
  const [once, again]: [number[], number[]] = [[], []];
  for (const at of waiting) {
    const key = ranked[at]?.subjectKey ?? "";
    (seen.has(key) ? again : once).push(at);
    seen.add(key);
  }
  return { once, again };
}

/**
 * The given in a new order: next is always the one with the smallest rank times one more than the places its entities have, of
 * which the most counts; the smaller rank where these are alike.
 */
function byProportion(once: readonly number[], entitiesOf: readonly (readonly number[])[]): number[] {
  const taken: number[] = [];
  const rest = once.map((at, i) => ({ at, rank: i + 1, entities: entitiesOf[at] ?? [] }));
  const order: number[] = [];
  while (rest.length > 0) {
    let [best, least] = [0, Infinity];
    for (const [i, { rank, entities }] of rest.entries()) {
      if (rank >= least) break;
      const weighed = rank * (1 + entities.reduce((most, entity) => Math.max(most, taken[entity] ?? 0), 0));
      if (weighed < least) [best, least] = [i, weighed];
    }
    for (const { at, entities } of rest.splice(best, 1)) {
      order.push(at);
      for (const entity of entities) taken[entity] = (taken[entity] ?? 0) + 1;
    }
  }
  return order;
}

/**
 * Places, from 1, for subjects given by rank: in rounds, each taking every subject once. Within a round places are shared out among
 * entities in proportion to their ranks, as seats are by D'Hondt's method (after Dang and Croft 2012, "Diversity by
 * Proportionality"): who has k places already waits until k + 1 times its rank. So one noisy host, or one account on ten servers,
 * does not take the analyst's day; nothing is dropped, what is far stranger than the rest still comes soon, and where there is only
 * one host the ranks stand.
 */
export function placesByTurn(ranked: readonly Placeable[]): number[] {
  const toNumber = numberer();
  const entitiesOf = ranked.map(({ entities }) => entities.map(toNumber));
  const places = Array.from(ranked, () => 0);
  let waiting = [...ranked.keys()];
  let place = 0;
  while (waiting.length > 0) {
    const { once, again } = firstOfSubjects(waiting, ranked);
    for (const at of byProportion(once, entitiesOf)) places[at] = ++place;
    waiting = again;
  }
  return places;
}
