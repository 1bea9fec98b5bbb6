import { expect, test } from "vitest";
import { matchItems, matchScore } from "./palette-match.ts";

const item = (title: string, group = "Look") => ({ id: title, title, group, run: () => undefined });

test("every word must be found, in title or group", () => {
  expect(matchScore(item("Show the graph"), "graph look")).toBeDefined();
  expect(matchScore(item("Show the graph"), "graph data")).toBeUndefined();
});

test("a hit at the start of a word in the title comes first, and equals keep their order", () => {
  const items = [item("Rewrite a note"), item("Write a note"), item("Something", "write")];
  expect(matchItems(items, "write").map((i) => i.title)).toEqual(["Write a note", "Rewrite a note", "Something"]);
  expect(matchItems(items, "").map((i) => i.title)).toEqual(items.map((i) => i.title));
});
