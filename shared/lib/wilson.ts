export interface Proportion {
  readonly k: number;
  readonly n: number;
  /** k/n, or undefined when n is 0. */
  readonly rate: number | undefined;
  readonly low: number;
  readonly high: number;
}

/** Wilson score interval (Wilson 1927) for k successes in n trials; z = 1.96 gives 95 %. With n = 0 the interval is [0, 1]. */
export function wilson(k: number, n: number, z = 1.959963984540054): Proportion {
  if (n === 0) return { k, n, rate: undefined, low: 0, high: 1 };
  const p = k / n;
  const z2 = z * z;
  const centre = (p + z2 / (2 * n)) / (1 + z2 / n);
  const half = (z / (1 + z2 / n)) * Math.sqrt((p * (1 - p)) / n + z2 / (4 * n * n));
  return { k, n, rate: p, low: Math.max(0, centre - half), high: Math.min(1, centre + half) };
}
