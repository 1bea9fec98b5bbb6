import { expect, test } from "vitest";
import { contributionDistance, leadingReasons } from "./contribution-space.ts";

test("the leading reasons are those that raise the score most, and none that hardly matters", () => {
  const parts = { regularity: 0.4, peers: 0.9, size: -0.7, hours: 0.001 };
  expect(leadingReasons(parts, 3)).toEqual(["peers", "regularity"]);
  expect(leadingReasons(parts, 1)).toEqual(["peers"]);
  expect(leadingReasons({ b: 0.5, a: 0.5 }, 2)).toEqual(["a", "b"]);
  expect(leadingReasons({ size: -1 }, 3)).toEqual([]);
});

test("distance is Euclidean over every feature that either has", () => {
  expect(contributionDistance({ a: 3 }, { b: 4 })).toBe(5);
  expect(contributionDistance({ a: 1, b: -2 }, { a: 1, b: -2 })).toBe(0);
});
