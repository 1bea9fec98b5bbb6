import type { ContextNode } from "../../../../shared/contract/context-graph.ts";
import { findPaths, type PathAnswer, type PathEdge, type PathNode, type PathQuestion } from "../../../../shared/domain/graph-paths.ts";
import type { GraphParts } from "./parts.ts";

/** How sure a drawn thing is, from what its badges say: none picked of several, named likely, an address within its lease. */
function confidenceOf(node: ContextNode | undefined): number {
  const badges = node?.badges.map((badge) => badge.toLowerCase()) ?? [];
  if (badges.includes("hold")) return 0.5;
  if (badges.includes("probable")) return 0.85;
  return badges.includes("lease") ? 0.97 : 1;
}

/** Paths within what the table holds: the case's own graph and what was added to it. */
export function findDrawnPaths({ nodes, edges }: GraphParts, question: PathQuestion): PathAnswer {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const neighbours = new Map<string, Set<string>>(nodes.map((node) => [node.id, new Set()]));
  for (const { src, dst } of edges) {
    neighbours.get(src)?.add(dst);
    neighbours.get(dst)?.add(src);
  }
  const ends = nodes.map((node): PathNode => ({
    id: node.id,
    neighbours: (neighbours.get(node.id)?.size ?? 0) + (node.role === "aggregate" ? node.count : 0),
    isShared: node.role === "aggregate" || node.badges.some((badge) => badge.toLowerCase().includes("shared")),
  }));
  const steps = edges.map((edge): PathEdge => {
    const { id, src, dst, relation, from, to } = edge;
    return { id, src, dst, relation, from, to, confidence: Math.min(confidenceOf(byId.get(src)), confidenceOf(byId.get(dst))) };
  });
  return findPaths(ends, steps, question);
}
