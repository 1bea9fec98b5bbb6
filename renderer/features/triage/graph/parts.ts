import type { ContextEdge, ContextNode } from "../../../../shared/contract/context-graph.ts";

/** Nodes and relations, as the engine gave them, widened or folded. */
export interface GraphParts {
  readonly nodes: readonly ContextNode[];
  readonly edges: readonly ContextEdge[];
}

/** What one step added to a case's graph: a page of a node's neighbours, or a path found in the telemetry. */
export interface Addition extends GraphParts {
  readonly id: string;
  /** The node it was asked for. */
  readonly of: string;
  /** In words, for the list of steps that can be taken back. */
  readonly what: string;
}

/** Above these a drawing cannot be read and the page slows down; the rest is in the table. */
export const mostNodes = 200;
export const mostEdges = 400;
/** Neighbours one step of expanding brings. */
export const expandBy = 15;

const stateOrder: readonly ContextEdge["state"][] = ["evidence", "new", "rare", "usual", "stale"];

/** Edges from the oddest to the most usual: the order of the table and of the keyboard. */
export const rankEdges = (edges: readonly ContextEdge[]): ContextEdge[] =>
  edges.toSorted((a, b) => stateOrder.indexOf(a.state) - stateOrder.indexOf(b.state) || b.n - a.n || (a.id < b.id ? -1 : 1));

const byId = <T extends { readonly id: string }>(lists: readonly (readonly T[])[]): T[] => {
  const all = new Map<string, T>();
  for (const list of lists) for (const item of list) if (!all.has(item.id)) all.set(item.id, item);
  return [...all.values()];
};

const tieOf = (edge: ContextEdge): string => `${edge.src}\u0000${edge.relation}\u0000${edge.dst}`;

/** The case's own graph with what was added to it; what is there already stays as it was. */
export function widen(graph: GraphParts, additions: readonly Addition[]): GraphParts {
  if (additions.length === 0) return graph;
  const nodes = byId([graph.nodes, ...additions.map((addition) => addition.nodes)]);
  const ties = new Set(graph.edges.map(tieOf));
  const added = byId(additions.map((addition) => addition.edges)).filter((edge) => {
    const tie = tieOf(edge);
    const isKnown = ties.has(tie);
    ties.add(tie);
    return !isKnown;
  });
  return { nodes, edges: byId([graph.edges, added]) };
}

export interface CappedGraph extends GraphParts {
  readonly left: { readonly nodes: number; readonly edges: number };
}

/** As much as a drawing may hold: subjects first, then in the order given; of the relations between them the oddest. */
export function capGraph(graph: GraphParts, most = { nodes: mostNodes, edges: mostEdges }): CappedGraph {
  const isSubject = (node: ContextNode): number => (node.role === "subject" ? 0 : 1);
  const nodes =
    graph.nodes.length <= most.nodes ? graph.nodes : graph.nodes.toSorted((a, b) => isSubject(a) - isSubject(b)).slice(0, most.nodes);
  const kept = new Set(nodes.map((node) => node.id));
  const between = graph.edges.filter((edge) => kept.has(edge.src) && kept.has(edge.dst));
  const edges = between.length <= most.edges ? between : rankEdges(between).slice(0, most.edges);
  return { nodes, edges, left: { nodes: graph.nodes.length - nodes.length, edges: graph.edges.length - edges.length } };
}

/** Whether one more node with one more relation can be drawn. */
export const roomIn = ({ nodes, edges, left }: CappedGraph): boolean =>
  nodes.length < mostNodes && edges.length < mostEdges && left.nodes === 0;
