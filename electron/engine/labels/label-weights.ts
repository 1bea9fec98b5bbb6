/** What a judged subject weighs in training, and how much of the whole one subject or one analyst's day may weigh. */
export interface Weighed {
  readonly subjectKey: string;
  readonly analyst: string;
  readonly atUs: number;
  readonly weight: number;
  /** Chance of having been put before the analyst: below 1 for audit items. */
  readonly propensity: number;
}

/**
 * An audit item stands for all that were not drawn, so it weighs by 1/propensity; but one in thousands would drown every other verdict,
 * so the weight is truncated (Ionides 2008) to what any one subject may weigh.
 */
const maxInflation = 2;

/** A bound is a share of all weight, but never less than a few full verdicts: small label sets are one person's work. */
const bounds = [
  { what: "one subject", share: 0.1, atLeast: 2, keyOf: (w: Weighed): string => w.subjectKey },
  {
    what: "one analyst's day",
    share: 0.5,
    atLeast: 20,
    keyOf: (w: Weighed): string => JSON.stringify([w.analyst, Math.floor(w.atUs / 86_400_000_000)]),
  },
] as const;

export interface CappedWeights {
  readonly weights: readonly number[];
  /** Which bounds were reached, in plain words. */
  readonly reached: readonly string[];
}

/** Scales down what weighs too much of the whole, so that no subject and no single day of one analyst can steer a model alone. */
export function capWeights(labels: readonly Weighed[]): CappedWeights {
  let weights = labels.map((l) => l.weight * Math.min(1 / l.propensity, maxInflation));
  const truncated = labels.filter((l) => 1 / l.propensity > maxInflation).length;
  const reached = truncated === 0 ? [] : [`${truncated} × an audit item's weight by 1/propensity held to ${maxInflation} times its own`];
  for (const { what, share, atLeast, keyOf } of bounds) {
    const limit = Math.max(atLeast, share * weights.reduce((a, b) => a + b, 0));
    const groups = Map.groupBy(labels.keys(), (i) =>
      keyOf(labels[i] ?? { subjectKey: "", analyst: "", atUs: 0, weight: 0, propensity: 1 }),
    );
    const factors = new Map([...groups].map(([key, rows]) => [key, limit / rows.reduce((sum, i) => sum + (weights[i] ?? 0), 0)]));
    const capped = [...factors.values()].filter((factor) => factor < 1).length;
    if (capped > 0) reached.push(`${capped} × ${what} held to ${limit.toFixed(1)} of the weight`);
    weights = labels.map((label, i) => (weights[i] ?? 0) * Math.min(1, factors.get(keyOf(label)) ?? 1));
  }
  return { weights, reached };
}
