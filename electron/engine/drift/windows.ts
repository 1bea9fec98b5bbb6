import type { FeatureMatrix } from "../features/feature-matrix.ts";
import { daysOfWindow } from "./build-envelope.ts";
import { dayUs, hourUs, inTime } from "./time-blocks.ts";

export interface DataWindow {
  readonly fromUs: number;
  readonly toUs: number;
  /** By time. */
  readonly rows: Uint32Array;
  /** Whether the data cover it from end to end, but for an hour at most. */
  readonly isComplete: boolean;
}

/** Older ones are history, which earlier runs have kept. */
const maxWindows = 7;
const week = 7;

/**
 * The windows that a run's rows are judged in, oldest first, at most seven: UTC days that the data cover, or weeks up to the last day where
 * days hold too few rows or subjects are days. Where not one is covered, all there is. `minimum`: rows that a day should have.
 */
export function windowsOf(
  { windowFromUs }: Pick<FeatureMatrix, "windowFromUs">,
  { blockUs }: { readonly blockUs: number },
  covered: { readonly from: number; readonly to: number },
  minimum: number,
): DataWindow[] {
  const rows = inTime(
    windowFromUs,
    Array.from(windowFromUs, (_, i) => i),
  );
  if (rows.length === 0) return [];
  const lastDay = Math.floor((windowFromUs[rows.at(-1) ?? 0] ?? 0) / dayUs);
  const firstDay = Math.floor((windowFromUs[rows[0] ?? 0] ?? 0) / dayUs);
  const perDay = rows.length / (lastDay - firstDay + 1);
  const days = perDay < minimum ? week : daysOfWindow(blockUs);
  const windows: DataWindow[] = [];
  for (let end = lastDay + 1; end > firstDay; end -= days) {
    const [fromUs, toUs] = [(end - days) * dayUs, end * dayUs];
    const within = rows.filter((row) => (windowFromUs[row] ?? 0) >= fromUs && (windowFromUs[row] ?? 0) < toUs);
    const isComplete = covered.from <= fromUs + hourUs && covered.to >= toUs - hourUs;
    if (within.length > 0) windows.unshift({ fromUs, toUs, rows: within, isComplete });
  }
  const complete = windows.filter((window) => window.isComplete);
  if (complete.length > 0) return complete.slice(-maxWindows);
  const recent = rows.filter((row) => (windowFromUs[row] ?? 0) >= (lastDay + 1 - week) * dayUs);
  const first = Math.floor((windowFromUs[recent[0] ?? 0] ?? 0) / dayUs);
  return [{ fromUs: first * dayUs, toUs: (lastDay + 1) * dayUs, rows: recent, isComplete: false }];
}
