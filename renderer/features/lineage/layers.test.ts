import { describe, expect, it } from "vitest";
import type { LineageGraph, LineageNode } from "../../../shared/contract/lineage.ts";
import { foldGraph } from "./fold.ts";
import { drawGraph, layersOf, nodeHeight, nodeWidth } from "./layers.ts";

const node = (id: string): LineageNode => ({ id, kind: id.startsWith("f") ? "file" : "dataset", title: id, version: id, side: "upstream" });
const graph = (edges: readonly string[], focus = ""): LineageGraph => ({
  focus,
  nodes: [...new Set(edges.flatMap((edge) => edge.split(">")))].map(node),
  edges: edges.map((edge) => {
    const [from = "", to = ""] = edge.split(">");
    return { from, to, job: "job" };
  }),
  leftOut: [],
  withheld: false,
});
const none: ReadonlySet<string> = new Set();
const files = Array.from({ length: 7 }, (_, i) => `f${i}>s`);

describe("a lineage drawing", () => {
  it("goes from left to right along every edge, and keeps what is read late near its reader", () => {
    const shown = graph(["a>b", "b>c", "a>c", "late>c"]);
    const layers = layersOf(shown);
    for (const { from, to } of shown.edges) expect(layers.get(from)).toBeLessThan(layers.get(to) ?? 0);
    expect(layers.get("late")).toBe(1);
  });

  it("ends also where the edges go round", () => {
    expect(drawGraph(graph(["a>b", "b>a"])).nodes).toHaveLength(2);
  });

  it("puts no node on another, and none beyond its edges", () => {
    const { nodes, width, height } = drawGraph(graph([...files, "s>d", "d>m", "d>r", "m>r", "f0>r"]));
    for (const [i, a] of nodes.entries())
      for (const b of nodes.slice(i + 1))
        expect(Math.abs(a.x - b.x) >= nodeWidth || Math.abs(a.y - b.y) >= nodeHeight, `${a.node.id} ${b.node.id}`).toBe(true);
    for (const { x, y } of nodes) expect(x >= 0 && y >= 0 && x + nodeWidth <= width && y + nodeHeight <= height).toBe(true);
  });

  it("draws parallel chains without crossing them", () => {
    const { nodes } = drawGraph(graph(["a>x", "b>y", "x>m", "y>n"]));
    const y = (id: string): number => nodes.find((one) => one.node.id === id)?.y ?? Number.NaN;
    expect(y("a") < y("b")).toBe(y("x") < y("y"));
    expect(y("x") < y("y")).toBe(y("m") < y("n"));
  });

  it("is the same each time", () => {
    const shown = graph([...files, "s>d", "d>m"]);
    expect(drawGraph(foldGraph(shown, none))).toEqual(drawGraph(foldGraph(shown, none)));
  });
});

describe("folding", () => {
  it("makes one of many that lie alike, opens them again, and never hides the focus", () => {
    const folded = foldGraph(graph(files), none);
    expect(folded.nodes.map(({ title }) => title)).toEqual(["f0 and 6 more", "s"]);
    expect(folded.edges).toHaveLength(1);
    expect(foldGraph(graph(files), new Set([folded.nodes[0]?.id ?? ""])).nodes).toHaveLength(8);
    expect(foldGraph(graph(files, "f3"), none).nodes).toHaveLength(8);
    expect(foldGraph(graph(files.slice(0, 4)), none).nodes).toHaveLength(5);
  });

  it("keeps apart what goes into different things", () => {
    expect(foldGraph(graph(files.map((edge, i) => (i < 4 ? edge : edge.replace(">s", ">t")))), none).nodes).toHaveLength(9);
  });
});
