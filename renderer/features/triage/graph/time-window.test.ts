import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { histogramOf, isWhole, isWithin, moveByKey, moveEnd, snapTo, spanOf, stepUs, type TimeWindow } from "./time-window.ts";

const hourUs = 12 * stepUs;
const start = 1_774_000_000_000_000;
const ofCase: TimeWindow = { from: start, to: start + 9 * hourUs };
const times = fc.option(fc.integer({ min: start - 1e15, max: start + 1e15 }), { nil: null });
const edges = fc.array(fc.record({ from: times, to: times, state: fc.constantFrom("evidence" as const, "usual" as const) }), {
  maxLength: 30,
});

describe("the span of the slider", () => {
  test("holds the case's window, whole steps, and never more than 35 days before it and two after", () => {
    fc.assert(
      fc.property(edges, (list) => {
        const span = spanOf(list, ofCase);
        expect(span.from).toBeLessThanOrEqual(ofCase.from);
        expect(span.to).toBeGreaterThanOrEqual(ofCase.to);
        expect([span.from % stepUs, span.to % stepUs]).toEqual([0, 0]);
        expect(span.to - span.from).toBeLessThanOrEqual(38 * 24 * hourUs);
      }),
    );
  });

  test("whole, it leaves nothing out, years off or the wrong way round", () => {
    fc.assert(
      fc.property(edges, (list) => {
        const span = spanOf(list, ofCase);
        expect(list.every((edge) => isWithin(edge, span, span))).toBe(true);
        expect(isWhole(span, span)).toBe(true);
      }),
    );
  });
});

describe("a narrowed window", () => {
  const span = spanOf([{ from: start - 20 * hourUs, to: start + 20 * hourUs }], ofCase);
  const window = { from: start, to: start + hourUs };

  test("keeps what was there at some moment of it and what has no time", () => {
    expect(isWithin({ from: start - hourUs, to: start + 1 }, window, span)).toBe(true);
    expect(isWithin({ from: start + 1, to: start - hourUs }, window, span)).toBe(true);
    expect(isWithin({ from: null, to: null }, window, span)).toBe(true);
    expect(isWithin({ from: start - 3 * hourUs, to: start - 2 * hourUs }, window, span)).toBe(false);
    expect(isWithin({ from: start + 2 * hourUs, to: null }, window, span)).toBe(false);
  });

  test("never leaves the span, never turns over and stays on whole steps, whatever its ends are moved to", () => {
    const moves = fc.array(
      fc.record({ end: fc.constantFrom("from" as const, "to" as const), at: fc.integer({ min: start - 1e13, max: start + 1e13 }) }),
    );
    fc.assert(
      fc.property(moves, (list) => {
        const moved = list.reduce((now, { end, at }) => moveEnd(now, end, at, span), span);
        expect(moved.from).toBeGreaterThanOrEqual(span.from);
        expect(moved.to).toBeLessThanOrEqual(span.to);
        expect(moved.to - moved.from).toBeGreaterThanOrEqual(stepUs);
        expect((moved.from - span.from) % stepUs).toBe(0);
      }),
    );
  });

  test("moves by five minutes, an hour or to the end with the keys", () => {
    expect(moveByKey(span, "from", "ArrowRight", span)?.from).toBe(span.from + stepUs);
    expect(moveByKey(span, "to", "PageDown", span)?.to).toBe(span.to - hourUs);
    expect(moveByKey(window, "to", "End", span)?.to).toBe(span.to);
    expect(moveByKey(window, "to", "x", span)).toBeUndefined();
  });

  test("snaps to whole steps around the case's window, even when that is a single moment", () => {
    expect(snapTo({ from: start + 1, to: start + 1 }, span)).toEqual({
      from: Math.floor(start / stepUs) * stepUs,
      to: Math.floor(start / stepUs) * stepUs + stepUs,
    });
    const snapped = snapTo(ofCase, span);
    expect(snapped.from).toBeLessThanOrEqual(ofCase.from);
    expect(snapped.to).toBeGreaterThanOrEqual(ofCase.to);
  });
});

test("the histogram counts a relation in every slice it touches, and evidence apart", () => {
  const span = { from: 0, to: 48 * stepUs };
  const bars = histogramOf(
    [
      { from: 0, to: 2 * stepUs, state: "usual" },
      { from: stepUs, to: null, state: "evidence" },
      { from: 9e15, to: 9e15, state: "usual" },
      { from: null, to: null, state: "usual" },
    ],
    span,
  );
  expect(bars.slice(0, 4)).toEqual([
    { relations: 1, evidence: 0 },
    { relations: 2, evidence: 1 },
    { relations: 1, evidence: 0 },
    { relations: 0, evidence: 0 },
  ]);
  expect(bars.at(-1)).toEqual({ relations: 1, evidence: 0 });
});
