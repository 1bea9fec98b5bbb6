export interface Baseline {
  readonly p05: number;
  readonly p25: number;
  readonly median: number;
  readonly p75: number;
  readonly p95: number;
  readonly min: number;
  readonly max: number;
}

export interface Strip {
  /** Positions in [0, 1] from left to right. */
  readonly outer: readonly [number, number];
  readonly inner: readonly [number, number];
  readonly median: number;
  readonly value: number | undefined;
  readonly place: "usual" | "uncommon" | "outside" | "missing";
}

const inUnit = (x: number): number => Math.min(1, Math.max(0, x));

/**
 * Places a value against its usual range. The scale is asinh around the median with the half width of p05-p95 as its unit:
 * linear inside the usual range, logarithmic outside, so one far value does not squeeze the rest to a point.
 */
export function toStrip(baseline: Baseline, value: number | null): Strip {
  const half = (baseline.p95 - baseline.p05) / 2;
  const spread = baseline.max - baseline.min;
  const unit = half > 0 ? half : spread > 0 ? spread / 10 : Math.max(Math.abs(baseline.median) * 0.1, 1e-9);
  const scale = (x: number): number => Math.asinh((x - baseline.median) / unit);
  const low = scale(Math.min(baseline.min, value ?? baseline.min));
  const high = scale(Math.max(baseline.max, value ?? baseline.max));
  const at = (x: number): number => (high === low ? 0.5 : inUnit((scale(x) - low) / (high - low)));
  return {
    outer: [at(baseline.p05), at(baseline.p95)],
    inner: [at(baseline.p25), at(baseline.p75)],
    median: at(baseline.median),
    value: value === null ? undefined : at(value),
    place: placeOf(baseline, value),
  };
}

function placeOf(baseline: Baseline, value: number | null): Strip["place"] {
  if (value === null) return "missing";
  if (value < baseline.p05 || value > baseline.p95) return "outside";
  return value < baseline.p25 || value > baseline.p75 ? "uncommon" : "usual";
}
