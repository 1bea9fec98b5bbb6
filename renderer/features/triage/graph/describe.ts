import type { ContextEdge, ContextGraph, ContextNode } from "../../../../shared/contract/triage.ts";
import { formatCount, plural } from "../../../ui/format/number.ts";
import type { GraphParts } from "./layout.ts";

const stateOrder: readonly ContextEdge["state"][] = ["evidence", "new", "rare", "usual"];

/** Edges from the oddest to the most usual: the order of the table and of the keyboard. */
export const rankEdges = (edges: readonly ContextEdge[]): ContextEdge[] =>
  edges.toSorted((a, b) => stateOrder.indexOf(a.state) - stateOrder.indexOf(b.state) || b.n - a.n || (a.id < b.id ? -1 : 1));

const labelOf = (graph: ContextGraph, id: string): string => graph.nodes.find((node) => node.id === id)?.label ?? id;

/** What a sighted analyst takes from the drawing, in a few sentences. */
export function describeGraph(graph: ContextGraph): string {
  const subject = graph.nodes.find((node) => node.role === "subject");
  const fresh = graph.nodes.filter((node) => node.isNew);
  const evidence = rankEdges(graph.edges).filter((edge) => edge.state === "evidence");
  const sentences = [
    `Context graph of ${subject?.label ?? "this case"}: ${plural(graph.nodes.length, "node")}, ${plural(graph.edges.length, "relation")}, ${formatCount(fresh.length)} new.`,
    ...evidence
      .slice(0, 3)
      .map((edge) => `Evidence: ${labelOf(graph, edge.src)} ${edge.relation} ${labelOf(graph, edge.dst)}, ${plural(edge.n, "time")}.`),
    fresh.length === 0
      ? ""
      : `New: ${fresh
          .slice(0, 5)
          .map((node) => node.label)
          .join(", ")}.`,
    graph.omitted.nodes === 0 ? "" : `${plural(graph.omitted.nodes, "more node")} not drawn.`,
  ];
  return sentences.filter((sentence) => sentence !== "").join(" ");
}

export function describeNode(graph: GraphParts, node: ContextNode): string {
  const edges = graph.edges.filter((edge) => edge.src === node.id || edge.dst === node.id);
  const parts = [
    node.label,
    node.type,
    node.sublabel,
    node.isNew ? "new" : "",
    node.badges.join(", "),
    plural(edges.length, "relation"),
    node.why,
  ];
  return parts.filter((part) => part !== "").join(", ");
}

/** Where an arrow key leads from a node: left and right along relations' layers, up and down inside one. */
export function neighbourByKey(
  graph: GraphParts,
  from: string,
  key: string,
  places: ReadonlyMap<string, { readonly x: number; readonly y: number }>,
): string {
  const place = places.get(from);
  if (place === undefined) return from;
  const others = graph.nodes.flatMap((node) => {
    const at = places.get(node.id);
    return at === undefined || node.id === from ? [] : [{ id: node.id, dx: at.x - place.x, dy: at.y - place.y }];
  });
  const isAhead = (other: { readonly dx: number; readonly dy: number }): boolean => {
    if (key === "ArrowRight") return other.dx > 1;
    if (key === "ArrowLeft") return other.dx < -1;
    return Math.abs(other.dx) < 1 && (key === "ArrowDown" ? other.dy > 0 : other.dy < 0);
  };
  const connected = new Set(graph.edges.flatMap((edge) => (edge.src === from ? [edge.dst] : edge.dst === from ? [edge.src] : [])));
  const cost = (other: { readonly id: string; readonly dx: number; readonly dy: number }): number =>
    Math.abs(other.dx) * 2 + Math.abs(other.dy) + (connected.has(other.id) ? 0 : 400);
  const ahead = others.filter(isAhead).toSorted((a, b) => cost(a) - cost(b) || (a.id < b.id ? -1 : 1));
  return ahead[0]?.id ?? from;
}

/** Where keyboard traversal begins. */
export const firstNode = (graph: GraphParts): string | undefined =>
  graph.nodes.find((node) => node.role === "subject")?.id ?? graph.nodes[0]?.id;
