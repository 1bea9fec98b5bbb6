import { expect, test } from "vitest";
import { partition } from "./partition.ts";

const segment = (rows: number, bytes = 1) => ({ rows, bytes });
const rowsOf = (parts: readonly (readonly { rows: number }[])[]): number[][] => parts.map((part) => part.map((s) => s.rows));

test("segments fill parts in their order, up to either limit", () => {
  expect(
    rowsOf(
      partition(
        [3, 3, 3, 1, 2].map((n) => segment(n)),
        { rows: 6, bytes: 100 },
      ),
    ),
  ).toEqual([
    [3, 3],
    [3, 1, 2],
  ]);
  expect(rowsOf(partition([segment(1, 60), segment(1, 60), segment(1, 40)], { rows: 10, bytes: 100 }))).toEqual([[1], [1, 1]]);
});

test("a segment over a limit is a part of its own, and an empty snapshot has one part", () => {
  expect(
    rowsOf(
      partition(
        [9, 1, 9].map((n) => segment(n)),
        { rows: 5, bytes: 100 },
      ),
    ),
  ).toEqual([[9], [1], [9]]);
  expect(partition([], { rows: 5, bytes: 5 })).toEqual([[]]);
});
