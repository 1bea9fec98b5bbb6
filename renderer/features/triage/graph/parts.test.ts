import { describe, expect, test } from "vitest";
import type { ContextEdge, ContextNode } from "../../../../shared/contract/context-graph.ts";
import { rowAt } from "../../../../test/unit-support/fake-cases.ts";
import { contextOf } from "../../../../test/unit-support/fake-context.ts";
import { graphOf } from "../../../../test/unit-support/fake-widening.ts";
import { drawingOf } from "./drawing.ts";
import { emptyView } from "./history.ts";
import { type Addition, capGraph, type GraphParts, mostEdges, mostNodes, roomIn, widen } from "./parts.ts";

const graph = contextOf(rowAt(0));
const { window } = rowAt(0);

/** A hundred things the host reached, each twice. */
function addition(id: string, count: number): Addition {
  const [node] = graph.nodes;
  const [edge] = graph.edges;
  if (node === undefined || edge === undefined) throw new Error("the example graph has changed");
  const nodes = Array.from({ length: count }, (_, i): ContextNode => ({ ...node, id: `${id}-${String(i)}`, role: "context", layer: 3 }));
  const edges = nodes.flatMap((other, i): ContextEdge[] =>
    ["contacted", "resolved to", "ran"].map((relation) => ({
      ...edge,
      id: `${id}-${relation}-${String(i)}`,
      src: "host",
      dst: other.id,
      relation,
      state: "rare",
    })),
  );
  return { id, of: "host", what: id, nodes, edges };
}

describe("widening", () => {
  test("adds what is not there, and the same relation under another id is not drawn twice", () => {
    const again: GraphParts = { nodes: graph.nodes, edges: graph.edges.map((edge) => ({ ...edge, id: `${edge.id}/again` })) };
    const wide = widen(graph, [{ ...addition("a", 3), ...again }, addition("b", 2)]);
    expect(wide.nodes.map((node) => node.id)).toEqual([...graph.nodes.map((node) => node.id), "b-0", "b-1"]);
    expect(wide.edges).toHaveLength(graph.edges.length + 6);
  });

  test("taking an addition out again leaves the graph as it was", () => {
    expect(widen(graph, [])).toBe(graph);
  });
});

describe("the caps of a drawing", () => {
  const wide = widen(graph, [addition("a", 100), addition("b", 100), addition("c", 100)]);

  test("hold for nodes and relations, keep the subject and say how much is left over", () => {
    const capped = capGraph({ nodes: wide.nodes.toReversed(), edges: wide.edges });
    expect([capped.nodes.length, capped.edges.length]).toEqual([mostNodes, mostEdges]);
    expect(capped.nodes.some((node) => node.role === "subject")).toBe(true);
    expect(capped.left).toEqual({ nodes: wide.nodes.length - mostNodes, edges: wide.edges.length - mostEdges });
    expect(roomIn(capped)).toBe(false);
    expect(capped.edges.every((edge) => [edge.src, edge.dst].every((id) => capped.nodes.some((node) => node.id === id)))).toBe(true);
  });

  test("what was asked for is drawn up to the caps and all of it is in the table", () => {
    const view = { ...emptyView, additions: ["a", "b", "c"].map((id) => addition(id, 100)) };
    const { placed, rows } = drawingOf(graph, view, window);
    expect([placed.nodes.length, placed.edges.length]).toEqual([mostNodes, mostEdges]);
    expect(rows.edges).toHaveLength(graph.edges.length + 900);
  });

  test("a drawing with room is left as it is", () => {
    expect(capGraph(graph)).toEqual({ nodes: graph.nodes, edges: graph.edges, left: { nodes: 0, edges: 0 } });
  });
});

describe("a drawing", () => {
  test("of 5,000 neighbours shows a few and counts", () => {
    const hub = graphOf(rowAt(0), "hub");
    const { placed, seen } = drawingOf(hub, emptyView, window);
    expect(placed.nodes.length).toBeLessThan(30);
    expect(placed.left.nodes).toBe(0);
    expect(seen.nodes.some((node) => node.id === "n77")).toBe(true);
  });

  test("narrowed in time keeps the places of the whole", () => {
    const whole = drawingOf(graph, emptyView, window);
    const early = drawingOf(graph, { ...emptyView, window: { from: whole.span.from, to: whole.span.from + 60_000_000 } }, window);
    expect(early.placed.nodes).toEqual(whole.placed.nodes);
    expect(early.rows.edges.length).toBeLessThan(whole.rows.edges.length);
    expect(early.seen.edges.length).toBeLessThan(whole.seen.edges.length);
  });

  test("with cycles, turned intervals and times in a far future is worked out like any other", () => {
    const { span, rows } = drawingOf(graphOf(rowAt(0), "hostile"), emptyView, window);
    expect(rows.edges).toHaveLength(9);
    expect(span.to - span.from).toBeLessThanOrEqual(38 * 86_400_000_000);
  });
});
