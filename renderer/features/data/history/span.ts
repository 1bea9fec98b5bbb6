export interface Span {
  readonly from: number;
  readonly to: number;
}

/** The span that holds all of them; undefined when there is none. */
export function hull(spans: readonly (Span | undefined)[]): Span | undefined {
  const known = spans.filter((span) => span !== undefined);
  if (known.length === 0) return undefined;
  return { from: Math.min(...known.map((s) => s.from)), to: Math.max(...known.map((s) => s.to)) };
}

/** Where a span lies in another, as start and length from 0 to `width`; never shorter than `least`, so that a moment can be seen. */
export function placeOf(span: Span, whole: Span, width: number, least = 3): { readonly x: number; readonly length: number } {
  const total = Math.max(1, whole.to - whole.from);
  const length = Math.min(width, Math.max(least, ((span.to - span.from) / total) * width));
  return { x: Math.min(width - length, Math.max(0, ((span.from - whole.from) / total) * width)), length };
}
