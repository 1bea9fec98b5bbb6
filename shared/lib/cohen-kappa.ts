import { wilson } from "./wilson.ts";

export interface Kappa {
  readonly n: number;
  /** Pairs whose two ratings are the same. */
  readonly agreed: number;
  /** Undefined when every rating of both is in one category (or n is 0): then there is nothing but chance to agree on. */
  readonly kappa: number | undefined;
  /** Large-sample standard error; undefined as kappa is. */
  readonly error: number | undefined;
  /** 95 %, within [-1, 1]; the whole range when kappa is undefined. */
  readonly low: number;
  readonly high: number;
}

const z95 = 1.959963984540054;

/**
 * Cohen's kappa, unweighted: every disagreement counts the same, as is right for categories without an order. The first and the second of each
 * pair are the two raters. Standard error of Fleiss, Cohen and Everitt (1969, Psychological Bulletin 72, 323-327), not that under kappa = 0.
 * When all pairs agree that error is 0 and says nothing about few pairs: the lower end then takes the lower Wilson end of the observed agreement.
 */
export function cohenKappa<T>(pairs: readonly (readonly [T, T])[]): Kappa {
  const n = pairs.length;
  const agreed = pairs.filter(([a, b]) => a === b).length;
  const unknown = { n, agreed, kappa: undefined, error: undefined, low: -1, high: 1 };
  if (n === 0) return unknown;
  const share = (rater: 0 | 1): ReadonlyMap<T, number> =>
    new Map([...Map.groupBy(pairs, (pair) => pair[rater])].map(([category, own]) => [category, own.length / n]));
  const [first, second] = [share(0), share(1)];
  const of = (shares: ReadonlyMap<T, number>, category: T): number => shares.get(category) ?? 0;
  const observed = agreed / n;
  const expected = [...first].reduce((sum, [category, p]) => sum + p * of(second, category), 0);
  // Every product of shares is a multiple of 1/n², so anything nearer to 1 than that is 1.
  if (1 - expected < 0.5 / (n * n)) return unknown;
  const [chanceFree, disagreed] = [1 - expected, 1 - observed];
  const kappa = (observed - expected) / chanceFree;
  let [same, other] = [0, 0];
  for (const [a, b] of pairs) {
    if (a === b) same += (chanceFree - (of(first, a) + of(second, a)) * disagreed) ** 2 / n;
    else other += (of(second, a) + of(first, b)) ** 2 / n;
  }
  const offset = (observed * expected - 2 * expected + observed) ** 2;
  const error = Math.sqrt(Math.max(0, same + disagreed ** 2 * other - offset) / n) / chanceFree ** 2;
  const low = agreed === n ? (wilson(agreed, n).low - expected) / chanceFree : kappa - z95 * error;
  return { n, agreed, kappa, error, low: Math.max(-1, low), high: Math.min(1, kappa + z95 * error) };
}
