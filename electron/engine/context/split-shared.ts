import type { DraftEdge, DraftNode } from "./draft.ts";

const stubId = (no: number, id: string): string => `stub:${no}:${id}`;
/** The id of the thing that a node stands for. */
export const thingOf = (id: string): string => id.replace(/^stub:\d+:/, "");

/**
 * Draws what many share (servers, resolvers, gateways) once for each thing that turns to it, so that it never joins things that have nothing to do with each
 * other. What the subject is stays one.
 */
export function splitShared(nodes: readonly DraftNode[], edges: readonly DraftEdge[]): { nodes: DraftNode[]; edges: DraftEdge[] } {
  const shared = new Map(nodes.filter((node) => node.badges.includes("shared") && node.role !== "subject").map((node) => [node.id, node]));
  const users = new Map<string, Set<string>>();
  for (const { src, dst } of edges)
    for (const [id, other] of [
      [dst, src],
      [src, dst],
    ] as const)
      if (shared.has(id)) users.set(id, (users.get(id) ?? new Set<string>()).add(other));
  const stubs = new Map<string, DraftNode>();
  const asStub = (id: string, other: string): string => {
    const node = shared.get(id);
    const all = [...(users.get(id) ?? [])].toSorted();
    if (node === undefined || all.length < 2) return id;
    const stub = stubId(all.indexOf(other), id);
    stubs.set(stub, { ...node, id: stub });
    return stub;
  };
  const drawn = edges.map((edge) => {
    const src = asStub(edge.src, edge.dst);
    const dst = asStub(edge.dst, edge.src);
    return src === edge.src && dst === edge.dst ? edge : { ...edge, id: `${src} ${edge.relation} ${dst}`, src, dst };
  });
  const isSplit = (id: string): boolean => (users.get(id)?.size ?? 0) >= 2;
  return { nodes: [...nodes.filter((node) => !isSplit(node.id)), ...stubs.values()], edges: drawn };
}
