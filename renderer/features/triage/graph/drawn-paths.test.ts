import { expect, test } from "vitest";
import { rowAt } from "../../../../test/unit-support/fake-cases.ts";
import { contextOf } from "../../../../test/unit-support/fake-context.ts";
import { findDrawnPaths } from "./drawn-paths.ts";

const graph = contextOf(rowAt(0));
const asked = { a: "person", b: "addr", direction: "either", respectsTime: false, passesShared: false } as const;

test("a path in the drawing goes from the owner to what was reached", () => {
  const { paths } = findDrawnPaths(graph, asked);
  expect(paths[0]).toMatchObject({ nodes: ["person", "host", "target", "addr"], confidence: 1 });
});

test("a leased address makes its step a little less certain", () => {
  expect(findDrawnPaths(graph, { ...asked, a: "ip", b: "host" }).paths[0]).toMatchObject({ confidence: 0.97, cost: 1.12 });
});

test("many folded into one are not passed through unless that is allowed", () => {
  expect(findDrawnPaths(graph, { ...asked, b: "fs" }).paths).toEqual([]);
  expect(findDrawnPaths(graph, { ...asked, b: "fs", passesShared: true }).paths[0]?.nodes).toEqual(["person", "host", "web", "fs"]);
});
