import { type LineageGraph, lineageKinds, type LineageNode } from "../../../../shared/contract/lineage.ts";
import { comparedIn, type Edge, type Node, type Whole } from "./whole.ts";

/** All nodes that can be reached from one, against the edges or along them. `through` says whether the way goes on from a node. */
export function reach(
  edges: readonly Edge[],
  from: string,
  direction: "upstream" | "downstream",
  through: (id: string) => boolean = () => true,
): Set<string> {
  const next = Map.groupBy(edges, (edge) => (direction === "upstream" ? edge.to : edge.from));
  const reached = new Set<string>();
  for (const open = [from]; open.length > 0;)
    for (const edge of next.get(open.pop() ?? "") ?? []) {
      const other = direction === "upstream" ? edge.from : edge.to;
      if (!reached.has(other) && through(other)) open.push(other);
      reached.add(other);
    }
  return reached;
}

const isOf = (id: string, ...kinds: readonly string[]): boolean => kinds.some((kind) => id.startsWith(`${kind}:`));

/** What the focus, or the nearest versions that it was made with, were held against, and the decisions about them. */
function beside(whole: Whole, focus: string, upstream: ReadonlySet<string>): Set<string> {
  const near = reach(whole.edges, focus, "upstream", (id) => !isOf(id, "model", "labels"));
  const versions = new Set([focus, ...near].filter((id) => isOf(id, "model") && (id === focus || upstream.has(id))));
  const found = whole.edges
    .filter(({ from, to, job }) => versions.has(from) && isOf(to, "evaluation", "decision") && job !== comparedIn)
    .map(({ to }) => to);
  const suites = whole.edges.filter(({ from, to }) => isOf(from, "suite") && found.includes(to)).map(({ from }) => from);
  return new Set([...found, ...suites]);
}

/** Of one kind on one side. More would be a list, not a picture. */
const shownOfKind = 150;

const byPlace = (a: Node, b: Node): number =>
  lineageKinds.indexOf(a.kind) - lineageKinds.indexOf(b.kind) ||
  (a.title < b.title ? -1 : a.title > b.title ? 1 : (a.at ?? 0) - (b.at ?? 0) || (a.id < b.id ? -1 : 1));

/** Newest first; those of no known time by name. */
const byNews = (a: Node, b: Node): number => (b.at ?? 0) - (a.at ?? 0) || byPlace(a, b);

/** The graph around one node: what it was made from, what was made of it, and what stands beside the version behind it. */
export function around(whole: Whole, focus: string): Omit<LineageGraph, "withheld"> {
  const upstream = reach(whole.edges, focus, "upstream");
  const downstream = reach(whole.edges, focus, "downstream");
  const sides = [
    ["upstream", upstream],
    ["focus", new Set([focus])],
    ["downstream", downstream],
    ["beside", beside(whole, focus, upstream)],
  ] as const;
  const left = new Map<Node["kind"], number>();
  const leave = (kind: Node["kind"], n: number): void => void (n > 0 && left.set(kind, (left.get(kind) ?? 0) + n));
  const placed = new Map<string, LineageNode>();
  for (const [side, ids] of sides) {
    const nodes = [...ids].flatMap((id) => whole.nodes.get(id) ?? []).filter(({ id }) => !placed.has(id));
    const kept = [...Map.groupBy(nodes, ({ kind }) => kind)].flatMap(([kind, of]) => {
      leave(kind, of.length - shownOfKind);
      return of.toSorted(byNews).slice(0, shownOfKind);
    });
    for (const node of kept.toSorted(byPlace)) placed.set(node.id, { ...node, side });
  }
  for (const [id, { kind, n }] of whole.unlisted) if (placed.has(id.replace(/^evaluations of /, "model:"))) leave(kind, n);
  // Only paths through the focus: two snapshots of one dataset version are no kin because a run read both.
  const isDown = (id: string): boolean => placed.has(id) && (downstream.has(id) || id === focus);
  const isUp = (id: string): boolean => placed.has(id) && (upstream.has(id) || id === focus);
  const isBeside = (id: string): boolean => placed.get(id)?.side === "beside";
  return {
    focus,
    nodes: [...placed.values()],
    edges: whole.edges.filter(
      ({ from, to }) =>
        (isUp(from) && isUp(to)) || (isDown(from) && isDown(to)) || (isBeside(to) && placed.has(from)) || (isBeside(from) && isBeside(to)),
    ),
    leftOut: lineageKinds.flatMap((kind) => (left.has(kind) ? [{ kind, n: left.get(kind) ?? 0 }] : [])),
  };
}
