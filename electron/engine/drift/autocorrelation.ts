/** Autocorrelation of the values in their order at `lag`; missing ones (NaN) are passed over. 0 when nothing varies or too little is known. */
export function autocorrelation(values: ArrayLike<number>, lag = 1): number {
  const known = Float64Array.from(values).filter((v) => !Number.isNaN(v));
  if (known.length <= lag + 1) return 0;
  const mean = known.reduce((sum, v) => sum + v, 0) / known.length;
  let [shifted, own] = [0, 0];
  for (let i = 0; i < known.length; i++) {
    const here = (known[i] ?? 0) - mean;
    own += here * here;
    if (i + lag < known.length) shifted += here * ((known[i + lag] ?? 0) - mean);
  }
  return own > 0 ? shifted / own : 0;
}

/** What n values that follow each other with lag-1 correlation r1 are worth: n (1 − r1) / (1 + r1). Never more than n, and at least 1 of any. */
export const effectiveSize = (n: number, r1: number): number =>
  Math.min(n, Math.max(1, (n * (1 - Math.max(0, r1))) / (1 + Math.max(0, r1))));
