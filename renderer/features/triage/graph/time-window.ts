import type { ContextEdge } from "../../../../shared/contract/context-graph.ts";

/** Microseconds UTC, both ends included. */
export interface TimeWindow {
  readonly from: number;
  readonly to: number;
}

export const stepUs = 5 * 60_000_000;
export const buckets = 48;
const dayUs = 86_400_000_000;
/** A clock that is years off must not squeeze the rest into one pixel: what lies farther is counted at the ends. */
const farthestBackUs = 35 * dayUs;
const farthestOnUs = 2 * dayUs;

/** Start and end in their order, whatever order the source's clock gave them; undefined for a relation without a time. */
export function intervalOf({ from, to }: Pick<ContextEdge, "from" | "to">): TimeWindow | undefined {
  const [a, b] = [from ?? to, to ?? from];
  return a === null || b === null ? undefined : { from: Math.min(a, b), to: Math.max(a, b) };
}

const floorTo = (at: number): number => Math.floor(at / stepUs) * stepUs;
const ceilTo = (at: number): number => Math.ceil(at / stepUs) * stepUs;
const clamp = (at: number, { from, to }: TimeWindow): number => Math.min(to, Math.max(from, at));

/** What the slider spans: every dated relation, as far as it lies near the case, on whole steps. */
export function spanOf(edges: readonly Pick<ContextEdge, "from" | "to">[], ofCase: TimeWindow): TimeWindow {
  const reach = { from: ofCase.from - farthestBackUs, to: ofCase.to + farthestOnUs };
  let { from, to } = ofCase;
  for (const edge of edges) {
    const interval = intervalOf(edge);
    if (interval === undefined) continue;
    from = Math.min(from, clamp(interval.from, reach));
    to = Math.max(to, clamp(interval.to, reach));
  }
  const start = floorTo(from);
  return { from: start, to: Math.max(ceilTo(to), start + stepUs) };
}

/** True when the relation was there at some moment of the window. An end at the span's own end has no limit; what has no time always passes. */
export function isWithin(edge: Pick<ContextEdge, "from" | "to">, window: TimeWindow, span: TimeWindow): boolean {
  const interval = intervalOf(edge);
  if (interval === undefined) return true;
  return (window.from <= span.from || interval.to >= window.from) && (window.to >= span.to || interval.from <= window.to);
}

export interface Bar {
  readonly relations: number;
  readonly evidence: number;
}

/** How many relations were there in each slice of the span. */
export function histogramOf(edges: readonly Pick<ContextEdge, "from" | "to" | "state">[], span: TimeWindow): readonly Bar[] {
  const width = (span.to - span.from) / buckets;
  const bars = Array.from({ length: buckets }, () => ({ relations: 0, evidence: 0 }));
  const bucketOf = (at: number): number => Math.min(buckets - 1, Math.max(0, Math.floor((at - span.from) / width)));
  for (const edge of edges) {
    const interval = intervalOf(edge);
    if (interval === undefined) continue;
    for (const bar of bars.slice(bucketOf(interval.from), bucketOf(interval.to) + 1)) {
      bar.relations += 1;
      if (edge.state === "evidence") bar.evidence += 1;
    }
  }
  return bars;
}

/** One end moved to a moment, on whole steps, inside the span and at least one step from the other end. */
export function moveEnd(window: TimeWindow, end: "from" | "to", at: number, span: TimeWindow): TimeWindow {
  const whole = clamp(span.from + Math.round((at - span.from) / stepUs) * stepUs, span);
  return end === "from"
    ? { ...window, from: Math.min(whole, window.to - stepUs) }
    : { ...window, to: Math.max(whole, window.from + stepUs) };
}

/** The case's own window on the slider: whole steps around it, at least one. */
export function snapTo(ofCase: TimeWindow, span: TimeWindow): TimeWindow {
  const from = Math.min(clamp(floorTo(ofCase.from), span), span.to - stepUs);
  return { from, to: Math.max(clamp(ceilTo(ofCase.to), span), from + stepUs) };
}

export const isWhole = (window: TimeWindow, span: TimeWindow): boolean => window.from <= span.from && window.to >= span.to;

const hour = 12;
const keySteps: Readonly<Record<string, number>> = {
  ArrowRight: 1,
  ArrowUp: 1,
  ArrowLeft: -1,
  ArrowDown: -1,
  PageUp: hour,
  PageDown: -hour,
};

/** Where a key takes one end: five minutes, an hour, or the end of the span; undefined for any other key. */
export function moveByKey(window: TimeWindow, end: "from" | "to", key: string, span: TimeWindow): TimeWindow | undefined {
  if (key === "Home") return moveEnd(window, end, span.from, span);
  if (key === "End") return moveEnd(window, end, span.to, span);
  const steps = keySteps[key];
  return steps === undefined ? undefined : moveEnd(window, end, window[end] + steps * stepUs, span);
}
