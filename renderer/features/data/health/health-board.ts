import type { HealthReport, HealthResult } from "../../../../shared/contract/health.ts";
import { formatMeasure, healthMetrics, type HealthState, type MetricSpec } from "../../../../shared/domain/health.ts";

export const stateWords: Readonly<Record<HealthState, string>> = {
  OK: "OK",
  WARN: "Warn",
  FAIL: "Fail",
  INSUFFICIENT: "Too little",
  NOT_APPLICABLE: "–",
};

export const stateTones = { OK: "ok", WARN: "warn", FAIL: "bad", INSUFFICIENT: "none", NOT_APPLICABLE: "none" } as const;

export interface BoardRow {
  readonly metric: MetricSpec;
  /** One per source, or a single one for what is asked of everything. */
  readonly cells: readonly HealthResult[];
}

interface Board {
  readonly bySource: readonly BoardRow[];
  readonly ofEstate: readonly BoardRow[];
}

/** The whole window's results by metric; metrics that apply nowhere are left out. */
export function toBoard({ results, sources }: HealthReport): Board {
  const whole = results.filter((result) => result.day === null);
  const rows = healthMetrics.map((metric): BoardRow => {
    const own = whole.filter((result) => result.metric === metric.name);
    const cells = metric.scope === "estate" ? own : sources.flatMap((source) => own.find((result) => result.source === source) ?? []);
    return { metric, cells };
  });
  const shown = rows.filter((row) => row.cells.length > 0);
  return { bySource: shown.filter((row) => row.metric.scope === "source"), ofEstate: shown.filter((row) => row.metric.scope === "estate") };
}

const gravity: Readonly<Record<HealthState, number>> = { FAIL: 4, WARN: 3, INSUFFICIENT: 2, OK: 1, NOT_APPLICABLE: 0 };

/** What to look at first: the gravest state, a scoring gate before a context gate. */
export function gravest({ results }: HealthReport): HealthResult | undefined {
  const isScoring = (result: HealthResult): number =>
    Number(healthMetrics.find((metric) => metric.name === result.metric)?.kind === "scoring");
  return results
    .filter((result) => result.day === null)
    .toSorted((a, b) => gravity[b.state] - gravity[a.state] || isScoring(b) - isScoring(a))[0];
}

export const valueText = ({ unit }: MetricSpec, { value }: HealthResult): string => (value === null ? "" : formatMeasure(unit, value));

/** Days of one metric of one source, oldest first. */
export const trendOf = ({ results }: HealthReport, { metric, source }: HealthResult): HealthResult[] =>
  results
    .filter((result) => result.metric === metric && result.source === source && result.day !== null)
    .toSorted((a, b) => (a.day ?? 0) - (b.day ?? 0));

export const countsOf = ({ results }: HealthReport): Readonly<Record<"FAIL" | "WARN" | "INSUFFICIENT", number>> => {
  const whole = results.filter((result) => result.day === null);
  const n = (state: HealthState): number => whole.filter((result) => result.state === state).length;
  return { FAIL: n("FAIL"), WARN: n("WARN"), INSUFFICIENT: n("INSUFFICIENT") };
};
