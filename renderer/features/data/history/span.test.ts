import { expect, test } from "vitest";
import { hull, placeOf } from "./span.ts";

test("spans are drawn in proportion inside the span that holds them all", () => {
  const whole = hull([{ from: 100, to: 200 }, undefined, { from: 150, to: 300 }]);
  expect(whole).toEqual({ from: 100, to: 300 });
  expect(placeOf({ from: 150, to: 250 }, { from: 100, to: 300 }, 100)).toEqual({ x: 25, length: 50 });
});

test("a moment, also the last one, stays visible and inside", () => {
  expect(placeOf({ from: 300, to: 300 }, { from: 100, to: 300 }, 100)).toEqual({ x: 97, length: 3 });
  expect(placeOf({ from: 5, to: 5 }, { from: 5, to: 5 }, 100)).toEqual({ x: 0, length: 3 });
  expect(hull([undefined])).toBeUndefined();
});
