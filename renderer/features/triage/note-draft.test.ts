import { expect, test } from "vitest";
import { createNoteDrafts, currentNotes } from "./note-draft.ts";

test("of each analyst the newest note stands, newest first, and an emptied one is gone", () => {
  const notes = [
    { at: 1, analyst: "a", text: "first" },
    { at: 2, analyst: "b", text: "other" },
    { at: 3, analyst: "a", text: "second" },
    { at: 4, analyst: "b", text: "  " },
  ];
  expect(currentNotes(notes)).toEqual([{ at: 3, analyst: "a", text: "second" }]);
});

test("a draft is kept per case until it is saved", () => {
  const kept = new Map<string, string>();
  const drafts = createNoteDrafts({
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
  });
  drafts.keep("a1", "half a sen");
  expect(drafts.read("a1")).toBe("half a sen");
  expect(drafts.read("a2")).toBeUndefined();
  drafts.drop("a1");
  expect(drafts.read("a1")).toBeUndefined();
});
