export interface Figure {
  readonly what: string;
  /** Milliseconds, one of each run. */
  readonly times: readonly number[];
  /** Of the page's main thread for each, computing; what a busy machine adds by making it wait is not in it. */
  readonly cpu?: readonly number[];
  /** The median of the times is to be less. */
  readonly barMs: number;
}

export function medianOf(times: readonly number[]): number {
  const sorted = times.toSorted((a, b) => a - b);
  const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  return low === undefined || high === undefined ? Number.NaN : (low + high) / 2;
}
