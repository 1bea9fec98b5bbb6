/** Mean over repeats with its standard error; n is the number of repeats. */
export interface Measured {
  readonly mean: number;
  readonly se: number;
  readonly n: number;
}

export function measured(values: readonly number[]): Measured {
  const n = values.length;
  const mean = values.reduce((a, b) => a + b, 0) / n;
  const variance = n < 2 ? 0 : values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (n - 1);
  const round = (x: number): number => Math.round(x * 1e5) / 1e5;
  return { mean: round(mean), se: round(Math.sqrt(variance / n)), n };
}

export const range = (n: number): number[] => Array.from({ length: n }, (_, i) => i);

/** Mean of the same figure over several sets, each counted once. */
export const meanOf = (all: readonly Measured[]): Measured => measured(all.map((m) => m.mean));
