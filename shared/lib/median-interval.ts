export interface MedianInterval {
  readonly n: number;
  /** Undefined of nothing. */
  readonly median: number | undefined;
  /** Values of the sample between which the median of what it came from lies; undefined while no such pair is sure enough. */
  readonly low: number | undefined;
  readonly high: number | undefined;
}

/** The fewest values of which two bound the median with 95 %: all below or all above it is 2 × 0.5⁶ = 3 %. */
export const minForMedian = 6;

/**
 * The median with its distribution-free interval of at least 95 % (Conover, Practical Nonparametric Statistics, 3.2): the order statistics r and
 * n + 1 − r with the largest r for which a fair coin thrown n times shows fewer than r heads with at most 2.5 %.
 */
export function medianInterval(ascending: readonly number[], confidence = 0.95): MedianInterval {
  const n = ascending.length;
  const middle = Math.floor(n / 2);
  const upper = ascending[middle];
  const lower = ascending[n % 2 === 0 ? middle - 1 : middle];
  const median = upper === undefined || lower === undefined ? undefined : (lower + upper) / 2;
  const r = rankBelow(n, (1 - confidence) / 2);
  return { n, median, low: r === 0 ? undefined : ascending[r - 1], high: r === 0 ? undefined : ascending[n - r] };
}

/** The largest r with P(heads < r) at most `tail`; 0 when there is none. In logarithms, since 0.5ⁿ leaves the range of numbers beyond a thousand throws. */
function rankBelow(n: number, tail: number): number {
  let logTerm = n * Math.log(0.5);
  let below = 0;
  let r = 0;
  while (r < n / 2) {
    below += Math.exp(logTerm);
    if (below > tail) break;
    r += 1;
    logTerm += Math.log((n - r + 1) / r);
  }
  return r;
}
