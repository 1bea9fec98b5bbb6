import type { GateLine, GateState, Share } from "../../../../shared/contract/evaluations.ts";
import { wilson } from "../../../../shared/lib/wilson.ts";

/** One thing that must hold, with its sentence. */
export interface Condition {
  readonly state: GateState;
  readonly text: string;
}

interface LineParts {
  readonly line: number;
  readonly title: string;
  readonly threshold: string;
  /** What the line is mostly about, shown as k of n with its interval. */
  readonly share?: Share | undefined;
  /** A count without an interval. */
  readonly count?: { readonly k: number; readonly n: number } | undefined;
  readonly conditions: readonly [Condition, ...Condition[]];
}

const severity: Readonly<Record<GateState, number>> = { fail: 0, insufficient: 1, pass: 2 };

/** A line stands as its worst condition does, whose sentence decides it: a failure before what is not known, either before a pass. */
export function toLine({ line, title, threshold, share, count, conditions }: LineParts): GateLine {
  const [first, ...others] = conditions;
  const deciding = others.reduce((worst, one) => (severity[one.state] < severity[worst.state] ? one : worst), first);
  return {
    line,
    title,
    state: deciding.state,
    k: share?.k ?? count?.k ?? null,
    n: share?.n ?? count?.n ?? null,
    low: share === undefined || share.n === 0 ? null : share.low,
    high: share === undefined || share.n === 0 ? null : share.high,
    threshold,
    text: deciding.text,
    also: conditions.filter((one) => one !== deciding).map(({ text }) => text),
  };
}

export const toShare = (k: number, n: number): Share => {
  const { low, high } = wilson(k, n);
  return { k, n, low, high };
};

export const shareOf = (flags: readonly boolean[]): Share => toShare(flags.filter(Boolean).length, flags.length);

/** A share as whole or tenth percents, never broken before its sign. */
export const percent = (share: number): string => `${Math.round(share * 1000) / 10}\u00A0%`;

/** With too few cases for even a clean sheet to reach the bound nothing is decided, unless the bound is out of reach already. */
export function atLeast(share: Share, bound: number): GateState {
  if (share.n > 0 && share.low >= bound) return "pass";
  if (share.n > 0 && share.high < bound) return "fail";
  return toShare(share.n, share.n).low < bound ? "insufficient" : "fail";
}

export function atMost(share: Share, bound: number): GateState {
  if (share.n > 0 && share.high <= bound) return "pass";
  if (share.n > 0 && share.low > bound) return "fail";
  return toShare(0, share.n).high > bound ? "insufficient" : "fail";
}

/** Fewest cases that can reach the bound without a single mistake. */
export function fewestFor(isEnough: (n: number) => boolean): number {
  let n = 1;
  while (!isEnough(n)) n++;
  return n;
}

/** A count with its thousands apart: `14,990`. */
export const inWords = (n: number): string => n.toLocaleString("en-US");
export const ofCases = ({ k, n }: { readonly k: number; readonly n: number }): string => `${inWords(k)} of ${inWords(n)}`;
export const intervalOf = ({ low, high }: Share): string => `${percent(low)} to ${percent(high)}`;
