import { criticalityWeight } from "./edge-score.ts";
import { slots, type Draft, type DraftEdge, type DraftNode, type Edge, type Node, type Slot } from "./draft.ts";
import { foldAlike, leastBits } from "./fold-alike.ts";
import { foldTwins } from "./fold-twins.ts";
import { splitShared } from "./split-shared.ts";

export const nodeBudget = 40;
export const edgeBudget = 60;
/** With fewer nodes than this there is room for what tells little, too. */
export const spareNodes = 8;

const reserved: Readonly<Record<Slot, number>> = {
  subject: 2,
  evidence: 8,
  identity: 6,
  ownership: 3,
  crown: 5,
  lineage: 5,
  activity: 6,
  peers: 2,
  prior: 2,
  free: 0,
};

interface Selection {
  readonly nodes: Node[];
  readonly edges: Edge[];
  readonly omitted: { readonly nodes: number; readonly edges: number; readonly byReason: Record<string, number> };
}

interface Ranked {
  readonly node: DraftNode;
  readonly score: number;
  /** The kind of thing and how it is tied, by its best relation: what is alike says less each time. */
  readonly sort: string;
}

/** Bits that each further thing of a sort is worth less. */
const crowding = 1.5;

const byScore = (a: Ranked, b: Ranked): number => b.score - a.score || (a.node.id < b.node.id ? -1 : 1);

function rank(nodes: Iterable<DraftNode>, edges: readonly DraftEdge[]): Ranked[] {
  const best = new Map<string, DraftEdge>();
  for (const edge of edges)
    for (const end of [edge.src, edge.dst]) {
      const known = best.get(end);
      if (known === undefined || edge.score > known.score || (edge.score === known.score && edge.id < known.id)) best.set(end, edge);
    }
  return [...nodes]
    .map((node) => {
      const edge = best.get(node.id);
      const score = Math.round(((edge?.score ?? 0) + criticalityWeight(node.criticality)) * 10) / 10;
      return { node: { ...node, score }, score, sort: `${node.type} ${edge?.relation ?? ""}` };
    })
    .toSorted(byScore);
}

function toNode(draft: DraftNode): Node {
  const { slot: _slot, alike: _alike, full: _full, line: _line, ...node } = draft;
  return node;
}

function toEdge(draft: DraftEdge): Edge {
  const { evidence: _evidence, counted: _counted, plain: _plain, ...edge } = draft;
  return edge;
}

function choose(ranked: readonly Ranked[]): ReadonlySet<string> {
  const worthy = ranked.filter(({ node, score }) => isCertain(node) || score >= leastBits);
  const chosen = new Set<string>();
  for (const slot of slots)
    for (const { node } of worthy.filter((one) => one.node.slot === slot).slice(0, reserved[slot]))
      if (chosen.size < nodeBudget) chosen.add(node.id);
  addByGain(
    worthy.filter(({ node }) => !chosen.has(node.id)),
    worthy.filter(({ node }) => chosen.has(node.id)),
    chosen,
  );
  for (const { node } of ranked) if (chosen.size < spareNodes) chosen.add(node.id);
  return chosen;
}

/** Fills what is left by what each tells beyond those of its sort that are drawn already. */
function addByGain(rest: readonly Ranked[], drawn: readonly Ranked[], chosen: Set<string>): void {
  const seen = new Map<string, number>();
  for (const { sort } of drawn) seen.set(sort, (seen.get(sort) ?? 0) + 1);
  // Within a sort the order is by score, so only the first of each can be next.
  const queues = [...Map.groupBy(rest, ({ sort }) => sort).values()].map((queue) => [...queue]);
  while (chosen.size < nodeBudget) {
    const next = queues
      .flatMap((queue) => queue.slice(0, 1).map((one) => ({ queue, one, gain: one.score - crowding * (seen.get(one.sort) ?? 0) })))
      .toSorted((a, b) => b.gain - a.gain || (a.one.node.id < b.one.node.id ? -1 : 1))[0];
    if (next === undefined) return;
    next.queue.shift();
    seen.set(next.one.sort, (seen.get(next.one.sort) ?? 0) + 1);
    chosen.add(next.one.node.id);
  }
}

/** The subject, what was behind the score, who and whose it is, and the line of parents are drawn whatever they weigh, and so is a fold. */
const isCertain = (node: DraftNode): boolean =>
  (["subject", "evidence", "identity", "ownership", "crown"] as readonly Slot[]).includes(node.slot) ||
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
  const apart = splitShared(twins.nodes, twins.edges);
  const { nodes, edges } = foldAlike(apart.nodes, apart.edges);
  const ranked = rank(nodes, edges);
  const picked = choose(ranked);
  const chosen = connected(picked, nodes, edges);
  const drawable = edges
    .filter((edge) => chosen.has(edge.src) && chosen.has(edge.dst))
    .toSorted((a, b) => Number(b.state === "evidence") - Number(a.state === "evidence") || b.score - a.score || (a.id < b.id ? -1 : 1));
  const drawn = drawable.slice(0, edgeBudget);
  const order = new Map(ranked.map(({ node }, i) => [node.id, i]));
  const kept = ranked
    .map(({ node }) => node)
    .filter((node) => chosen.has(node.id))
    .toSorted(
      (a, b) => a.layer - b.layer || slots.indexOf(a.slot) - slots.indexOf(b.slot) || (order.get(a.id) ?? 0) - (order.get(b.id) ?? 0),
    );
  return {
    nodes: kept.map(toNode),
    edges: drawn.map(toEdge),
    omitted: { nodes: nodes.length - kept.length, edges: edges.length - drawn.length, byReason: reasonsLeftOut(ranked, picked, chosen) },
  };
}

function reasonsLeftOut(ranked: readonly Ranked[], picked: ReadonlySet<string>, chosen: ReadonlySet<string>): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { node, score } of ranked) {
    if (chosen.has(node.id)) continue;
    const reason = picked.has(node.id) ? "tied to nothing drawn" : !isCertain(node) && score < leastBits ? "tells too little" : "no room";
    counts[reason] = (counts[reason] ?? 0) + 1;
  }
  return counts;
}
