import { autocorrelation } from "./autocorrelation.ts";
import type { RowBlocks } from "./profile.ts";

export const hourUs = 3_600_000_000;
export const dayUs = 24 * hourUs;
/** Lengths that divide a day, so that a window of days is one of whole blocks. */
const hoursOfBlock = [1, 2, 3, 4, 6, 8, 12] as const;
/** More would cost space and say no more. */
const maxBlocks = 240;
/** Below it, or below three standard errors of no correlation, what follows owes nothing to what came before. */
const stillCorrelated = 0.1;

/** Rows by time, in their own order where the time is the same. */
export function inTime(windowFromUs: Float64Array, rows: readonly number[]): Uint32Array {
  return Uint32Array.from(rows).sort((a, b) => (windowFromUs[a] ?? 0) - (windowFromUs[b] ?? 0) || a - b);
}

export interface TimeBlocks extends RowBlocks {
  /** Start of each block that holds rows. */
  readonly fromUs: readonly number[];
}

/** Cuts time into blocks of equal length from 1970; those without rows are left out. `rows` are in order of time. */
export function toBlocks(windowFromUs: Float64Array, rows: Uint32Array, blockUs: number): TimeBlocks {
  const fromUs: number[] = [];
  const blockOf = Uint32Array.from(rows, (row) => {
    const from = Math.floor((windowFromUs[row] ?? 0) / blockUs) * blockUs;
    if (fromUs.at(-1) !== from) fromUs.push(from);
    return fromUs.length - 1;
  });
  return { rows, blockOf, blocks: fromUs.length, fromUs };
}

/** Means by block less the mean of the block's hour of day, which is no memory but the daily round. */
function blockMeans(values: Float64Array, { blockOf, blocks, fromUs }: TimeBlocks): Float64Array {
  const sums = new Float64Array(blocks);
  const counts = new Float64Array(blocks);
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? Number.NaN;
    if (Number.isNaN(value)) continue;
    const block = blockOf[i] ?? 0;
    sums[block] = (sums[block] ?? 0) + value;
    counts[block] = (counts[block] ?? 0) + 1;
  }
  const means = sums.map((sum, b) => sum / (counts[b] ?? 0));
  const byHour = new Map<number, number[]>();
  for (const [b, mean] of means.entries()) {
    const hour = (fromUs[b] ?? 0) % dayUs;
    if (!Number.isNaN(mean)) byHour.set(hour, [...(byHour.get(hour) ?? []), mean]);
  }
  return means.map((mean, b) => {
    const alike = byHour.get((fromUs[b] ?? 0) % dayUs) ?? [];
    return mean - alike.reduce((sum, v) => sum + v, 0) / alike.length;
  });
}

/**
 * Length of a time block in microseconds: a day where subjects are days, else an hour, or as many hours as some series (values in the
 * order of `rows`, NaN missing) stays correlated with itself without a break, at most half a day. Longer when there would be more than 240 blocks.
 */
export function blockLength(
  grain: "instance" | "hour" | "day",
  windowFromUs: Float64Array,
  rows: Uint32Array,
  series: Iterable<Float64Array>,
): number {
  if (grain === "day") return dayUs;
  const hourly = toBlocks(windowFromUs, rows, hourUs);
  const noise = Math.max(stillCorrelated, 3 / Math.sqrt(Math.max(1, hourly.blocks)));
  let longest = 0;
  for (const values of series) {
    const means = blockMeans(values, hourly);
    let lag = 1;
    while (lag < 12 && autocorrelation(means, lag) > noise) lag++;
    longest = Math.max(longest, lag - 1);
  }
  const fits = hoursOfBlock.find((hours) => hours > longest && toBlocks(windowFromUs, rows, hours * hourUs).blocks <= maxBlocks);
  return (fits ?? 12) * hourUs;
}
