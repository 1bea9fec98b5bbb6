import type { DriftSettings } from "../../../shared/contract/drift-settings.ts";
import { wilson } from "../../../shared/lib/wilson.ts";
import { autocorrelation, effectiveSize } from "./autocorrelation.ts";
import type { BlockCounts } from "./block-permutation.ts";
import { leaveOut } from "./effect.ts";
import type { Profile } from "./envelope.ts";
import { newcombe } from "./intervals.ts";
import { countBlocks, countOutside, savedCounts } from "./profile.ts";
import { count, percent, rawCheck, type RawCheck } from "./raw-check.ts";
import { thresholdOf } from "./thresholds.ts";
import type { TimeBlocks } from "./time-blocks.ts";

export interface WindowFeature {
  readonly feature: string;
  readonly title: string;
  readonly isKey: boolean;
  readonly importance: number;
  readonly profile: Profile;
  /** In order of time, NaN missing. */
  readonly values: Float64Array;
  readonly blocks: TimeBlocks;
  /** Blocks in a usual window of training. */
  readonly windowBlocks: number;
}

/** Fewer rows are not worth a figure. */
export const leastShown = 100;

/** Some bins against all others, by block. */
function shares(counts: BlockCounts, inBins: (bin: number) => boolean): BlockCounts {
  const two = new Float64Array(counts.blocks * 2);
  for (let i = 0; i < counts.counts.length; i++) {
    const at = Math.floor(i / counts.bins) * 2 + (inBins(i % counts.bins) ? 0 : 1);
    two[at] = (two[at] ?? 0) + (counts.counts[i] ?? 0);
  }
  return { blocks: counts.blocks, bins: 2, counts: two };
}

const shareOf = (two: Float64Array): number => (two[0] ?? 0) / ((two[0] ?? 0) + (two[1] ?? 0));
const asked = ({ feature, title, isKey, importance }: WindowFeature, layer: "missingness" | "range") => ({
  layer,
  feature,
  title,
  isKey,
  importance,
});

/** How often the value is missing, against training. */
export function checkMissing(window: WindowFeature, settings: DriftSettings): RawCheck {
  const { profile, values, windowBlocks } = window;
  const [n, reference] = [values.length, profile.n + profile.missing];
  const missing = values.map((v) => (Number.isNaN(v) ? 1 : 0));
  const k = missing.reduce((sum, v) => sum + v, 0);
  const effective = effectiveSize(n, autocorrelation(missing));
  const sizes = { n, effective, reference };
  if (effective < leastShown || reference < leastShown)
    return rawCheck(asked(window, "missingness"), {
      ...sizes,
      outcome: "insufficient",
      because: `${count(n)} rows, worth ${count(effective)}; ${leastShown} are needed.`,
    });
  const [before, now] = [profile.missing / reference, k / n];
  const weight = effective / n;
  const interval = newcombe(k * weight, effective, profile.missing * weight, Math.max(1, reference * weight));
  const saved = savedCounts(profile);
  const nullDist = leaveOut(
    shares(saved, (bin) => bin === saved.bins - 1),
    windowBlocks,
    (rest, some) => Math.abs(shareOf(some) - shareOf(rest)),
  );
  const { change, critical, ordinary } = settings.missing;
  const threshold = thresholdOf(change, nullDist, n, (reference * windowBlocks) / saved.blocks);
  const isApart = interval.low > 0 || interval.high < 0;
  const isCritical = isApart && now > critical && before < ordinary;
  const isMoved = isApart && Math.abs(now - before) >= threshold;
  return rawCheck(asked(window, "missingness"), {
    ...sizes,
    measure: "change of missing share",
    effect: now - before,
    interval,
    threshold,
    outcome: isCritical ? "critical" : isMoved ? "moved" : "as-trained",
    because: `Missing in ${percent(now)} (${count(k)} of ${count(n)}); in training in ${percent(before)} (${count(profile.missing)} of ${count(reference)}).`,
  });
}

/** How often the value is one that training hardly or never saw. */
export function checkRange(window: WindowFeature, settings: DriftSettings): RawCheck {
  const { profile, values, blocks, windowBlocks } = window;
  const known = values.filter((v) => !Number.isNaN(v)).length;
  const sizes = { n: known, reference: profile.n };
  const unseen = profile.support.length + 1;
  const isDiscrete = profile.kind === "discrete";
  const perBlock = isDiscrete
    ? shares(countBlocks(profile, values, blocks), (bin) => bin === unseen).counts.filter((_, i) => i % 2 === 0)
    : Float64Array.from(countOutside(profile, values, blocks));
  const k = perBlock.reduce((sum, v) => sum + v, 0);
  const effective = effectiveSize(known, Math.max(profile.lag1, autocorrelation(values)));
  if (effective < leastShown || profile.n < leastShown)
    return rawCheck(asked(window, "range"), {
      ...sizes,
      effective,
      outcome: "insufficient",
      because: `${count(known)} values, worth ${count(effective)}; ${leastShown} are needed.`,
    });
  const share = k / known;
  const interval = wilson(share * effective, effective);
  const saved = savedCounts(profile);
  const nullDist = isDiscrete
    ? []
    : leaveOut(
        {
          blocks: saved.blocks,
          bins: 2,
          counts: Float64Array.from(profile.outside.flatMap((outside, b) => [outside, rowsOf(saved, b) - outside])),
        },
        windowBlocks,
        (_, some) => shareOf(some),
      );
  const { warn, above, critical } = settings.range;
  const threshold = thresholdOf(warn, nullDist, known, (profile.n * windowBlocks) / saved.blocks);
  const isApart = interval.low > above;
  const isCritical = isApart && share >= Math.max(critical, threshold);
  const range = isDiscrete
    ? `not among the ${profile.support.length} values of training`
    : "further outside the 0.1 to 99.9 percentiles of training than a tenth of its ordinary spread";
  return rawCheck(asked(window, "range"), {
    ...sizes,
    effective,
    measure: "share out of range",
    effect: share,
    interval: { low: interval.low, high: interval.high },
    threshold,
    outcome: isCritical ? "critical" : isApart && share >= threshold ? "moved" : "as-trained",
    because: `${percent(share)} (${count(k)} of ${count(known)}) are ${range}.`,
  });
}

/** Values of a block that are not missing. */
function rowsOf({ bins, counts }: BlockCounts, block: number): number {
  return counts.subarray(block * bins, (block + 1) * bins - 1).reduce((sum, v) => sum + v, 0);
}
