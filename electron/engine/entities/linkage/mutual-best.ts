import type { Edge } from "./clusters.ts";

interface Weighed extends Edge {
  readonly weight: number;
}

/** A pair beside the best other candidate of either of its records. */
export interface Rivalled<Pair> {
  readonly pair: Pair;
  /** Bits by which the best other candidate of either record weighs less; negative when it weighs more, infinite when there is none. */
  readonly margin: number;
}

/**
 * Every pair with its margin over its rivals. A source has one record per thing, so a record has rivals for its partner only within the partner's source:
 * one in a third source may be the same thing as well.
 */
export function rivalled<Pair extends Weighed>(pairs: readonly Pair[], sources: readonly string[]): Rivalled<Pair>[] {
  const best = new Map<string, { first: number; second: number }>();
  const side = (record: number, partner: number): string => `${record} ${sources[partner] ?? ""}`;
  const note = (name: string, weight: number): void => {
    const seen = best.get(name);
    if (seen === undefined) best.set(name, { first: weight, second: -Infinity });
    else if (weight > seen.first) [seen.first, seen.second] = [weight, seen.first];
    else if (weight > seen.second) seen.second = weight;
  };
  for (const { a, b, weight } of pairs) {
    note(side(a, b), weight);
    note(side(b, a), weight);
  }
  const rivalOf = (name: string, weight: number): number => {
    const seen = best.get(name);
    if (seen === undefined) return -Infinity;
    return weight === seen.first ? seen.second : seen.first;
  };
  return pairs.map((pair) => {
    const { a, b, weight } = pair;
    return { pair, margin: weight - Math.max(rivalOf(side(a, b), weight), rivalOf(side(b, a), weight)) };
  });
}

/** Pairs of records each of which is the other's best candidate; those that tie are dropped, since either could be the right one. */
export const mutualBest = <Pair extends Weighed>(pairs: readonly Pair[], sources: readonly string[], leastMargin = 0): Pair[] =>
  rivalled(pairs, sources)
    .filter(({ margin }) => margin > 0 && margin >= leastMargin)
    .map(({ pair }) => pair);
