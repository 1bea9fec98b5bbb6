import { quantile } from "../../../shared/lib/quantile.ts";
import { autocorrelation } from "./autocorrelation.ts";
import type { BlockCounts } from "./block-permutation.ts";
import type { Profile } from "./envelope.ts";

const maxDiscrete = 20;
const heavySkew = 3;

export const signedLog = (x: number): number => Math.sign(x) * Math.log1p(Math.abs(x));

/** Rows in order of time: the block each lies in, from 0. */
export interface RowBlocks {
  readonly rows: Uint32Array;
  readonly blockOf: Uint32Array;
  readonly blocks: number;
}

/** Bins of a profile: below, one per support point, beyond, missing. */
export const binCount = ({ support }: Pick<Profile, "support">): number => support.length + 3;

type Binning = Pick<Profile, "kind" | "signedLog" | "support">;

/** The bin of a value as observed, NaN being missing. A discrete one that training did not see lies beyond. */
export function binOf({ kind, signedLog: isLog, support }: Binning, value: number): number {
  if (Number.isNaN(value)) return support.length + 2;
  const x = isLog ? signedLog(value) : value;
  let [low, high] = [0, support.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((support[middle] ?? 0) < x) low = middle + 1;
    else high = middle;
  }
  if (low === support.length || (kind === "discrete" && support[low] !== x)) return support.length + 1;
  if (low === 0) return support[0] === x ? 1 : 0;
  // The nearest, or a value a trace above an often repeated one would count as the next.
  return kind === "discrete" || (support[low] ?? 0) - x <= x - (support[low - 1] ?? 0) ? low + 1 : low;
}

/** Counts by block and bin. */
export function countBlocks(binning: Binning, values: Float64Array, { blockOf, blocks }: RowBlocks): BlockCounts {
  const bins = binCount(binning);
  const counts = new Float64Array(blocks * bins);
  for (let i = 0; i < values.length; i++) {
    const at = (blockOf[i] ?? 0) * bins + binOf(binning, values[i] ?? Number.NaN);
    counts[at] = (counts[at] ?? 0) + 1;
  }
  return { blocks, bins, counts };
}

/** The counts of a profile as saved. */
export function savedCounts(profile: Profile): BlockCounts {
  const bins = binCount(profile);
  const counts = new Float64Array(profile.blocks.length * bins);
  for (const [b, pairs] of profile.blocks.entries())
    for (let i = 0; i < pairs.length; i += 2) counts[b * bins + (pairs[i] ?? 0)] = pairs[i + 1] ?? 0;
  return { blocks: profile.blocks.length, bins, counts };
}

function pairsOf({ blocks, bins, counts }: BlockCounts): number[][] {
  return Array.from({ length: blocks }, (_, b) =>
    Array.from({ length: bins }, (_unused, k) => [k, counts[b * bins + k] ?? 0]).flatMap(([k = 0, n = 0]) => (n === 0 ? [] : [k, n])),
  );
}

function moments(values: Float64Array): { mean: number; std: number; skew: number } {
  const n = values.length;
  const mean = values.reduce((sum, v) => sum + v, 0) / Math.max(1, n);
  let [second, third] = [0, 0];
  for (const v of values) {
    second += (v - mean) ** 2;
    third += (v - mean) ** 3;
  }
  const std = Math.sqrt(second / Math.max(1, n - 1));
  return { mean: n === 0 ? 0 : mean, std, skew: std > 0 ? third / n / std ** 3 : 0 };
}

/** Median interquartile range as a standard deviation, held up where most values are one. */
function scaleOf(ascending: Float64Array): number {
  const spread = (quantile(ascending, 0.75) - quantile(ascending, 0.25)) / 1.349;
  return Math.max(spread, moments(ascending).std * 0.01, 1e-9);
}

/** The first `most` distinct values. */
function firstDistinct(ascending: Float64Array, most: number): number[] {
  const distinct: number[] = [];
  for (const value of ascending) {
    if (value !== distinct.at(-1)) distinct.push(value);
    if (distinct.length === most) break;
  }
  return distinct;
}

function supportOf(ascending: Float64Array, distinct: readonly number[], isDiscrete: boolean): number[] {
  if (isDiscrete) return [...distinct];
  const grid = Array.from({ length: 101 }, (_, i) => quantile(ascending, i / 100));
  return [...new Set([...grid, quantile(ascending, 0.001), quantile(ascending, 0.999)])].toSorted((a, b) => a - b);
}

/**
 * Of the ordinary spread: a value that lies less beyond the range is none that training did not see. What is counted against all of the
 * data, as rarities are, takes slightly other values in any other data, the commonest of them at the very end of the range.
 */
const slack = 0.1;

type Range = Pick<Profile, "low" | "high" | "signedLog" | "scale">;

function isOutside({ low, high, signedLog: isLog, scale }: Range, value: number): boolean {
  const at = (x: number): number => (isLog ? signedLog(x) : x);
  return at(value) < at(low) - slack * scale || at(value) > at(high) + slack * scale;
}

/** Values outside low to high by block; missing ones are not. */
export function countOutside(range: Range, values: Float64Array, { blockOf, blocks }: RowBlocks): number[] {
  const counts = Array.from({ length: blocks }, () => 0);
  for (let i = 0; i < values.length; i++)
    if (isOutside(range, values[i] ?? Number.NaN)) counts[blockOf[i] ?? 0] = (counts[blockOf[i] ?? 0] ?? 0) + 1;
  return counts;
}

/** Whether one value is what training never, or next to never, saw. */
export function isStrange(profile: Range & Pick<Profile, "kind" | "support" | "n">, value: number): boolean {
  if (Number.isNaN(value) || profile.n === 0) return false;
  return profile.kind === "discrete" ? binOf(profile, value) === profile.support.length + 1 : isOutside(profile, value);
}

/** The profile of a feature or score over rows in order of time; `nullDist` is left to be filled. */
export function toProfile(values: Float64Array, rowBlocks: RowBlocks): Profile {
  const known = values.filter((v) => !Number.isNaN(v)).sort();
  const distinct = firstDistinct(known, maxDiscrete + 1);
  // Few values that are no whole numbers are ratios of counts, which no other data repeat.
  const isDiscrete = distinct.length <= maxDiscrete && distinct.every(Number.isInteger);
  const { mean, std, skew } = moments(known);
  const isLog = !isDiscrete && skew > heavySkew;
  const scaled = isLog ? known.map(signedLog) : known;
  const at = (q: number): number => (known.length === 0 ? 0 : quantile(known, q));
  const binning = {
    kind: isDiscrete ? "discrete" : "continuous",
    signedLog: isLog,
    support: supportOf(scaled, distinct, isDiscrete),
  } as const;
  const scale = known.length === 0 ? 1 : scaleOf(scaled);
  const range = { low: at(0.001), high: at(0.999) };
  return {
    ...binning,
    ...range,
    n: known.length,
    missing: values.length - known.length,
    mean,
    std,
    min: at(0),
    max: at(1),
    grid: Array.from({ length: 101 }, (_, i) => at(i / 100)),
    lag1: autocorrelation(values),
    scale,
    blocks: pairsOf(countBlocks(binning, values, rowBlocks)),
    outside: countOutside({ ...range, signedLog: isLog, scale }, values, rowBlocks),
    nullDist: [],
  };
}
