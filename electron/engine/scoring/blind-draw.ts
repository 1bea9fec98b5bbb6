import type { BlindKind } from "../../../shared/domain/blind.ts";
import { createRandom, type Random } from "../../../shared/lib/random.ts";

/**
 * A coin is thrown for every place of a run's queue: with `share` it makes room for an audit item, with `share` for a surfaced subject
 * that is judged blind, else it is the next surfaced subject's. Audit items are a simple random sample, without replacement, of the
 * subjects that are not surfaced, the blind surfaced ones of those that are, and both are dealt to the blind places at random.
 *
 * Of every blind place it is then one to one which kind it holds, wherever it is and whatever the others turned out to be: no place,
 * count or earlier verdict gives an open one away. With fixed numbers the last ones would follow from those already known.
 */
export interface BlindDraw {
  /** How many subjects are surfaced: those at the head of the order. */
  readonly surfaced: number;
  /** Indexes in the order of ranks, with what the log keeps of each. */
  readonly blind: ReadonlyMap<number, DrawnItem>;
  /** For every place an index in the order of ranks, or undefined for the next surfaced subject that is not blind. */
  readonly places: readonly (number | undefined)[];
}

export interface DrawnItem {
  readonly kind: BlindKind;
  readonly pool: number;
  readonly sample: number;
  /** Chance of being put before the analyst, over all that the coins could have said; 1 when surfaced. */
  readonly propensity: number;
}

interface DrawInput {
  /** Subjects that were scored. */
  readonly subjects: number;
  /** Places in the queue. */
  readonly places: number;
  readonly share: number;
  readonly seed: number;
}

const nothingDrawn = (places: number): BlindDraw => ({
  surfaced: places,
  blind: new Map(),
  places: Array.from({ length: places }, () => undefined),
});

/** Where every subject is surfaced there is nothing to draw from, and nothing to hide. */
export function drawBlind({ subjects, places, share, seed }: DrawInput): BlindDraw {
  if (share <= 0 || subjects <= places) return nothingDrawn(Math.min(subjects, places));
  const random = createRandom(seed);
  const coins = Array.from({ length: places }, () => random.float());
  const audits = coins.filter((coin) => coin < share).length;
  const surfaced = places - audits;
  const hidden = coins.filter((coin) => coin >= share && coin < 2 * share).length;
  const pool = subjects - surfaced;
  const chance = inclusion({ subjects, places, share });
  const blind = new Map<number, DrawnItem>();
  for (const index of sampleOf(random, pool, audits).map((i) => surfaced + i))
    blind.set(index, { kind: "audit", pool, sample: audits, propensity: chance(index) });
  for (const index of sampleOf(random, surfaced, hidden))
    blind.set(index, { kind: "surfaced", pool: surfaced, sample: hidden, propensity: 1 });
  const dealt = shuffled(random, [...blind.keys()]);
  return { surfaced, blind, places: coins.map((coin) => (coin < 2 * share ? dealt.pop() : undefined)) };
}

/** `n` of 0 … size-1, every set of n as likely as any other (Floyd's algorithm, Bentley 1987). */
function sampleOf(random: Random, size: number, n: number): number[] {
  const chosen = new Set<number>();
  for (let top = size - n; top < size; top++) {
    const pick = random.below(top + 1);
    chosen.add(chosen.has(pick) ? top : pick);
  }
  return [...chosen];
}

function shuffled(random: Random, values: readonly number[]): number[] {
  const result = [...values];
  for (let last = result.length - 1; last > 0; last--) {
    const other = random.below(last + 1);
    const [a = 0, b = 0] = [result[last], result[other]];
    result[last] = b;
    result[other] = a;
  }
  return result;
}

/**
 * The chance that a subject is drawn as an audit item, by its index in the order of ranks: with n of `places` coins for it
 * (binomial), subjects from places-n on are the pool and n of them are drawn.
 */
export function inclusion({ subjects, places, share }: Omit<DrawInput, "seed">): (index: number) => number {
  const odds = Math.log(share) - Math.log1p(-share);
  const atLeast = new Float64Array(places + 2);
  let logP = places * Math.log1p(-share);
  const drawn = new Float64Array(places + 1);
  for (let n = 0; n <= places; n++) {
    drawn[n] = Math.exp(logP) * (n / (subjects - places + n));
    logP += Math.log((places - n) / (n + 1)) + odds;
  }
  for (let n = places; n >= 0; n--) atLeast[n] = (atLeast[n + 1] ?? 0) + (drawn[n] ?? 0);
  return (index) => atLeast[Math.max(0, places - index)] ?? 0;
}
