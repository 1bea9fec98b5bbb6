import type { BlockCounts, Statistic } from "./block-permutation.ts";
import { jensenShannon, wasserstein } from "./distances.ts";
import type { Profile } from "./envelope.ts";
import { signedLog } from "./profile.ts";

/** Where values below and beyond the support lie on the scale of distances: their means, or the ends of the support. */
export interface Ends {
  readonly below: number;
  readonly beyond: number;
}

/** The ends of a window's values. */
export function endsOf({ support, signedLog: isLog }: Profile, values: Float64Array): Ends {
  const [first, last] = [support[0] ?? 0, support.at(-1) ?? 0];
  let [below, nBelow, beyond, nBeyond] = [0, 0, 0, 0];
  for (const value of values) {
    const x = isLog ? signedLog(value) : value;
    if (x < first) [below, nBelow] = [below + x, nBelow + 1];
    else if (x > last) [beyond, nBeyond] = [beyond + x, nBeyond + 1];
  }
  return { below: nBelow === 0 ? first : below / nBelow, beyond: nBeyond === 0 ? last : beyond / nBeyond };
}

/**
 * The effect of a feature, from counts by bin. Continuous: Wasserstein-1 of what is not missing, over the ordinary spread of training.
 * Discrete: Jensen-Shannon distance over values, unseen ones and missing ones, half a count added to each. NaN where a side is empty.
 */
export function effectOf(profile: Profile, ends: Ends): Statistic {
  if (profile.kind === "discrete") return (reference, window) => jensenShannon(reference, window, 0.5);
  const points = [ends.below, ...profile.support, ends.beyond];
  return (reference, window) => {
    const known = points.length;
    return wasserstein(points, reference.subarray(0, known), window.subarray(0, known)) / profile.scale;
  };
}

/** Sums of every run of `length` blocks, the first following the last. */
function* runsOf({ blocks, bins, counts }: BlockCounts, length: number): Generator<Float64Array> {
  const sum = new Float64Array(bins);
  const add = (block: number, sign: 1 | -1): void => {
    for (let k = 0; k < bins; k++) sum[k] = (sum[k] ?? 0) + sign * (counts[(block % blocks) * bins + k] ?? 0);
  };
  for (let b = 0; b < length; b++) add(b, 1);
  for (let start = 0; start < blocks; start++) {
    yield sum;
    add(start, -1);
    add(start + length, 1);
  }
}

/**
 * The statistic of every run of `length` blocks against all the others: what it comes to when nothing has changed. Empty when the
 * blocks are fewer than three times the length, since a window is then no small part of them.
 */
export function leaveOut(reference: BlockCounts, length: number, statistic: Statistic): number[] {
  if (reference.blocks < 3 * length) return [];
  const all = new Float64Array(reference.bins);
  for (let i = 0; i < reference.counts.length; i++) all[i % reference.bins] = (all[i % reference.bins] ?? 0) + (reference.counts[i] ?? 0);
  const effects: number[] = [];
  for (const window of runsOf(reference, length)) {
    const effect = statistic(
      all.map((n, k) => n - (window[k] ?? 0)),
      window,
    );
    if (Number.isFinite(effect)) effects.push(effect);
  }
  return effects;
}
