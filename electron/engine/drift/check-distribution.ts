import type { DriftSettings } from "../../../shared/contract/drift-settings.ts";
import { createRandom } from "../../../shared/lib/random.ts";
import { quantile } from "../../../shared/lib/quantile.ts";
import { contentId } from "../hash.ts";
import { autocorrelation, effectiveSize } from "./autocorrelation.ts";
import { type BlockCounts, permuteBlocks, smallestPValue, type Statistic, sumBlocks } from "./block-permutation.ts";
import { leastShown, type WindowFeature } from "./check-feature.ts";
import { chiSquare, jensenShannon, kolmogorovSmirnov, populationStability } from "./distances.ts";
import { effectOf, endsOf } from "./effect.ts";
import { countBlocks, savedCounts } from "./profile.ts";
import { count, rawCheck, type RawCheck, shown } from "./raw-check.ts";
import { shapeOf } from "./shape.ts";
import { inTenths } from "./tenths.ts";
import { thresholdOf } from "./thresholds.ts";

const resamples = 200;

/** 95 % interval of the effect by resampled blocks of the window, reflected (Davison and Hinkley 1997, 5.2): a distance only grows by chance. */
function bootstrap(effect: number, reference: Float64Array, { blocks, bins, counts }: BlockCounts, statistic: Statistic, seed: number) {
  const random = createRandom(seed);
  const effects = Array.from({ length: resamples }, () => {
    const sum = new Float64Array(bins);
    for (let i = 0; i < blocks; i++) {
      const block = random.below(blocks);
      for (let k = 0; k < bins; k++) sum[k] = (sum[k] ?? 0) + (counts[block * bins + k] ?? 0);
    }
    return statistic(reference, sum);
  }).filter(Number.isFinite);
  const ascending = effects.toSorted((a, b) => a - b);
  const reflected = (q: number): number => Math.max(0, 2 * effect - quantile(ascending, q));
  return { low: reflected(0.975), high: reflected(0.025) };
}

function furtherMeasures(isDiscrete: boolean, reference: Float64Array, window: Float64Array): Record<string, number> {
  const known = <T>(measures: Record<string, T>): Record<string, T> =>
    Object.fromEntries(Object.entries(measures).filter(([, value]) => Number.isFinite(value)));
  if (isDiscrete) return known({ "chi-square": chiSquare(reference, window).statistic, PSI: populationStability(reference, window) });
  const [a, b] = [reference.subarray(0, -1), window.subarray(0, -1)];
  const [tenthsA, tenthsB] = [inTenths(a, a), inTenths(b, a)];
  return known({
    "KS D": kolmogorovSmirnov(a, b),
    "JS of tenths": jensenShannon(tenthsA, tenthsB, 0.5),
    PSI: populationStability(tenthsA, tenthsB),
  });
}

interface Asked {
  readonly layer: "distribution" | "score";
  /** The largest p-value that counts, and how many times it is multiplied before that when all are equal. */
  readonly alpha: number;
  readonly cost: number;
}

/** How far the distribution of values lies from that of training, and how often chance would do that. */
export function checkDistribution(window: WindowFeature, settings: DriftSettings, { layer, alpha, cost }: Asked): RawCheck {
  const { feature, title, isKey, importance, profile, values, blocks, windowBlocks } = window;
  const isDiscrete = profile.kind === "discrete";
  const asked =
    layer === "score" ? { layer, feature: null, title, isKey: false, importance: null } : { layer, feature, title, isKey, importance };
  const n = isDiscrete ? values.length : values.filter((v) => !Number.isNaN(v)).length;
  const reference = isDiscrete ? profile.n + profile.missing : profile.n;
  const effective = effectiveSize(n, Math.max(profile.lag1, autocorrelation(values)));
  const sizes = { n, effective, reference };
  const { minimum, permutations } = settings;
  const [saved, now] = [savedCounts(profile), countBlocks(profile, values, blocks)];
  const lacking =
    effective < minimum.window
      ? `${count(n)} values, worth ${count(effective)}; ${count(minimum.window)} are needed.`
      : effectiveSize(reference, profile.lag1) < minimum.reference
        ? `Training had ${count(reference)} values, worth ${count(effectiveSize(reference, profile.lag1))}; ${count(minimum.reference)} are needed.`
        : saved.blocks < Math.max(minimum.blocks, 3 * windowBlocks)
          ? `Training covers ${saved.blocks} stretches of time; ${Math.max(minimum.blocks, 3 * windowBlocks)} are needed to know what is usual.`
          : smallestPValue(saved.blocks, now.blocks, permutations) * cost > alpha
            ? `The window has ${now.blocks} ${now.blocks === 1 ? "stretch" : "stretches"} of time, too few to tell change from chance.`
            : undefined;
  const statistic = effectOf(profile, endsOf(profile, values));
  const [all, these] = [sumBlocks(saved.counts, saved.bins, saved.blocks), sumBlocks(now.counts, now.bins, now.blocks)];
  const effect = statistic(all, these);
  const shape = n < leastShown ? null : shapeOf(profile, all, these);
  if (lacking !== undefined || Number.isNaN(effect))
    return rawCheck(asked, { ...sizes, shape, outcome: "insufficient", because: lacking ?? "There is no value to compare." });
  const seed = Number.parseInt(contentId({ layer, feature, from: blocks.fromUs[0] ?? 0 }).slice(0, 8), 16);
  const floors = isDiscrete ? settings.jensenShannon : settings.wasserstein;
  const threshold = thresholdOf(floors.warn, profile.nullDist, n, (reference * windowBlocks) / saved.blocks);
  const { pValue } = permuteBlocks({ reference: saved, window: now, statistic, permutations, seed });
  const isCritical = effect >= Math.max(floors.critical, 2 * threshold);
  return rawCheck(asked, {
    ...sizes,
    shape,
    measure: isDiscrete ? "jensen-shannon distance" : "wasserstein, ordinary spreads",
    effect,
    interval: bootstrap(effect, all, now, statistic, seed),
    threshold,
    pValue,
    outcome: effect < threshold ? "as-trained" : isCritical ? "critical" : "moved",
    also: furtherMeasures(isDiscrete, all, these),
    because: wordsFor(isDiscrete, effect, profile.mean, values),
  });
}

function wordsFor(isDiscrete: boolean, effect: number, mean: number, values: Float64Array): string {
  const known = values.filter((v) => !Number.isNaN(v));
  const now = known.reduce((sum, v) => sum + v, 0) / Math.max(1, known.length);
  const how = isDiscrete
    ? `Shares of values lie ${shown(effect)} apart of at most 1`
    : `Values lie ${shown(effect)} ordinary spreads apart`;
  return `${how}; mean ${shown(now)}, in training ${shown(mean)}.`;
}
