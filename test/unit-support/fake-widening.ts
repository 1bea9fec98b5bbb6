import type { Output, Parsed } from "../../shared/contract/requests.ts";
import type { ContextEdge, ContextGraph, ContextNode } from "../../shared/contract/context-graph.ts";
import type { QueueRow } from "../../shared/contract/triage.ts";
import { findPaths } from "../../shared/domain/graph-paths.ts";
import { createRandom } from "../../shared/lib/random.ts";
import { contextOf, evidenceOf } from "./fake-context.ts";

/**
 * Which graph the cases have: the usual small one, one of 500 nodes of which no two are alike, one around a thing with 5,000
 * neighbours, or one with labels that mean harm.
 */
export const fakeGraphs = ["small", "wide", "hub", "hostile"] as const;
export type FakeGraph = (typeof fakeGraphs)[number];

const minute = 60_000_000;
const kinds = [
  { kind: "out|CONNECTED|domain", way: "out", relation: "contacted", type: "domain", nodes: 38, fresh: 2 },
  { kind: "out|RAN|image", way: "out", relation: "ran", type: "image", nodes: 112, fresh: 1 },
  { kind: "out|CONNECTED|ip", way: "out", relation: "contacted", type: "ip", nodes: 5000, fresh: 0 },
  { kind: "in|LOGGED_ON|account", way: "in", relation: "logged on to", type: "account", nodes: 6, fresh: 0 },
] as const;

const hostileLabels = [
  "\u202egpj.exe",
  "<img src=x onerror=alert(1)>",
  "a\u200bb\u200dc\ufeff",
  '"><script>document.title="owned"</script>',
  "x".repeat(1_000_000),
  "\u0000\u001b[31mred",
];

function hubOf(graph: ContextGraph, at: number): ContextGraph {
  const [first] = graph.edges;
  const host = graph.nodes.find((node) => node.id === "host");
  if (first === undefined || host === undefined) return graph;
  const others = Array.from({ length: 5000 }, (_, i): ContextNode => ({
    ...host,
    id: `n${String(i)}`,
    label: `10.${i % 7}.${i >> 8}.${i % 256}`,
    type: "ip",
    role: "context",
    layer: 2,
    isNew: i === 77,
    sublabel: "",
  }));
  const edges = others.map((node, i): ContextEdge => ({
    ...first,
    id: `e${String(i)}`,
    src: "host",
    dst: node.id,
    relation: "contacted",
    state: i === 77 ? "new" : "usual",
    n: 1 + (i % 9),
    from: at,
    to: at + minute,
  }));
  return { ...graph, nodes: [...graph.nodes, ...others], edges: [...graph.edges, ...edges] };
}

const wideNodes = 500;
const wideTypes = ["host", "ip", "domain", "process", "account", "file"] as const;

/** Each thing is tied to two earlier ones of its own, so that nothing can be folded. */
function wideOf(graph: ContextGraph, at: number): ContextGraph {
  const [first] = graph.edges;
  const [host] = graph.nodes;
  if (first === undefined || host === undefined) return graph;
  const random = createRandom(1);
  const ids = graph.nodes.map((node) => node.id);
  const nodes: ContextNode[] = [];
  const edges: ContextEdge[] = [];
  while (ids.length < wideNodes) {
    const id = `w${String(ids.length)}`;
    const type = wideTypes[ids.length % wideTypes.length] ?? "host";
    const isNew = random.below(20) === 0;
    nodes.push({ ...host, id, type, label: `${type}-${id}`, role: "context", layer: ids.length % 4, isNew, badges: [], sublabel: "" });
    for (const other of new Set([random.below(ids.length), random.below(ids.length)])) {
      const state = isNew ? "new" : "usual";
      const tie = { id: `${id} ${String(other)}`, src: ids[other] ?? "host", dst: id, relation: "contacted", state } as const;
      edges.push({ ...first, ...tie, n: 1 + random.below(99), from: at, to: at + minute });
    }
    ids.push(id);
  }
  return { ...graph, nodes: [...graph.nodes, ...nodes], edges: [...graph.edges, ...edges] };
}

function hostileOf(graph: ContextGraph): ContextGraph {
  const label = (i: number): string => hostileLabels[i % hostileLabels.length] ?? "";
  return {
    ...graph,
    nodes: graph.nodes.map((node, i) => ({ ...node, label: label(i), sublabel: label(i + 1), why: label(i + 2) })),
    // Clocks that jump, a far future, and a cycle.
    edges: [
      ...graph.edges.map((edge, i) => ({ ...edge, relation: label(i), why: label(i + 3), from: edge.to, to: edge.from })),
      ...graph.edges.slice(0, 1).map((edge) => ({ ...edge, id: "back", src: edge.dst, dst: edge.src, from: 4e15, to: 8e15 })),
    ],
  };
}

export function graphOf(row: QueueRow, kind: FakeGraph): ContextGraph {
  const graph = contextOf(row);
  if (kind === "wide") return wideOf(graph, row.window.from);
  if (kind === "hub") return hubOf(graph, row.window.from);
  return kind === "hostile" ? hostileOf(graph) : graph;
}

/** Neighbours and paths as the engine gives them, made up of the drawn graph. */
export function fakeWidening(find: (anomalyId: string) => QueueRow, graphKind: FakeGraph) {
  const expand = ({ anomalyId, node, kind, offset, limit }: Parsed<"context.expand">): Output<"context.expand"> => {
    const at = find(anomalyId).window.from;
    if (node === "person") return { kinds: [], page: null, unknownBecause: "Only the inventories know this; no event names it." };
    const asked = kinds.find((one) => one.kind === kind);
    const count = asked === undefined ? 0 : Math.max(0, Math.min(limit, asked.nodes - offset));
    const names = Array.from({ length: count }, (_, i) => `${asked?.type ?? ""}-${String(offset + i)}`);
    const nodes = names.map((name, i): ContextNode => {
      const isNew = offset + i < (asked?.fresh ?? 0);
      return {
        id: `${node}/${name}`,
        type: asked?.type ?? "",
        label: name,
        sublabel: "",
        role: "context",
        layer: 3,
        isNew,
        firstSeen: at,
        lastSeen: at,
        count: 1,
        badges: [],
        why: "has to do with at least 3 things",
        criticality: 0,
        conf: 1,
        score: 0,
      };
    });
    const edges = nodes.map((other): ContextEdge => {
      const [src, dst] = asked?.way === "in" ? [other.id, node] : [node, other.id];
      return {
        id: `${src} ${asked?.relation ?? ""} ${dst}`,
        src,
        dst,
        relation: asked?.relation ?? "",
        from: at,
        to: at + minute,
        n: 2,
        state: other.isNew ? "new" : "rare",
        why: "2 times on 1 day",
        events: [],
        conf: 1,
        score: 0,
        reasons: [],
        baseline: null,
      };
    });
    return {
      kinds: kinds.map((one) => ({ ...one, events: one.nodes * 2 })),
      page: asked === undefined ? null : { kind: asked.kind, offset, total: asked.nodes, nodes, edges },
      unknownBecause: null,
    };
  };
  const paths = ({ anomalyId, relations, ...question }: Parsed<"context.paths">): Output<"context.paths"> => {
    const { nodes, edges } = graphOf(find(anomalyId), graphKind);
    const ends = nodes.map((node) => ({ id: node.id, neighbours: 2, isShared: node.role === "aggregate" }));
    const found = findPaths(
      ends,
      edges.map((edge) => ({ ...edge, confidence: 1 })),
      { ...question, relations: relations === undefined ? undefined : new Set(relations) },
    );
    const looked = { nodes: nodes.length, relations: edges.length, sharedRefused: question.passesShared ? 0 : 1 };
    return {
      paths: found.paths.map((path) => ({ ...path, nodes: [...path.nodes], edges: [...path.edges] })),
      nodes,
      edges,
      looked,
      isCut: found.isCut,
      unknownBecause: null,
    };
  };
  return {
    "context.expand": expand,
    "context.paths": paths,
    "context.events": ({ anomalyId, events }: Parsed<"context.events">): Output<"context.events"> =>
      evidenceOf(find(anomalyId), 1000, 0).filter((row) => events.includes(row.ref.eventId)),
  };
}
