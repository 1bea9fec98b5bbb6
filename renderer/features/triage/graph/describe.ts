import type { ContextEdge, ContextGraph, ContextNode } from "../../../../shared/contract/context-graph.ts";
import { formatCount, plural } from "../../../ui/format/number.ts";
import { ellipsizeMiddle, toSafeText } from "../../../ui/format/text.ts";
import { type GraphParts, rankEdges } from "./parts.ts";

const mostSpoken = 60;
/** A name as it is read out: bounded, and without anything that turns text round. */
export const spoken = (text: string): string => toSafeText(ellipsizeMiddle(text, mostSpoken));

const labelOf = (graph: GraphParts, id: string): string => spoken(graph.nodes.find((node) => node.id === id)?.label ?? id);

/** What a sighted analyst takes from the drawing, in a few sentences. */
export function describeGraph(graph: ContextGraph): string {
  const subject = graph.nodes.find((node) => node.role === "subject");
  const fresh = graph.nodes.filter((node) => node.isNew);
  const evidence = rankEdges(graph.edges).filter((edge) => edge.state === "evidence");
  const sentences = [
    `Context graph of ${spoken(subject?.label ?? "this case")}: ${plural(graph.nodes.length, "node")}, ${plural(graph.edges.length, "relation")}, ${formatCount(fresh.length)} new.`,
    ...evidence
      .slice(0, 3)
      .map(
        (edge) => `Evidence: ${labelOf(graph, edge.src)} ${spoken(edge.relation)} ${labelOf(graph, edge.dst)}, ${plural(edge.n, "time")}.`,
      ),
    fresh.length === 0
      ? ""
      : `New: ${fresh
          .slice(0, 5)
          .map((node) => spoken(node.label))
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
  return parts
    .filter((part) => part !== "")
    .map((part) => toSafeText(ellipsizeMiddle(part, 200)))
    .join(", ");
}

/** A relation in words, as read out and as the title of its events. */
export function describeEdge(graph: GraphParts, edge: ContextEdge): string {
  const count = plural(edge.n, "time");
  return `${labelOf(graph, edge.src)} ${spoken(edge.relation)} ${labelOf(graph, edge.dst)}, ${edge.state}, ${count}`;
}

/** The relation before or after one in the order of the table; the first when none is chosen. */
export function edgeByStep(edges: readonly ContextEdge[], from: string | undefined, step: number): ContextEdge | undefined {
  const ranked = rankEdges(edges);
  const at = ranked.findIndex((edge) => edge.id === from);
  return at < 0 ? ranked.at(step > 0 ? 0 : -1) : ranked[Math.min(ranked.length - 1, Math.max(0, at + step))];
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
