import { describe, expect, it } from "vitest";
import { compareLists } from "./compare-lists.ts";

describe("two lists side by side", () => {
  it("tell what appeared, vanished, moved and stayed, the greatest change first", () => {
    const changes = compareLists(["a", "b", "c", "d", "e"], ["a", "e", "x", "c", "d"]);
    expect(changes.map(({ identity, change, from, to }) => [identity, change, from, to])).toEqual([
      ["x", "appeared", undefined, 3],
      ["b", "vanished", 2, undefined],
      ["e", "moved", 5, 2],
      ["c", "moved", 3, 4],
      ["d", "moved", 4, 5],
      ["a", "same", 1, 1],
    ]);
  });

  it("are no change when they are one list, and nothing when there is none", () => {
    expect(compareLists(["a", "b"], ["a", "b"]).every(({ change }) => change === "same")).toBe(true);
    expect(compareLists([], [])).toEqual([]);
  });
});
