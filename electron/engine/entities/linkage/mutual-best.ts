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

/** Every pair with its margin over its rivals. */
export function rivalled<Pair extends Weighed>(pairs: readonly Pair[]): Rivalled<Pair>[] {
  const best = new Map<number, { first: number; second: number }>();
  const note = (record: number, weight: number): void => {
    const seen = best.get(record);
    if (seen === undefined) best.set(record, { first: weight, second: -Infinity });
    else if (weight > seen.first) [seen.first, seen.second] = [weight, seen.first];
    else if (weight > seen.second) seen.second = weight;
  };
  for (const { a, b, weight } of pairs) {
    note(a, weight);
    note(b, weight);
  }
  const rivalOf = (record: number, weight: number): number => {
    const seen = best.get(record);
    if (seen === undefined) return -Infinity;
    return weight === seen.first ? seen.second : seen.first;
  };
  return pairs.map((pair) => ({ pair, margin: pair.weight - Math.max(rivalOf(pair.a, pair.weight), rivalOf(pair.b, pair.weight)) }));
}

/** Pairs of records each of which is the other's best candidate; those that tie are dropped, since either could be the right one. */
export const mutualBest = <Pair extends Weighed>(pairs: readonly Pair[], leastMargin: number): Pair[] =>
  rivalled(pairs)
    .filter(({ margin }) => margin > 0 && margin >= leastMargin)
    .map(({ pair }) => pair);
