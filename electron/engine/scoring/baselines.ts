import { z } from "zod";
import { quantile } from "../../../shared/lib/quantile.ts";
import type { FeatureMatrix } from "../features/feature-matrix.ts";

/** What a feature looked like in the training rows, as observed: before transform and imputation. */
export const Baseline = z.object({
  /** Training rows that had a value. */
  n: z.number().int(),
  p05: z.number(),
  p25: z.number(),
  median: z.number(),
  p75: z.number(),
  p95: z.number(),
  min: z.number(),
  max: z.number(),
  /** Quantiles 0, 0.01, … 1. */
  grid: z.array(z.number()).length(101),
});
export type Baseline = z.infer<typeof Baseline>;
export const Baselines = z.object({ schema: z.literal(1), features: z.record(z.string(), Baseline) });
export type Baselines = z.infer<typeof Baselines>;

export function toBaseline(values: Float64Array, fallback: number): Baseline {
  const known = values.filter((v) => !Number.isNaN(v)).sort();
  const ascending = known.length > 0 ? known : Float64Array.of(fallback);
  const at = (q: number): number => quantile(ascending, q);
  return {
    n: known.length,
    p05: at(0.05),
    p25: at(0.25),
    median: at(0.5),
    p75: at(0.75),
    p95: at(0.95),
    min: at(0),
    max: at(1),
    grid: Array.from({ length: 101 }, (_, i) => at(i / 100)),
  };
}

/** Baselines of every feature over the given rows; a feature without any value stands at its imputed constant with n = 0. */
export function toBaselines(matrix: FeatureMatrix, rows: readonly number[], imputed: readonly number[]): Baselines {
  const features = matrix.featureNames.map((name, f) => {
    const values = Float64Array.from(rows, (row) => matrix.observed[f * matrix.rowCount + row] ?? Number.NaN);
    return [name, toBaseline(values, imputed[f] ?? 0)] as const;
  });
  return { schema: 1, features: Object.fromEntries(features) };
}

/** Share of training rows at or below the value, from the quantile grid. */
export function percentileOf({ grid }: Baseline, value: number): number {
  let below = -1;
  while (below < 100 && (grid[below + 1] ?? Infinity) <= value) below++;
  if (below < 0) return 0;
  if (below === 100) return 1;
  const low = grid[below] ?? 0;
  const high = grid[below + 1] ?? low;
  return (below + (value - low) / (high - low)) / 100;
}
