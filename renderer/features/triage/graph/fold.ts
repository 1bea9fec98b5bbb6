import type { ContextEdge, ContextNode } from "../../../../shared/contract/context-graph.ts";
import { formatCount } from "../../../ui/format/number.ts";
import type { GraphParts } from "./parts.ts";

export interface FoldedGraph extends GraphParts {
  /** Members of each drawn fold, by the fold's id. */
  readonly members: ReadonlyMap<string, readonly string[]>;
}

interface FoldLevel {
  /** Groups larger than this are folded … */
  readonly above: number;
  /** … but for so many of their members. */
  readonly keeps: number;
  readonly ignoresRelation: boolean;
}

/** A drawing of up to this many nodes can be read at a glance; the spare ones are folded level by level until it is. */
export const readableNodes = 18;
const levels: readonly FoldLevel[] = [
  { above: 5, keeps: 3, ignoresRelation: false },
  { above: 3, keeps: 2, ignoresRelation: false },
  { above: 2, keeps: 2, ignoresRelation: false },
  { above: 3, keeps: 2, ignoresRelation: true },
];

const plurals: Readonly<Record<string, string>> = { process: "processes", address: "addresses", ip: "addresses", group: "groups" };
export const pluralOf = (type: string): string => plurals[type] ?? `${type}s`;

const foldPrefix = "fold\u0000";
export const isFold = (id: string): boolean => id.startsWith(foldPrefix);

/** What makes two nodes alike: type, layer, and the same kind of ties to the same neighbours. */
function signaturesOf(graph: GraphParts, level: FoldLevel): Map<string, string> {
  const ties = new Map<string, string[]>(graph.nodes.map((node) => [node.id, []]));
  for (const edge of graph.edges) {
    const relation = level.ignoresRelation ? "" : edge.relation;
    ties.get(edge.src)?.push(`>${edge.dst}|${relation}|${edge.state}`);
    ties.get(edge.dst)?.push(`<${edge.src}|${relation}|${edge.state}`);
  }
  return new Map(graph.nodes.map((node) => [node.id, [node.type, node.layer, ...new Set((ties.get(node.id) ?? []).toSorted())].join(" ")]));
}

const mayFold = (node: ContextNode, shown: ReadonlySet<string>): boolean =>
  node.role !== "subject" && node.role !== "owner" && node.layer > 0 && !shown.has(node.id);

/** How often each node was seen. */
function weigh(edges: readonly ContextEdge[]): ReadonlyMap<string, number> {
  const weight = new Map<string, number>();
  for (const edge of edges) for (const id of [edge.src, edge.dst]) weight.set(id, (weight.get(id) ?? 0) + edge.n);
  return weight;
}

/** The members worth a place of their own come first: flagged, new, often seen, and with a name none of the others has. */
function byInterest(group: readonly ContextNode[], weight: ReadonlyMap<string, number>): ContextNode[] {
  const names = Map.groupBy(group, (node) => node.label);
  const rank = (node: ContextNode): number[] => [
    node.role === "aggregate" ? 1 : 0,
    node.badges.some((badge) => /critical|crown/i.test(badge)) ? 0 : 1,
    node.isNew ? 0 : 1,
    -(weight.get(node.id) ?? 0),
    names.get(node.label)?.length ?? 0,
  ];
  return group.toSorted((a, b) => {
    const [left, right] = [rank(a), rank(b)];
    const at = left.findIndex((value, i) => value !== right[i]);
    if (at >= 0) return (left[at] ?? 0) - (right[at] ?? 0);
    return a.label === b.label ? (a.id < b.id ? -1 : 1) : a.label < b.label ? -1 : 1;
  });
}

const sizeOf = (node: ContextNode): number => (node.role === "aggregate" ? Math.max(1, node.count) : 1);

function toFold(folded: readonly ContextNode[], signature: string, relations: readonly string[]): ContextNode | undefined {
  const [first] = folded;
  if (first === undefined) return undefined;
  const count = folded.reduce((n, node) => n + sizeOf(node), 0);
  const times = folded.flatMap((node) => [node.firstSeen, node.lastSeen]).filter((at) => at !== null);
  return {
    ...first,
    id: `${foldPrefix}${signature}`,
    label: `+${formatCount(count)}`,
    sublabel: `${pluralOf(first.type)} ${relations.join(", ")}`.trim(),
    role: "aggregate",
    isNew: folded.every((node) => node.isNew),
    firstSeen: times.length === 0 ? null : Math.min(...times),
    lastSeen: times.length === 0 ? null : Math.max(...times),
    count,
    badges: [],
    why: `${formatCount(count)} alike: ${folded
      .slice(0, 6)
      .map((node) => node.label)
      .join(", ")}${folded.length > 6 ? ", …" : ""}`,
  };
}

/** One edge for all that now run between the same ends with the same state. */
function mergeEdges(edges: readonly ContextEdge[]): ContextEdge[] {
  const groups = Map.groupBy(
    edges,
    (edge) => `${edge.src}|${edge.dst}|${edge.state}|${isFold(edge.src) || isFold(edge.dst) ? "" : edge.id}`,
  );
  return [...groups.values()].flatMap((group) => {
    const [first, ...rest] = group;
    if (first === undefined) return [];
    if (rest.length === 0) return [first];
    const times = group.flatMap((edge) => [edge.from, edge.to]).filter((at) => at !== null);
    const relations = [...new Set(group.map((edge) => edge.relation))];
    return [
      {
        ...first,
        id: `${first.src}\u0000${first.dst}\u0000${first.state}`,
        relation: relations.join(", "),
        n: group.reduce((n, edge) => n + edge.n, 0),
        from: times.length === 0 ? null : Math.min(...times),
        to: times.length === 0 ? null : Math.max(...times),
        events: group.flatMap((edge) => edge.events).slice(0, 50),
      },
    ];
  });
}

function foldLevel(graph: FoldedGraph, level: FoldLevel, shown: ReadonlySet<string>): FoldedGraph {
  const signatures = signaturesOf(graph, level);
  const groups = Map.groupBy(
    graph.nodes.filter((node) => mayFold(node, shown)),
    (node) => signatures.get(node.id) ?? node.id,
  );
  const weight = weigh(graph.edges);
  const into = new Map<string, string>();
  const folds: ContextNode[] = [];
  const members = new Map(graph.members);
  for (const [signature, group] of groups) {
    if (group.length <= level.above) continue;
    const folded = byInterest(group, weight).slice(level.keeps);
    const ids = new Set(folded.map((node) => node.id));
    const relations = [...new Set(graph.edges.filter((edge) => ids.has(edge.src) || ids.has(edge.dst)).map((edge) => edge.relation))];
    const fold = toFold(folded, signature, relations.slice(0, 2));
    if (fold === undefined) continue;
    folds.push(fold);
    const inside = folded.flatMap((node) => members.get(node.id) ?? [node.id]);
    for (const node of folded) {
      into.set(node.id, fold.id);
      members.delete(node.id);
    }
    members.set(fold.id, inside);
  }
  const end = (id: string): string => into.get(id) ?? id;
  return {
    nodes: [...graph.nodes.filter((node) => !into.has(node.id)), ...folds],
    edges: mergeEdges(graph.edges.map((edge) => ({ ...edge, src: end(edge.src), dst: end(edge.dst) }))),
    members,
  };
}

/** Folds what is alike until the drawing is readable, and never more than that; `shown` are nodes someone asked to see. The table has everything all the same. */
export function foldGraph(graph: GraphParts, shown: ReadonlySet<string> = new Set()): FoldedGraph {
  let folded: FoldedGraph = { nodes: graph.nodes, edges: graph.edges, members: new Map() };
  for (const level of levels) {
    if (folded.nodes.length - shown.size <= readableNodes) break;
    folded = foldLevel(folded, level, shown);
  }
  return folded;
}

/**
 * A folded drawing with only the relations that pass: the same folds in the same places, their counts and ends those of what
 * passes. Nodes left without a relation go, but for the subject and what had none to begin with.
 */
export function narrowFold(graph: GraphParts, folded: FoldedGraph, passes: (edge: ContextEdge) => boolean): GraphParts {
  const edges = graph.edges.filter(passes);
  if (edges.length === graph.edges.length) return folded;
  const tied = new Set(graph.edges.flatMap((edge) => [edge.src, edge.dst]));
  const left = new Set(edges.flatMap((edge) => [edge.src, edge.dst]));
  const stays = (node: ContextNode): boolean => node.role === "subject" || left.has(node.id) || !tied.has(node.id);
  const own = new Map(graph.nodes.map((node) => [node.id, node]));
  const into = new Map([...folded.members].flatMap(([fold, ids]) => ids.map((id) => [id, fold] as const)));
  const nodes = folded.nodes.flatMap((node) => {
    const ids = folded.members.get(node.id);
    if (ids === undefined) return stays(node) ? [node] : [];
    const count = ids.flatMap((id) => own.get(id) ?? []).reduce((n, member) => n + (stays(member) ? sizeOf(member) : 0), 0);
    return count === 0 ? [] : [{ ...node, count, label: `+${formatCount(count)}` }];
  });
  const end = (id: string): string => into.get(id) ?? id;
  return { nodes, edges: mergeEdges(edges.map((edge) => ({ ...edge, src: end(edge.src), dst: end(edge.dst) }))) };
}

/** Nodes of the graph that stand inside folds. */
export const foldedCount = (folded: FoldedGraph): number => [...folded.members.values()].reduce((n, ids) => n + ids.length, 0);
