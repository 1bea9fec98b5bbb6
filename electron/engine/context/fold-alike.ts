import { sha256 } from "../hash.ts";
import type { DraftEdge, DraftNode } from "./draft.ts";
import { listed } from "./words.ts";

/** Usual neighbours above the first number become one node, and new or rare ones above the second, of which the first three stay apart. */
const aggregateAbove = { usual: 2, odd: 5 };
const pulledOut = 3;
/** Each further neighbour of a kind tells this many bits less than it would alone. */
const crowding = 1.5;
/** Bits below which a neighbour earns no place of its own: a relation that one in eleven would have by chance. */
export const leastBits = 3.5;

interface Folded {
  readonly nodes: DraftNode[];
  readonly edges: DraftEdge[];
}

/** Replaces many leaves of one kind, relation, neighbour and state by one node that counts and names them. */
export function foldAlike(nodes: DraftNode[], edges: DraftEdge[]): Folded {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const degree = new Map<string, number>();
  for (const edge of edges) for (const end of [edge.src, edge.dst]) degree.set(end, (degree.get(end) ?? 0) + 1);
  const groups = new Map<string, DraftEdge[]>();
  for (const edge of edges) {
    const leaf = leafOf(edge, byId, degree);
    if (leaf === undefined) continue;
    const hub = leaf.id === edge.dst ? edge.src : edge.dst;
    const key = JSON.stringify([hub, edge.relation, leaf.id === edge.dst, leaf.type, edge.state]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [edge]);
    else group.push(edge);
  }
  const gone = new Set<string>();
  const added: Folded = { nodes: [], edges: [] };
  for (const [key, group] of [...groups].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const folded = toFold(group, (edge) => leafOf(edge, byId, degree));
    if (folded.length < 2) continue;
    const one = aggregate(key, folded, byId, degree);
    if (one === undefined) continue;
    added.nodes.push(one.node);
    added.edges.push(one.edge);
    for (const edge of folded) for (const id of [edge.id, leafOf(edge, byId, degree)?.id ?? ""]) gone.add(id);
  }
  return {
    nodes: [...nodes.filter((n) => !gone.has(n.id)), ...added.nodes],
    edges: [...edges.filter((e) => !gone.has(e.id)), ...added.edges],
  };
}

/** Of one group, the edges whose far ends are drawn together: all the usual ones of many, and what tells too little beside its like. */
function toFold(group: readonly DraftEdge[], leaf: (edge: DraftEdge) => DraftNode | undefined): DraftEdge[] {
  const isUsual = group[0]?.state === "usual";
  const sorted = group.filter((edge) => !isLandmark(leaf(edge))).toSorted((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1));
  const isMany = sorted.length > (isUsual ? aggregateAbove.usual : aggregateAbove.odd);
  const most = isMany ? (isUsual ? 0 : pulledOut) : sorted.length;
  return sorted.filter((edge, i) => i >= most || edge.score - crowding * i < leastBits);
}

/** Critical things stay in sight, unless everyone talks to them. */
const isLandmark = (leaf: DraftNode | undefined): boolean =>
  leaf !== undefined && leaf.badges.some((badge) => badge.startsWith("critical")) && !leaf.badges.includes("shared");

/** The end of an edge that nothing else holds on to and that nobody asked about. */
function leafOf(edge: DraftEdge, byId: ReadonlyMap<string, DraftNode>, degree: ReadonlyMap<string, number>): DraftNode | undefined {
  if (edge.state === "evidence") return undefined;
  return [edge.dst, edge.src]
    .map((id) => byId.get(id))
    .find(
      (node) =>
        node !== undefined &&
        degree.get(node.id) === 1 &&
        node.role !== "aggregate" &&
        node.slot !== "subject" &&
        node.slot !== "identity" &&
        node.slot !== "ownership",
    );
}

const nouns: Readonly<Record<string, string>> = {
  domain: "web sites",
  ip: "addresses",
  host: "hosts",
  process: "processes",
  file: "files",
  account: "accounts",
};

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
  const size = leaves.reduce((sum, leaf) => sum + (leaf.role === "aggregate" ? leaf.count : 1), 0);
  const id = `aggregate:${sha256(key).slice(0, 16)}`;
  const firstSeen = leaves.map((leaf) => leaf.firstSeen).filter((time) => time !== null);
  const lastSeen = leaves.map((leaf) => leaf.lastSeen).filter((time) => time !== null);
  const names = [...new Set(leaves.map((leaf) => (leaf.role === "aggregate" ? leaf.label : leaf.full)))].toSorted();
  const node: DraftNode = {
    ...first,
    id,
    label: `+${size}`,
    sublabel: noun,
    role: "aggregate",
    count: size,
    isNew: edge.state === "new",
    firstSeen: firstSeen.length === 0 ? null : Math.min(...firstSeen),
    lastSeen: lastSeen.length === 0 ? null : Math.max(...lastSeen),
    badges: [],
    line: "",
    criticality: 0,
    conf: Math.min(...leaves.map((leaf) => leaf.conf)),
    why: `${size} ${noun}: ${listed(names, 8)}`,
  };
  const isOutward = edge.dst === first.id;
  const total = edges.reduce((sum, one) => sum + one.n, 0);
  const heaviest = edges.reduce((best, one) => (one.score > best.score || (one.score === best.score && one.id < best.id) ? one : best));
  const joined: DraftEdge = {
    ...edge,
    reasons: heaviest.reasons,
    evidence: heaviest.evidence,
    conf: Math.min(...edges.map((one) => one.conf)),
    baseline: null,
    id: isOutward ? `${edge.src} ${edge.relation} ${id}` : `${id} ${edge.relation} ${edge.dst}`,
    src: isOutward ? edge.src : id,
    dst: isOutward ? id : edge.dst,
    n: total,
    from: node.firstSeen,
    to: node.lastSeen,
    why: `${total} in all, ${edge.state}`,
    events: edges.flatMap((one) => one.events).slice(0, 50),
    score: heaviest.score,
  };
  return { node, edge: joined };
}
