/** [from, to), microseconds UTC; infinite where unbounded. */
export interface TimeSpan {
  readonly from: number;
  readonly to: number;
}

export const always: TimeSpan = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY };

export const toSpan = (fromUs: number | null, toUs: number | null): TimeSpan => ({
  from: fromUs ?? Number.NEGATIVE_INFINITY,
  to: toUs ?? Number.POSITIVE_INFINITY,
});

/** As the contract and JSON have it: null is unbounded. */
export const toBounds = ({ from, to }: TimeSpan): { from: number | null; to: number | null } => ({
  from: Number.isFinite(from) ? from : null,
  to: Number.isFinite(to) ? to : null,
});

export const covers = (spans: readonly TimeSpan[], atUs: number): TimeSpan | undefined =>
  spans.find((span) => span.from <= atUs && atUs < span.to);

/** What two spans have in common, or undefined. */
export function overlap(a: TimeSpan, b: TimeSpan): TimeSpan | undefined {
  const [from, to] = [Math.max(a.from, b.from), Math.min(a.to, b.to)];
  return from < to ? { from, to } : undefined;
}

/** The last stretch of time that both sets have in common, or undefined. */
export function lastOverlap(a: readonly TimeSpan[], b: readonly TimeSpan[]): TimeSpan | undefined {
  let last: TimeSpan | undefined;
  for (const one of a)
    for (const other of b) {
      const common = overlap(one, other);
      if (common !== undefined && (last === undefined || common.to > last.to)) last = common;
    }
  return last;
}

/** In order of time, with spans that touch or overlap joined. */
export function joinSpans(spans: readonly TimeSpan[]): TimeSpan[] {
  const joined: { from: number; to: number }[] = [];
  for (const span of spans.toSorted((a, b) => a.from - b.from || a.to - b.to)) {
    const last = joined.at(-1);
    if (last !== undefined && span.from <= last.to) last.to = Math.max(last.to, span.to);
    else joined.push({ ...span });
  }
  return joined;
}

/** From the first moment of any to the last. */
export const hull = (spans: readonly TimeSpan[]): TimeSpan => ({
  from: spans.reduce((least, span) => Math.min(least, span.from), Number.POSITIVE_INFINITY),
  to: spans.reduce((most, span) => Math.max(most, span.to), Number.NEGATIVE_INFINITY),
});
