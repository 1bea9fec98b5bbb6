/**
 * How far two samples lie apart, both given as counts over the same bins. Where every distinct value of the two samples is a
 * bin of its own these are the two-sample statistics themselves.
 */
export type Counts = ArrayLike<number>;

export function total(counts: Counts): number {
  let sum = 0;
  for (let i = 0; i < counts.length; i++) sum += counts[i] ?? 0;
  return sum;
}

/** Largest distance between the two distribution functions (Kolmogorov-Smirnov D); bins ascend. NaN when a sample is empty. */
export function kolmogorovSmirnov(a: Counts, b: Counts): number {
  const [na, nb] = [total(a), total(b)];
  if (na === 0 || nb === 0) return Number.NaN;
  let [ca, cb, largest] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    ca += a[i] ?? 0;
    cb += b[i] ?? 0;
    largest = Math.max(largest, Math.abs(ca / na - cb / nb));
  }
  return largest;
}

/** Wasserstein-1 in the unit of `points`, which ascend: the area between the two distribution functions. NaN when a sample is empty. */
export function wasserstein(points: Counts, a: Counts, b: Counts): number {
  const [na, nb] = [total(a), total(b)];
  if (na === 0 || nb === 0) return Number.NaN;
  let [ca, cb, area] = [0, 0, 0];
  for (let i = 0; i + 1 < points.length; i++) {
    ca += a[i] ?? 0;
    cb += b[i] ?? 0;
    area += Math.abs(ca / na - cb / nb) * ((points[i + 1] ?? 0) - (points[i] ?? 0));
  }
  return area;
}

/** p log2(p / m), nothing for an empty bin. */
const information = (p: number, m: number): number => (p === 0 ? 0 : p * Math.log2(p / m));

/**
 * Jensen-Shannon distance, base 2, from 0 (alike) to 1 (nothing in common). `smoothing` is added to every bin of both, so that a bin
 * that one of them happens to lack does not count as a difference in kind. NaN when a sample is empty.
 */
export function jensenShannon(a: Counts, b: Counts, smoothing = 0): number {
  const [na, nb] = [total(a) + smoothing * a.length, total(b) + smoothing * b.length];
  if (na === 0 || nb === 0) return Number.NaN;
  let divergence = 0;
  for (let i = 0; i < a.length; i++) {
    const p = ((a[i] ?? 0) + smoothing) / na;
    const q = ((b[i] ?? 0) + smoothing) / nb;
    const m = (p + q) / 2;
    divergence += (information(p, m) + information(q, m)) / 2;
  }
  return Math.sqrt(Math.max(0, divergence));
}

/**
 * Population stability index with half a count added to every bin. It has no term for the size of the samples: of small ones it is large
 * by chance, so it is shown and decides nothing. NaN when a sample is empty.
 */
export function populationStability(a: Counts, b: Counts): number {
  const [na, nb] = [total(a), total(b)];
  if (na === 0 || nb === 0) return Number.NaN;
  let index = 0;
  for (let i = 0; i < a.length; i++) {
    const p = ((a[i] ?? 0) + 0.5) / (na + a.length / 2);
    const q = ((b[i] ?? 0) + 0.5) / (nb + b.length / 2);
    index += (q - p) * Math.log(q / p);
  }
  return index;
}

/** Pearson's chi-square of the 2 × k table, bins that are empty in both left out. Both samples have sampling error. NaN when a sample is empty. */
export function chiSquare(a: Counts, b: Counts): { statistic: number; degrees: number } {
  const [na, nb] = [total(a), total(b)];
  if (na === 0 || nb === 0) return { statistic: Number.NaN, degrees: 0 };
  let [statistic, bins] = [0, 0];
  for (let i = 0; i < a.length; i++) {
    const both = (a[i] ?? 0) + (b[i] ?? 0);
    if (both === 0) continue;
    bins++;
    for (const [count, n] of [
      [a[i] ?? 0, na],
      [b[i] ?? 0, nb],
    ] as const) {
      const expected = (both * n) / (na + nb);
      statistic += (count - expected) ** 2 / expected;
    }
  }
  return { statistic, degrees: Math.max(0, bins - 1) };
}
