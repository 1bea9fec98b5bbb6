import { wilson } from "../../../shared/lib/wilson.ts";
import { betaQuantile } from "./beta.ts";

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** 95 % interval of the difference k1/n1 − k2/n2 from the two Wilson intervals (Newcombe 1998, Statistics in Medicine 17, method 10). */
export function newcombe(k1: number, n1: number, k2: number, n2: number): Interval {
  const one = wilson(k1, n1);
  const two = wilson(k2, n2);
  if (one.rate === undefined || two.rate === undefined) return { low: -1, high: 1 };
  const difference = one.rate - two.rate;
  return {
    low: difference - Math.hypot(one.rate - one.low, two.high - two.rate),
    high: difference + Math.hypot(one.high - one.rate, two.rate - two.low),
  };
}

/** Exact interval of a share (Clopper and Pearson 1934). With n = 0 it is [0, 1]. */
export function clopperPearson(k: number, n: number, alpha = 0.05): Interval {
  return {
    low: k === 0 ? 0 : betaQuantile(alpha / 2, k, n - k + 1),
    high: k === n ? 1 : betaQuantile(1 - alpha / 2, k + 1, n - k),
  };
}

/**
 * Exact 95 % interval of the ratio of two Poisson rates, of `k1` events in exposure `t1` over `k2` in `t2`: given their sum, the first
 * count is binomial (Przyborowski and Wilenski 1940). Infinite above when `k2` is 0.
 */
export function poissonRatio(k1: number, t1: number, k2: number, t2: number): Interval & { readonly ratio: number } {
  const { low, high } = clopperPearson(k1, k1 + k2);
  const odds = (share: number): number => (share >= 1 ? Infinity : ((share / (1 - share)) * t2) / t1);
  return { ratio: odds(k1 + k2 === 0 ? 0.5 : k1 / (k1 + k2)), low: odds(low), high: odds(high) };
}
