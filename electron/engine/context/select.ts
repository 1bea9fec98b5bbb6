import { slots, type Draft, type DraftEdge, type DraftNode, type Edge, type Node, type Slot } from "./draft.ts";
import { foldAlike, leastBits } from "./fold-alike.ts";
import { foldTwins } from "./fold-twins.ts";

export const nodeBudget = 40;
export const edgeBudget = 60;
/** With fewer nodes than this there is room for what tells little, too. */
export const spareNodes = 8;

const reserved: Readonly<Record<Slot, number>> = {
  subject: 2,
  evidence: 8,
  identity: 6,
  ownership: 3,
  lineage: 5,
  activity: 6,
  peers: 3,
  free: 0,
};

interface Selection {
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
  for (const edge of edges)
    for (const end of [edge.src, edge.dst]) best.set(end, Math.max(best.get(end) ?? Number.NEGATIVE_INFINITY, edge.score));
  return [...nodes].map((node) => ({ node, score: best.get(node.id) ?? 0 })).toSorted(byScore);
}

function toNode(draft: DraftNode): Node {
  const { id, type, label, sublabel, role, layer, isNew, firstSeen, lastSeen, count, badges, why } = draft;
  return { id, type, label, sublabel, role, layer, isNew, firstSeen, lastSeen, count, badges, why };
}

function toEdge(draft: DraftEdge): Edge {
  const { id, src, dst, relation, from, to, n, state, why, events } = draft;
  return { id, src, dst, relation, from, to, n, state, why, events };
}

function choose(ranked: readonly Ranked[]): ReadonlySet<string> {
  const worthy = ranked.filter(({ node, score }) => isCertain(node) || score >= leastBits);
  const chosen = new Set<string>();
  for (const slot of slots)
    for (const { node } of worthy.filter((one) => one.node.slot === slot).slice(0, reserved[slot]))
      if (chosen.size < nodeBudget) chosen.add(node.id);
  for (const { node } of worthy) if (chosen.size < nodeBudget) chosen.add(node.id);
  for (const { node } of ranked) if (chosen.size < spareNodes) chosen.add(node.id);
  return chosen;
}

/** The subject, what was behind the score, who and whose it is, and the line of parents are drawn whatever they weigh, and so is a fold. */
const isCertain = (node: DraftNode): boolean =>
  (["subject", "evidence", "identity", "ownership"] as readonly Slot[]).includes(node.slot) ||
  (node.slot === "lineage" && node.layer === 0) ||
  node.role === "aggregate";

/** What hangs together with the subject: a thing whose only link was not drawn says nothing. */
function connected(chosen: ReadonlySet<string>, nodes: readonly DraftNode[], edges: readonly DraftEdge[]): ReadonlySet<string> {
  const subjects = nodes.filter((node) => node.role === "subject" && chosen.has(node.id)).map((node) => node.id);
  if (subjects.length === 0) return chosen;
  const links = new Map<string, string[]>();
  for (const { src, dst } of edges)
    if (chosen.has(src) && chosen.has(dst)) {
      links.set(src, [...(links.get(src) ?? []), dst]);
      links.set(dst, [...(links.get(dst) ?? []), src]);
    }
  const reached = new Set(subjects);
  for (const id of reached) for (const other of links.get(id) ?? []) reached.add(other);
  return reached;
}

/** Folds alike neighbours, fills the reserved places, then the rest by score while it tells enough; counts exactly what is not shown. */
export function selectGraph(draft: Draft): Selection {
  const twins = foldTwins({ nodes: [...draft.nodes.values()], edges: [...draft.edges.values()] });
  const { nodes, edges } = foldAlike([...twins.nodes], [...twins.edges]);
  const ranked = rank(nodes, edges);
  const chosen = connected(choose(ranked), nodes, edges);
  const drawable = edges
    .filter((edge) => chosen.has(edge.src) && chosen.has(edge.dst))
    .toSorted((a, b) => Number(b.state === "evidence") - Number(a.state === "evidence") || b.score - a.score || (a.id < b.id ? -1 : 1));
  const drawn = drawable.slice(0, edgeBudget);
  const order = new Map(ranked.map(({ node }, i) => [node.id, i]));
  const kept = nodes
    .filter((node) => chosen.has(node.id))
    .toSorted(
      (a, b) => a.layer - b.layer || slots.indexOf(a.slot) - slots.indexOf(b.slot) || (order.get(a.id) ?? 0) - (order.get(b.id) ?? 0),
    );
  return {
    nodes: kept.map(toNode),
    edges: drawn.map(toEdge),
    omitted: { nodes: nodes.length - kept.length, edges: edges.length - drawn.length },
  };
}
