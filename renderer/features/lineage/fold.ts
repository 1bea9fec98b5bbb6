import type { LineageGraph, LineageNode } from "../../../shared/contract/lineage.ts";

/** A node as it is drawn and listed: itself, or several of a kind that lie alike. */
export interface ShownNode extends LineageNode {
  /** Of several: what it stands in for. */
  readonly folded?: readonly LineageNode[];
}

export interface ShownGraph {
  readonly nodes: readonly ShownNode[];
  readonly edges: LineageGraph["edges"];
}

/** Fewer are shown one by one. */
const mostAlike = 4;

/** Nodes of one kind that come from the same and go into the same become one, unless it is among the opened. The focus always stays by itself. */
export function foldGraph({ nodes, edges, focus }: LineageGraph, opened: ReadonlySet<string>): ShownGraph {
  const ends = new Map(nodes.map(({ id }) => [id, { from: new Set<string>(), to: new Set<string>() }]));
  for (const { from, to } of edges) {
    ends.get(to)?.from.add(from);
    ends.get(from)?.to.add(to);
  }
  const likeness = ({ id, kind, side, count }: LineageNode): string => {
    const { from, to } = ends.get(id) ?? { from: [], to: [] };
    return JSON.stringify([kind, side, count !== undefined, [...from].toSorted(), [...to].toSorted()]);
  };
  const into = new Map<string, string>();
  const shown = [...Map.groupBy(nodes, likeness).values()].flatMap((alike): ShownNode[] => {
    const [first] = alike;
    const id = `alike ${first?.id ?? ""}`;
    if (first === undefined || alike.length <= mostAlike || opened.has(id) || alike.some((node) => node.id === focus)) return alike;
    for (const node of alike) into.set(node.id, id);
    const { kind, side } = first;
    return [{ id, kind, side, title: `${first.title} and ${alike.length - 1} more`, version: "", folded: alike }];
  });
  // Where the first of those that became one stood.
  const place = new Map(nodes.map(({ id }, i) => [into.get(id) ?? id, i] as const).toReversed());
  const linked = edges.map(({ from, to, job }) => ({ from: into.get(from) ?? from, to: into.get(to) ?? to, job }));
  return {
    nodes: shown.toSorted((a, b) => (place.get(a.id) ?? 0) - (place.get(b.id) ?? 0)),
    edges: [...new Map(linked.map((edge) => [`${edge.from}\n${edge.to}\n${edge.job}`, edge])).values()],
  };
}
