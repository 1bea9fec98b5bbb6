import { quantile } from "../../../shared/lib/quantile.ts";

export interface Figure {
  readonly what: string;
  /** Milliseconds, one of each run. */
  readonly times: readonly number[];
  /** Of the page's main thread for each, computing; what a busy machine adds by making it wait is not in it. */
  readonly cpu?: readonly number[];
  /** The median of the times is to be less. */
  readonly barMs: number;
}

export const medianOf = (times: readonly number[]): number =>
  quantile(
    times.toSorted((a, b) => a - b),
    0.5,
  );
