import { expect, test } from "vitest";
import { contextOf } from "../../../test/unit-support/fake-context.ts";
import { rowAt } from "../../../test/unit-support/fake-cases.ts";
import { hasPage, leadingName, mainSubject, namesIn } from "./entity-names.ts";

const graph = contextOf(rowAt(0));
const [node] = graph.nodes;

test("a name that only one thing goes by leads to it, where a text begins with it as a word", () => {
  const names = new Map([
    ["WS-1", "host:ws-1"],
    ["WS-1 old", "host:ws-1-old"],
  ]);
  expect(leadingName(names, "WS-1, workstation")).toBe("WS-1");
  expect(leadingName(names, "WS-1 old (retired)")).toBe("WS-1 old");
  expect(leadingName(names, "WS-117")).toBeUndefined();
  expect(leadingName(names, "call WS-1")).toBeUndefined();
});

test("a name that two things go by leads to neither", () => {
  expect(node).toBeDefined();
  if (node === undefined) return;
  const twin = { ...node, id: "other" };
  expect(namesIn({ nodes: [node] }).get(node.label)).toBe(node.id);
  expect(namesIn({ nodes: [node, twin] }).has(node.label)).toBe(false);
});

test("several things at once have no page, and the subject that things start from comes first", () => {
  expect(graph.nodes.filter((one) => one.role === "aggregate").some(hasPage)).toBe(false);
  const subject = mainSubject(graph);
  const layers = graph.nodes.filter((one) => one.role === "subject").map((one) => one.layer);
  expect(subject?.layer).toBe(Math.min(...layers));
});
