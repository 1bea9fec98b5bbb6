import { invariant } from "../../../shared/lib/invariant.ts";
import { createRandom, type Random } from "../../../shared/lib/random.ts";

/** A named stream of randomness: the same (seed, name) always gives the same values, whatever other streams exist. */
export interface Stream extends Random {
  uniform(low: number, high: number): number;
  /** Uniform integer in [low, high]. */
  int(low: number, high: number): number;
  chance(probability: number): boolean;
  pick<T>(items: readonly T[]): T;
  /** Index drawn with probability proportional to its weight. */
  weighted(weights: readonly number[]): number;
  normal(mean: number, deviation: number): number;
  logNormal(median: number, sigma: number): number;
  exponential(mean: number): number;
  poisson(mean: number): number;
  shuffled<T>(items: readonly T[]): T[];
  hex(digits: number): string;
  guid(): string;
  text(length: number, alphabet: string): string;
}

/** FNV-1a, 32 bits. */
export function hash32(text: string, start = 0x811c9dc5): number {
  let h = start;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return h >>> 0;
}

const hexDigits = "0123456789abcdef";

export function openStream(seed: number, name: string): Stream {
  const random = createRandom(hash32(name, hash32(String(seed))));
  const uniform = (low: number, high: number): number => low + (high - low) * random.float();
  const int = (low: number, high: number): number => low + random.below(high - low + 1);
  const pick = <T>(items: readonly T[]): T => {
    invariant(items.length > 0, "pick from nothing");
    return items[random.below(items.length)] as T;
  };
  const normal = (mean: number, deviation: number): number =>
    mean + deviation * Math.sqrt(-2 * Math.log(1 - random.float())) * Math.cos(2 * Math.PI * random.float());
  const text = (length: number, alphabet: string): string => {
    let out = "";
    for (let i = 0; i < length; i++) out += alphabet[random.below(alphabet.length)] ?? "";
    return out;
  };
  const hex = (digits: number): string => text(digits, hexDigits);
  return {
    ...random,
    uniform,
    int,
    pick,
    normal,
    text,
    hex,
    chance: (probability) => random.float() < probability,
    weighted: (weights) => drawWeighted(random, weights),
    logNormal: (median, sigma) => median * Math.exp(normal(0, sigma)),
    exponential: (mean) => -mean * Math.log(1 - random.float()),
    poisson: (mean) => drawPoisson(random, mean),
    shuffled: (items) => shuffle(random, items),
    guid: () => `${hex(8)}-${hex(4)}-4${hex(3)}-${pick(["8", "9", "a", "b"])}${hex(3)}-${hex(12)}`,
  };
}

function drawWeighted(random: Random, weights: readonly number[]): number {
  const total = weights.reduce((sum, w) => sum + w, 0);
  let left = random.float() * total;
  for (const [i, w] of weights.entries()) {
    left -= w;
    if (left < 0) return i;
  }
  return weights.length - 1;
}

/** Knuth's product method; the means here stay below 50. */
function drawPoisson(random: Random, mean: number): number {
  const limit = Math.exp(-mean);
  let product = random.float();
  let n = 0;
  while (product > limit) {
    n++;
    product *= random.float();
  }
  return n;
}

function shuffle<T>(random: Random, items: readonly T[]): T[] {
  const out = [...items];
  for (let i = out.length - 1; i > 0; i--) {
    const j = random.below(i + 1);
    const a = out[i] as T;
    out[i] = out[j] as T;
    out[j] = a;
  }
  return out;
}
