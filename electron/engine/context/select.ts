import { sha256 } from "../hash.ts";
import { slots, type Draft, type DraftEdge, type DraftNode, type Edge, type Node, type Slot } from "./draft.ts";
import { listed } from "./words.ts";

export const nodeBudget = 40;
export const edgeBudget = 60;

const reserved: Readonly<Record<Slot, number>> = { subject: 2, evidence: 8, identity: 6, ownership: 3, lineage: 5, activity: 6, peers: 3, free: 0 };

/** Alike neighbours above this number become one node; of new or rare ones the first three stay by themselves. */
const aggregateAbove = 5;
const pulledOut = 3;

export interface Selection {
  readonly nodes: Node[];
  readonly edges: Edge[];
  readonly omitted: { readonly nodes: number; readonly edges: number };
}

interface Ranked {
  readonly node: DraftNode;
  readonly score: number;
}

const byScore = (a: Ranked, b: Ranked): number => b.score - a.score || (a.node.id < b.node.id ? -1 : 1);

function rank(nodes: Iterable<DraftNode>, edges: readonly DraftEdge[]): Ranked[] {
  const best = new Map<string, number>();
  for (const edge of edges) for (const end of [edge.src, edge.dst]) best.set(end, Math.max(best.get(end) ?? Number.NEGATIVE_INFINITY, edge.score));
  return [...nodes].map((node) => ({ node, score: best.get(node.id) ?? 0 })).toSorted(byScore);
}

/** Folds alike neighbours, fills the reserved places, then the rest by score; counts exactly what could not be shown. */
export function selectGraph(draft: Draft): Selection {
  const { nodes, edges } = foldAlike([...draft.nodes.values()], [...draft.edges.values()]);
  const ranked = rank(nodes, edges);
  const chosen = new Set<string>();
  for (const slot of slots)
    for (const { node } of ranked.filter((one) => one.node.slot === slot).slice(0, reserved[slot])) if (chosen.size < nodeBudget) chosen.add(node.id);
  for (const { node } of ranked) if (chosen.size < nodeBudget) chosen.add(node.id);
  const drawable = edges
    .filter((edge) => chosen.has(edge.src) && chosen.has(edge.dst))
    .toSorted((a, b) => Number(b.state === "evidence") - Number(a.state === "evidence") || b.score - a.score || (a.id < b.id ? -1 : 1));
  const drawn = drawable.slice(0, edgeBudget);
  const order = new Map(ranked.map(({ node }, i) => [node.id, i]));
  const kept = nodes
    .filter((node) => chosen.has(node.id))
    .toSorted((a, b) => a.layer - b.layer || slots.indexOf(a.slot) - slots.indexOf(b.slot) || (order.get(a.id) ?? 0) - (order.get(b.id) ?? 0));
  return {
    nodes: kept.map(({ slot: _, ...node }) => node),
    edges: drawn.map(({ score: _, ...edge }) => edge),
    omitted: { nodes: nodes.length - kept.length, edges: edges.length - drawn.length },
  };
}

interface Folded {
  readonly nodes: DraftNode[];
  readonly edges: DraftEdge[];
}

function foldAlike(nodes: DraftNode[], edges: DraftEdge[]): Folded {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const degree = new Map<string, number>();
  for (const edge of edges) for (const end of [edge.src, edge.dst]) degree.set(end, (degree.get(end) ?? 0) + 1);
  const groups = new Map<string, DraftEdge[]>();
  for (const edge of edges) {
    const leaf = leafOf(edge, byId, degree);
    if (leaf === undefined) continue;
    const hub = leaf.id === edge.dst ? edge.src : edge.dst;
    const key = JSON.stringify([hub, edge.relation, leaf.id === edge.dst, leaf.type, edge.state]);
    groups.set(key, [...(groups.get(key) ?? []), edge]);
  }
  const gone = new Set<string>();
  const added: Folded = { nodes: [], edges: [] };
  for (const [key, group] of [...groups].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    if (group.length <= aggregateAbove) continue;
    const sorted = group.toSorted((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1));
    const folded = sorted.slice(group[0]?.state === "usual" ? 0 : pulledOut);
    const one = aggregate(key, folded, byId, degree);
    if (one === undefined) continue;
    added.nodes.push(one.node);
    added.edges.push(one.edge);
    for (const edge of folded) for (const id of [edge.id, leafOf(edge, byId, degree)?.id ?? ""]) gone.add(id);
  }
  return { nodes: [...nodes.filter((n) => !gone.has(n.id)), ...added.nodes], edges: [...edges.filter((e) => !gone.has(e.id)), ...added.edges] };
}

/** The end of an edge that nothing else holds on to and that nobody asked about. */
function leafOf(edge: DraftEdge, byId: ReadonlyMap<string, DraftNode>, degree: ReadonlyMap<string, number>): DraftNode | undefined {
  if (edge.state === "evidence") return undefined;
  return [edge.dst, edge.src]
    .map((id) => byId.get(id))
    .find((node) => node !== undefined && degree.get(node.id) === 1 && (node.slot !== "subject" && node.slot !== "identity" && node.slot !== "ownership"));
}

const nouns: Readonly<Record<string, string>> = { domain: "web sites", ip: "addresses", host: "hosts", process: "processes", file: "files", account: "accounts" };

function aggregate(
  key: string,
  edges: readonly DraftEdge[],
  byId: ReadonlyMap<string, DraftNode>,
  degree: ReadonlyMap<string, number>,
): { node: DraftNode; edge: DraftEdge } | undefined {
  const leaves = edges.map((edge) => leafOf(edge, byId, degree)).filter((leaf) => leaf !== undefined);
  const [first] = leaves;
  const [edge] = edges;
  if (first === undefined || edge === undefined) return undefined;
  const noun = `${edge.state} ${nouns[first.type] ?? `${first.type}s`}`;
  const id = `aggregate:${sha256(key).slice(0, 16)}`;
  const firstSeen = leaves.map((leaf) => leaf.firstSeen).filter((time) => time !== null);
  const lastSeen = leaves.map((leaf) => leaf.lastSeen).filter((time) => time !== null);
  const names = [...new Set(leaves.map((leaf) => leaf.label))].toSorted();
  const node: DraftNode = {
    ...first,
    id,
    label: `+${leaves.length}`,
    sublabel: noun,
    role: "aggregate",
    count: leaves.length,
    isNew: edge.state === "new",
    firstSeen: firstSeen.length === 0 ? null : Math.min(...firstSeen),
    lastSeen: lastSeen.length === 0 ? null : Math.max(...lastSeen),
    badges: [],
    why: `${leaves.length} ${noun}: ${listed(names, 8)}`,
  };
  const isOutward = edge.dst === first.id;
  const total = edges.reduce((sum, one) => sum + one.n, 0);
  const joined: DraftEdge = {
    ...edge,
    id: isOutward ? `${edge.src} ${edge.relation} ${id}` : `${id} ${edge.relation} ${edge.dst}`,
    src: isOutward ? edge.src : id,
    dst: isOutward ? id : edge.dst,
    n: total,
    from: node.firstSeen,
    to: node.lastSeen,
    why: `${total} in all, ${edge.state}`,
    events: edges.flatMap((one) => one.events).slice(0, 50),
    score: edges.reduce((best, one) => Math.max(best, one.score), Number.NEGATIVE_INFINITY),
  };
  return { node, edge: joined };
}
