/** A surfaced subject as far as its place in the queue goes. */
export interface Placeable {
  readonly subjectKey: string;
  /** Canonical keys of the entities it is made of. */
  readonly entities: readonly string[];
}

/** How often one entity may come before everything else has had its turn. */
const perEntity = 3;

/**
 * Places, from 1, for subjects given by rank: in rounds, each taking every subject once and at most three of any entity, in the
 * order of their ranks. What a round leaves out comes in the next, so that one noisy host, or one pair seen day after day, does not
 * take the analyst's day; nothing is dropped, and where there is only one host the ranks stand.
 */
export function placesByTurn(ranked: readonly Placeable[]): number[] {
  const places = Array.from(ranked, () => 0);
  let waiting = [...ranked.keys()];
  let place = 0;
  while (waiting.length > 0) {
    const subjects = new Set<string>();
    const taken = new Map<string, number>();
    const left: number[] = [];
    for (const at of waiting) {
      const { subjectKey = "", entities = [] } = ranked[at] ?? {};
      if (subjects.has(subjectKey) || entities.some((entity) => (taken.get(entity) ?? 0) >= perEntity)) {
        left.push(at);
        continue;
      }
      subjects.add(subjectKey);
      for (const entity of entities) taken.set(entity, (taken.get(entity) ?? 0) + 1);
      places[at] = ++place;
    }
    waiting = left;
  }
  return places;
}
