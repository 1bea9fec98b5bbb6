import { describe, expect, test } from "vitest";
import fc from "fast-check";
import type { ContextGraph } from "../../../../shared/contract/context-graph.ts";
import { rowAt } from "../../../../test/unit-support/fake-cases.ts";
import { contextOf } from "../../../../test/unit-support/fake-context.ts";
import { describeGraph, describeNode, edgeByStep, firstNode, neighbourByKey } from "./describe.ts";
import { diffElements, edgeWidth, type GraphElement, type NodeElement, toBends, toElements as elementsAt } from "./elements.ts";
import { layoutGraph, tallestColumn } from "./layout.ts";
import { type GraphParts, rankEdges } from "./parts.ts";

const toElements = (shown: GraphParts): readonly GraphElement[] => elementsAt(shown, layoutGraph(shown));
const graph = contextOf(rowAt(0));
const shuffled = (order: readonly number[]): ContextGraph => ({
  ...graph,
  nodes: graph.nodes.toSorted((a, b) => (order[graph.nodes.indexOf(a)] ?? 0) - (order[graph.nodes.indexOf(b)] ?? 0)),
  edges: graph.edges.toReversed(),
});
const [neverNode, neverEdge] = [graph.nodes[1], graph.edges[1]] as unknown as [GraphParts["nodes"][number], GraphParts["edges"][number]];
const nodeOf = (id: string): NodeElement | undefined => toElements(graph).find((e): e is NodeElement => e.kind === "node" && e.id === id);

describe("the layout", () => {
  test("runs left to right by layer", () => {
    const places = layoutGraph(graph);
    const x = (id: string): number => places.get(id)?.x ?? Number.NaN;
    expect(x("person")).toBeLessThan(x("host"));
    expect(x("host")).toBeLessThan(x("target"));
    expect(x("target")).toBeLessThan(x("addr"));
    expect(x("person")).toBe(x("ip"));
  });

  test("does not depend on the order of the input", () => {
    const numbers = fc.array(fc.integer(), { minLength: graph.nodes.length, maxLength: graph.nodes.length });
    const sorted = (shown: ContextGraph) => [...layoutGraph(shown)].toSorted(([a], [b]) => (a < b ? -1 : 1));
    fc.assert(
      fc.property(numbers, (order) => {
        expect(sorted(shuffled(order))).toEqual(sorted(graph));
      }),
    );
  });

  test("no two nodes share a place, however many a layer has", () => {
    const many = {
      nodes: Array.from({ length: 40 }, (_, i) => ({ ...(graph.nodes[3] ?? graph.nodes[0]), id: `n${i}`, layer: i % 3 })),
      edges: [],
    } as unknown as ContextGraph;
    const places = [...layoutGraph(many).values()].map(({ x, y }) => `${x} ${y}`);
    expect(new Set(places).size).toBe(40);
  });
});

describe("a layout that grows", () => {
  const numbers = fc.record({ old: fc.integer({ min: 1, max: 30 }), added: fc.integer({ min: 1, max: 60 }), seed: fc.nat() });
  const made = (count: number, seed: number): GraphParts => ({
    nodes: Array.from({ length: count }, (_, i) => ({ ...(graph.nodes[0] ?? neverNode), id: `n${String(i)}`, layer: (i * 7 + seed) % 4 })),
    edges: Array.from({ length: count }, (_, i) => ({
      ...(graph.edges[0] ?? neverEdge),
      id: `e${String(i)}`,
      src: `n${String((i * 3 + seed) % count)}`,
      dst: `n${String(i)}`,
    })),
  });

  test("leaves everything that stood where it stood, and puts nothing on top of anything", () => {
    fc.assert(
      fc.property(numbers, ({ old, added, seed }) => {
        const before = layoutGraph(made(old, seed));
        const after = layoutGraph(made(old + added, seed), before);
        for (const [id, at] of before) expect(after.get(id)).toEqual(at);
        const spots = [...after.values()];
        const touching = spots.filter((a, i) => spots.some((b, j) => j < i && Math.abs(a.x - b.x) < 90 && Math.abs(a.y - b.y) < 60));
        expect([spots.length, touching]).toEqual([old + added, []]);
      }),
    );
  });

  test("is the same whatever the order of the input", () => {
    fc.assert(
      fc.property(numbers, ({ old, added, seed }) => {
        const before = layoutGraph(made(old, seed));
        const grown = made(old + added, seed);
        const turned = { nodes: grown.nodes.toReversed(), edges: grown.edges.toReversed() };
        const sorted = (shown: GraphParts) => [...layoutGraph(shown, before)].toSorted(([a], [b]) => (a < b ? -1 : 1));
        expect(sorted(turned)).toEqual(sorted(grown));
      }),
      { numRuns: 30 },
    );
  });

  test("five hundred nodes with a thousand relations, a hub and cycles each have a place of their own", () => {
    const wide = made(500, 3);
    const hub = wide.nodes.map((node, i) => ({ ...(graph.edges[0] ?? neverEdge), id: `h${String(i)}`, src: "n0", dst: node.id }));
    const places = [...layoutGraph({ nodes: wide.nodes, edges: [...wide.edges, ...hub] }).values()];
    expect(new Set(places.map(({ x, y }) => `${x} ${y}`)).size).toBe(500);
  });
});

test("a tall layer is folded into as many columns as make the picture largest", () => {
  expect(tallestColumn([2, 1, 3, 3])).toBe(3);
  expect(tallestColumn([1, 1, 12, 1])).toBeLessThan(12);
  expect(tallestColumn([1, 40])).toBeGreaterThan(4);
});

describe("the elements", () => {
  test("shape says the type, tone says the part it plays", () => {
    expect(nodeOf("host")).toMatchObject({ shape: "host", tone: "subject" });
    expect(nodeOf("target")).toMatchObject({ shape: "domain", tone: "evidence", sublabel: "NEW · 1 host ever" });
    expect(nodeOf("dll")).toMatchObject({ shape: "process", tone: "new" });
    expect(nodeOf("web")).toMatchObject({ shape: "fold", glyph: "+37" });
    expect(nodeOf("fs")).toMatchObject({ hasCrown: true });
    expect(nodeOf("ip")).toMatchObject({ glyph: "", isProbable: true });
  });

  test("a folded node that counts in its label says it once", () => {
    const nodes = graph.nodes.map((node) => (node.id === "web" ? { ...node, label: "+12", sublabel: "other sources" } : node));
    expect(toElements({ ...graph, nodes }).find((e) => e.id === "web")).toMatchObject({
      glyph: "+12",
      label: "other sources",
      sublabel: "",
    });
  });

  test("long and hostile labels are shortened in the middle and escaped", () => {
    const nodes = graph.nodes.map((node) => (node.id === "target" ? { ...node, label: `\u202e${"x".repeat(400)}.example` } : node));
    const element = toElements({ ...graph, nodes }).find((e): e is NodeElement => e.kind === "node" && e.id === "target");
    expect(element?.label.length).toBeLessThanOrEqual(24);
    expect(element?.label).toMatch(/^\\u\{202e\}x+…x*\.example$/);
  });

  test("an edge to a node that is not there is left out", () => {
    const edges = [...graph.edges, { ...(graph.edges[0] ?? { id: "" }), id: "dangling", dst: "nowhere" }] as ContextGraph["edges"];
    expect(toElements({ ...graph, edges }).some((e) => e.id === "dangling")).toBe(false);
  });

  test("width grows with the count between bounds, and evidence is never thin", () => {
    expect(edgeWidth({ n: 1, state: "evidence" })).toBe(2.5);
    expect(edgeWidth({ n: 551, state: "evidence" })).toBeGreaterThan(3);
    expect(edgeWidth({ n: 1e12, state: "evidence" })).toBe(6);
    expect(edgeWidth({ n: 4102, state: "usual" })).toBeLessThan(2);
  });

  test("a straight edge has no bend and a rising one leaves and arrives level", () => {
    expect(toBends({ x: 0, y: 0 }, { x: 100, y: 0 }).distances.map(Math.abs)).toEqual([0, 0]);
    expect(toBends({ x: 0, y: 0 }, { x: -100, y: 40 }).direction).toBe("back");
    expect(toBends({ x: 0, y: 0 }, { x: 0, y: 40 }).direction).toBe("level");
  });
});

describe("changes between drawings", () => {
  const elements = toElements(graph);

  test("the same graph needs no work", () => {
    expect(diffElements(elements, toElements(contextOf(rowAt(0))))).toEqual({ removed: [], added: [], changed: [] });
  });

  test("applied to the old drawing they give the new one", () => {
    const other = toElements(contextOf(rowAt(1)));
    const { removed, added, changed } = diffElements(elements, other);
    const result = new Map(elements.filter((e) => !removed.includes(e.id)).map((e) => [e.id, e]));
    for (const element of [...added, ...changed]) result.set(element.id, element);
    expect([...result.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1))).toEqual(other.toSorted((a, b) => (a.id < b.id ? -1 : 1)));
  });

  test("an edge whose end changed is taken out and put in", () => {
    const moved = elements.map((e) => (e.kind === "edge" && e.source === "host" && e.target === "web" ? { ...e, target: "fs" } : e));
    expect(diffElements(elements, moved)).toMatchObject({ removed: ["host>web"], changed: [] });
  });
});

describe("the graph without the drawing", () => {
  test("relations come oddest first", () => {
    expect(rankEdges(graph.edges).map((edge) => edge.state)).toEqual([
      "evidence",
      "evidence",
      "new",
      "new",
      "usual",
      "usual",
      "usual",
      "usual",
    ]);
  });

  test("the keyboard goes through relations in the order of the table and stops at its ends", () => {
    const ids = rankEdges(graph.edges).map((edge) => edge.id);
    expect(edgeByStep(graph.edges, undefined, 1)?.id).toBe(ids[0]);
    expect(edgeByStep(graph.edges, ids[0], 1)?.id).toBe(ids[1]);
    expect(edgeByStep(graph.edges, ids[0], -1)?.id).toBe(ids[0]);
    expect(edgeByStep(graph.edges, ids.at(-1), 1)?.id).toBe(ids.at(-1));
  });

  test("the summary names subject, evidence and what is new", () => {
    const summary = describeGraph(graph);
    expect(summary).toContain("Context graph of WS-117: 9 nodes, 8 relations, 2 new.");
    expect(summary).toContain("Evidence: WS-117 contacted cdn-metrics.net, 551 times.");
    const dll = graph.nodes.find((node) => node.id === "dll");
    expect(dll === undefined ? "" : describeNode(graph, dll)).toBe("rundll32.exe, process, queue #3, new, 2 relations");
  });

  test("arrows lead along relations and come back", () => {
    const places = layoutGraph(graph);
    const start = firstNode(graph) ?? "";
    expect(start).toBe("host");
    expect(["person", "ip"]).toContain(neighbourByKey(graph, start, "ArrowLeft", places));
    const right = neighbourByKey(graph, start, "ArrowRight", places);
    expect(["target", "dll", "web"]).toContain(right);
    expect(neighbourByKey(graph, right, "ArrowLeft", places)).toBe("host");
    expect(neighbourByKey(graph, "person", "ArrowLeft", places)).toBe("person");
  });

  test("every node can be reached with the arrow keys", () => {
    const places = layoutGraph(graph);
    const seen = new Set([firstNode(graph) ?? ""]);
    for (const id of seen)
      for (const key of ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"]) seen.add(neighbourByKey(graph, id, key, places));
    expect(seen.size).toBe(graph.nodes.length);
  });
});
