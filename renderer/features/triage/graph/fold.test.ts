import { describe, expect, test } from "vitest";
import type { ContextEdge, ContextGraph, ContextNode } from "../../../../shared/contract/context-graph.ts";
import { rowAt } from "../../../../test/unit-support/fake-cases.ts";
import { contextOf } from "../../../../test/unit-support/fake-context.ts";
import { foldedCount, foldGraph, isFold, narrowFold, readableNodes } from "./fold.ts";

const small = contextOf(rowAt(0));
const host = small.nodes.find((node) => node.id === "host");
const edgeLike = small.edges[0];

/** A subject that did one thing to many, in the manner of a process that opens all others. */
function crowded(count: number, change: (i: number) => Partial<ContextNode> = () => ({})): Pick<ContextGraph, "nodes" | "edges"> {
  if (host === undefined || edgeLike === undefined) throw new Error("the example graph has changed");
  const touched = Array.from({ length: count }, (_, i): ContextNode => ({
    ...host,
    id: `t${String(i)}`,
    type: "process",
    label: "svchost.exe",
    role: "evidence",
    layer: 2,
    sublabel: "",
    ...change(i),
  }));
  const edges = touched.map((node, i): ContextEdge => ({
    ...edgeLike,
    id: `e${String(i)}`,
    src: "host",
    dst: node.id,
    relation: "opened",
    state: "evidence",
    n: 2,
  }));
  return { nodes: [host, ...touched], edges };
}

describe("folding", () => {
  test("a graph that can be read is drawn as it is", () => {
    expect(foldGraph(small)).toMatchObject({ nodes: small.nodes, edges: small.edges });
  });

  test("many alike become a few and a count, and the subject never folds", () => {
    const folded = foldGraph(crowded(30));
    expect(folded.nodes.length).toBeLessThanOrEqual(readableNodes);
    expect(folded.nodes.some((node) => node.id === "host")).toBe(true);
    expect(folded.nodes.find((node) => isFold(node.id))).toMatchObject({ label: "+27", sublabel: "processes opened", role: "aggregate" });
    expect(foldedCount(folded)).toBe(27);
  });

  test("nothing is lost: drawn and folded nodes together are all nodes, and the counts of the edges stay", () => {
    const graph = crowded(40, (i) => ({ type: i % 2 === 0 ? "process" : "file" }));
    const folded = foldGraph(graph);
    const ids = [...folded.nodes.filter((node) => !isFold(node.id)).map((node) => node.id), ...[...folded.members.values()].flat()];
    expect(ids.toSorted()).toEqual(graph.nodes.map((node) => node.id).toSorted());
    const sum = (edges: readonly ContextEdge[]): number => edges.reduce((n, edge) => n + edge.n, 0);
    expect(sum(folded.edges)).toBe(sum(graph.edges));
  });

  test("what folds in several steps is still counted once", () => {
    const kinds = ["opened", "wrote", "loaded", "started"];
    const graph = crowded(36);
    const edges = graph.edges.map((edge, i) => ({ ...edge, relation: kinds[i % kinds.length] ?? "", state: "rare" as const }));
    const folded = foldGraph({ nodes: graph.nodes, edges });
    expect(folded.nodes.filter((node) => !isFold(node.id)).length + foldedCount(folded)).toBe(37);
    expect(folded.nodes.length).toBeLessThanOrEqual(readableNodes);
  });

  test("what is new, flagged or has a name of its own keeps its place", () => {
    const folded = foldGraph(
      crowded(30, (i) => (i === 17 ? { isNew: true } : i === 21 ? { label: "lsass.exe" } : i === 25 ? { badges: ["critical: high"] } : {})),
    );
    const drawn = folded.nodes.filter((node) => !isFold(node.id)).map((node) => node.id);
    expect(drawn).toEqual(expect.arrayContaining(["t17", "t21", "t25"]));
  });

  test("an opened fold shows its members", () => {
    const graph = crowded(30);
    const { nodes, members } = foldGraph(graph);
    const fold = nodes.find((node) => isFold(node.id));
    expect(foldGraph(graph, new Set(members.get(fold?.id ?? ""))).nodes).toHaveLength(31);
  });

  test("the order of the input does not matter", () => {
    const graph = crowded(30, (i) => ({ label: `p${String(i % 7)}.exe` }));
    const ids = (nodes: readonly ContextNode[]): string[] => nodes.map((node) => node.id).toSorted();
    expect(ids(foldGraph({ nodes: graph.nodes.toReversed(), edges: graph.edges.toReversed() }).nodes)).toEqual(ids(foldGraph(graph).nodes));
  });
});

describe("a fold under a window of time", () => {
  const graph = crowded(30);
  const folded = foldGraph(graph);
  const fold = folded.nodes.find((node) => isFold(node.id));

  test("keeps its place and counts what passes", () => {
    const first = new Set((folded.members.get(fold?.id ?? "") ?? []).slice(0, 4));
    const narrowed = narrowFold(graph, folded, (edge) => first.has(edge.dst));
    expect(narrowed.nodes.map((node) => node.label)).toEqual(["WS-117", "+4"]);
    expect(narrowed.nodes.find((node) => isFold(node.id))?.id).toBe(fold?.id);
    expect(narrowed.edges.map((edge) => edge.n)).toEqual([8]);
  });

  test("goes when nothing of it passes, and the subject stays", () => {
    expect(narrowFold(graph, folded, () => false)).toMatchObject({ nodes: [{ id: "host" }], edges: [] });
    expect(narrowFold(graph, folded, () => true)).toBe(folded);
  });
});

test("a thing with 5,000 neighbours is folded to a readable drawing, the new one in sight", () => {
  const folded = foldGraph(crowded(5000, (i) => ({ isNew: i === 4321, type: i % 3 === 0 ? "file" : "process" })));
  expect(folded.nodes.length).toBeLessThanOrEqual(readableNodes);
  expect(folded.nodes.some((node) => node.id === "t4321")).toBe(true);
});
