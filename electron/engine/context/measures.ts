import { quantile } from "../../../shared/lib/quantile.ts";
import type { ContextMeasure } from "../../../shared/contract/context-graph.ts";

/** What a thing did on one UTC day. */
export interface DayFigures {
  readonly day: number;
  readonly n: number;
  readonly counterparts: number;
  readonly bytes: number;
  readonly failures: number;
  readonly new_counterparts: number;
}

const figures = [
  ["count", "n"],
  ["counterparts", "counterparts"],
  ["bytes", "bytes"],
  ["failures", "failures"],
  ["new-counterparts", "new_counterparts"],
] as const;

/** Below this many days of telemetry there is no band: it would say nothing. */
const leastBandDays = 14;

const toHundredths = (n: number): number => Math.round(n * 100) / 100;

/** The day against those before it that have telemetry; a day without a row is a day on which it did nothing. */
export function toMeasures(rows: readonly DayFigures[], today: number, before: readonly number[]): ContextMeasure[] {
  const byDay = new Map(rows.map((row) => [row.day, row]));
  return figures.map(([name, column]) => {
    const now = byDay.get(today)?.[column] ?? 0;
    const past = before.map((day) => byDay.get(day)?.[column] ?? 0).toSorted((a, b) => a - b);
    const hasBand = past.length >= leastBandDays;
    return {
      name,
      today: now,
      days: past.length,
      median: past.length === 0 ? null : toHundredths(quantile(past, 0.5)),
      low: hasBand ? toHundredths(quantile(past, 0.05)) : null,
      high: hasBand ? toHundredths(quantile(past, 0.95)) : null,
      percentile: hasBand ? Math.round((past.filter((n) => n <= now).length / past.length) * 100) : null,
    };
  });
}
