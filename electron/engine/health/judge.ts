import type { HealthResult } from "../../../shared/contract/health.ts";
import { formatMeasure, type HealthState, healthMetric, type MetricSpec } from "../../../shared/domain/health.ts";
import { wilson } from "../../../shared/lib/wilson.ts";

/** What was measured: a share by its counts, an amount, or why there is nothing to measure. `rest` says more than the number does. */
export type Measured =
  | { readonly k: number; readonly n: number; readonly rest?: string | undefined }
  | { readonly amount: number; readonly n?: number | undefined; readonly rest?: string | undefined }
  | { readonly lacking: "INSUFFICIENT" | "NOT_APPLICABLE" | "FAIL"; readonly because: string };

export interface Place {
  readonly source: string | null;
  readonly dayUs: number | null;
  readonly window: { readonly from: number; readonly to: number } | null;
}

export type FixOf = (metric: string, source: string | null) => string;

/** Below this a share is judged only when its whole interval lies on one side. */
const leastCounted = 20;

function stateOf({ good, ok, warn }: MetricSpec, value: number): "OK" | "WARN" | "FAIL" {
  if (good === "high" ? value >= ok : value <= ok) return "OK";
  return (good === "high" ? value >= warn : value <= warn) ? "WARN" : "FAIL";
}

const asPercent = (value: number): string => formatMeasure("share", value);

const bound = (spec: MetricSpec): string => {
  const end = spec.good === "high" ? "at least" : "at most";
  const beyond = spec.good === "high" ? "below" : "above";
  return `OK is ${end} ${formatMeasure(spec.unit, spec.ok)}${spec.warn === Number.POSITIVE_INFINITY ? "" : `, FAIL ${beyond} ${formatMeasure(spec.unit, spec.warn)}`}`;
};

interface Judged {
  readonly value: number | null;
  readonly k: number | null;
  readonly n: number | null;
  readonly interval: { readonly low: number; readonly high: number } | null;
  readonly state: HealthState;
  readonly reason: string;
}

function judgeShare(spec: MetricSpec, { k, n, rest }: Extract<Measured, { k: number }>, isWhole: boolean): Judged {
  const { low, high, rate } = wilson(k, n);
  if (rate === undefined)
    return { value: null, k, n, interval: null, state: "NOT_APPLICABLE", reason: rest ?? "there is nothing of the kind to count" };
  const interval = { low, high };
  const said = `${asPercent(rate)} (${k.toLocaleString("en-US")} of ${n.toLocaleString("en-US")})`;
  const ends = [stateOf(spec, low), stateOf(spec, high)];
  if (!isWhole && n < leastCounted && ends.includes("OK") && ends.includes("FAIL"))
    return { value: rate, k, n, interval, state: "INSUFFICIENT", reason: `${said}: too few to tell` };
  return {
    value: rate,
    k,
    n,
    interval,
    state: stateOf(spec, rate),
    reason: `${said}; ${bound(spec)}${rest === undefined ? "" : `; ${rest}`}`,
  };
}

/** The state of a measure by its metric's bounds. `isWhole`: what was counted is all there is to know, and stands for nothing more. */
export function judge(spec: MetricSpec, measured: Measured, isWhole = false): Judged {
  if ("lacking" in measured) return { value: null, k: null, n: null, interval: null, state: measured.lacking, reason: measured.because };
  if ("k" in measured) return judgeShare(spec, measured, isWhole);
  const { amount, n, rest } = measured;
  const compared = spec.unit === "log ratio" ? Math.abs(amount) : amount;
  return {
    value: amount,
    k: null,
    n: n ?? null,
    interval: null,
    state: stateOf(spec, compared),
    reason: `${formatMeasure(spec.unit, amount)}; ${bound(spec)}${rest === undefined ? "" : `; ${rest}`}`,
  };
}

/** A line of the report. What needs nothing done has no fix. */
export function toResult(metric: string, place: Place, measured: Measured, fixOf: FixOf): HealthResult {
  const judged = judge(healthMetric(metric), measured);
  const isFine = judged.state === "OK" || judged.state === "NOT_APPLICABLE";
  return {
    metric,
    source: place.source,
    day: place.dayUs,
    ...judged,
    fix: isFine ? "" : fixOf(metric, place.source),
    window: place.window,
  };
}
