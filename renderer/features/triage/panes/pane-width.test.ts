import { describe, expect, it } from "vitest";
import { boundsOf, usualWidth, widthByKey, widthIn, widthMoved } from "./pane-width.ts";

const room = 1388;

describe("the width of a pane", () => {
  it("is the usual one without a wish, and never more than the screen has room for or less than can be read", () => {
    expect(widthIn("queue", undefined, room)).toBe(376);
    expect(widthIn("context", Number.NaN, room)).toBe(340);
    expect(widthIn("queue", "wide", room)).toBe(376);
    expect([widthIn("queue", 1, room), widthIn("queue", 9000, room)]).toEqual(Object.values(boundsOf("queue", room)));
    expect(boundsOf("queue", room).max + boundsOf("context", room).max).toBeLessThan(0.7 * room);
    expect(boundsOf("context", 100)).toEqual({ min: 260, max: 260 });
  });

  it("is wider on a wide screen, as far as that helps to read, and leaves the case the most", () => {
    expect([usualWidth("queue", 1868), usualWidth("context", 1868)]).toEqual([496, 420]);
    expect([usualWidth("queue", 1628), usualWidth("context", 1628)]).toEqual([440, 397]);
    expect(widthIn("queue", undefined, 3000)).toBe(496);
    expect(widthIn("queue", 376, 1868)).toBe(376);
  });

  it("grows on the left and shrinks on the right when the divider goes to the right", () => {
    expect(widthMoved("queue", 376, 20, room)).toBe(396);
    expect(widthMoved("context", 340, 20, room)).toBe(320);
    expect(widthByKey("queue", "ArrowRight", 376, room)).toBe(392);
    expect(widthByKey("context", "ArrowRight", 340, room)).toBe(324);
  });

  it("goes to its ends with Home and End, and back with Enter", () => {
    expect(widthByKey("queue", "Home", 376, room)).toBe(boundsOf("queue", room).min);
    expect(widthByKey("context", "Home", 340, room)).toBe(boundsOf("context", room).max);
    expect(widthByKey("context", "Enter", 300, room)).toBe(340);
    expect(widthByKey("queue", "j", 376, room)).toBeUndefined();
  });
});
