import type { UpkeepSettings } from "../../shared/contract/upkeep-settings.ts";
import type { Random } from "../../shared/lib/random.ts";
import { judgePrecision, type Settled } from "../../electron/engine/lifecycle/demotion-rules.ts";

const minuteUs = 60_000_000;

/** How many verdicts a version of that precision had when it was demoted; undefined when it still stood after `most`. */
export function verdictsUntilDemoted(
  random: Random,
  precision: number,
  most: number,
  settings: UpkeepSettings["precision"],
): number | undefined {
  const settled: Settled[] = [];
  for (let n = 1; n <= most; n += 1) {
    settled.push({ at: n * minuteUs, isHit: random.float() < precision });
    if (n % settings.every === 0 && judgePrecision(settled, settings).state === "demote") return n;
  }
  return undefined;
}

export interface Simulated {
  readonly precision: number;
  readonly demoted: number;
  readonly runs: number;
  /** Of those demoted. */
  readonly median: number | undefined;
}

/** Independent verdicts of one precision, many times over. */
export function simulate(random: Random, precision: number, runs: number, most: number, settings: UpkeepSettings["precision"]): Simulated {
  const ends = Array.from({ length: runs }, () => verdictsUntilDemoted(random, precision, most, settings)).filter((n) => n !== undefined);
  const sorted = ends.toSorted((a, b) => a - b);
  return { precision, demoted: ends.length, runs, median: sorted[sorted.length >> 1] };
}
