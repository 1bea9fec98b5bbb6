import { sha256 } from "../hash.ts";
import { maxEvents, type DraftEdge, type DraftNode } from "./draft.ts";
import { cutAtWord, listed, plural } from "./words.ts";

/** What made a process part of the picture, most telling first: it is a twin of those that came the same way. */
const arrivals: readonly string[] = ["started", "injected into", "opened", "ran"];
/** Children with so many different command lines are shown one by one; of more, the first two. */
const shownLines = 3;
const pulledOut = 2;
const maxFoldLine = 24;

interface Picture {
  readonly nodes: readonly DraftNode[];
  readonly edges: readonly DraftEdge[];
}

interface Twin {
  readonly node: DraftNode;
  readonly arrival: DraftEdge;
}

const stateOrder: readonly DraftEdge["state"][] = ["evidence", "new", "rare", "usual"];
const stronger = (a: DraftEdge, b: DraftEdge): number =>
  stateOrder.indexOf(a.state) - stateOrder.indexOf(b.state) || b.score - a.score || (a.id < b.id ? -1 : 1);

/**
 * Draws processes of one image that one thing started, opened or injected into as one. Odd children of the subject whose command lines differ
 * stay apart; the line of parents stays a line. Edges are kept: those that now join the same ends add up, with their events.
 */
export function foldTwins({ nodes, edges }: Picture): Picture {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const groups = Map.groupBy(
    nodes.flatMap((node) => {
      const arrival = arrivalOf(node, edges);
      return arrival === undefined ? [] : [{ node, arrival }];
    }),
    ({ node, arrival }) => JSON.stringify([node.alike, arrival.src, arrival.relation]),
  );
  const drawnAs = new Map<string, string>();
  const folded: DraftNode[] = [];
  for (const [key, twins] of [...groups].toSorted(([a], [b]) => (a < b ? -1 : 1)))
    for (const [i, part] of partsOf(twins, byId.get(twins[0]?.arrival.src ?? "")).entries()) {
      if (part.length < 2) continue;
      const node = toOne(part, `alike:${sha256(`${key} ${i}`).slice(0, 16)}`);
      if (node === undefined) continue;
      folded.push(node);
      for (const twin of part) drawnAs.set(twin.node.id, node.id);
    }
  if (folded.length === 0) return { nodes, edges };
  return { nodes: [...nodes.filter((node) => !drawnAs.has(node.id)), ...folded], edges: joined(edges, drawnAs) };
}

function arrivalOf(node: DraftNode, edges: readonly DraftEdge[]): DraftEdge | undefined {
  if (node.alike === undefined || node.role === "subject" || node.layer === 0) return undefined;
  const incoming = edges.filter((edge) => edge.dst === node.id && arrivals.includes(edge.relation));
  return incoming.toSorted((a, b) => arrivals.indexOf(a.relation) - arrivals.indexOf(b.relation) || stronger(a, b))[0];
}

/** Which of them are drawn together. */
function partsOf(twins: readonly Twin[], from: DraftNode | undefined): Twin[][] {
  const sorted = twins.toSorted((a, b) => stronger(a.arrival, b.arrival));
  const isOddChild = from?.role === "subject" && sorted.some(({ arrival }) => arrival.relation === "started" && arrival.state !== "usual");
  if (!isOddChild) return [sorted];
  const lines = [...Map.groupBy(sorted, ({ node }) => node.line).values()];
  return lines.length <= shownLines ? lines : [...lines.slice(0, pulledOut), lines.slice(pulledOut).flat()];
}

function toOne(twins: readonly Twin[], id: string): DraftNode | undefined {
  const [lead] = twins;
  if (lead === undefined) return undefined;
  const members = twins.map(({ node }) => node);
  const lines = [...new Set(members.map((node) => node.line).filter((line) => line !== ""))];
  const isStarted = lead.arrival.relation === "started";
  const earliest = members.map((node) => node.firstSeen).filter((time) => time !== null);
  const latest = members.map((node) => node.lastSeen).filter((time) => time !== null);
  const rest = lines.length > 1 ? ` +${lines.length - 1}` : "";
  const head = lines[0] ?? lead.node.sublabel;
  return {
    ...lead.node,
    id,
    label: isStarted ? `${members.length} × ${lead.node.label}` : lead.node.label,
    sublabel: `${cutAtWord(head, maxFoldLine - rest.length)}${rest}`,
    role: isStarted ? "aggregate" : (members.find((node) => node.role === "evidence")?.role ?? lead.node.role),
    slot: members.find((node) => node.slot === "evidence")?.slot ?? lead.node.slot,
    isNew: members.some((node) => node.isNew),
    count: members.length,
    firstSeen: earliest.length === 0 ? null : Math.min(...earliest),
    lastSeen: latest.length === 0 ? null : Math.max(...latest),
    badges: [...new Set(members.flatMap((node) => node.badges))],
    why: `${plural(members.length, "instance")}${lines.length > 1 ? `: ${listed(lines, 6)}` : ""}; ${lead.node.why}`,
  };
}

/** Edges with their ends replaced; those that become the same are added up. */
function joined(edges: readonly DraftEdge[], drawnAs: ReadonlyMap<string, string>): DraftEdge[] {
  const merged = new Map<string, DraftEdge>();
  for (const edge of edges.toSorted((a, b) => (a.id < b.id ? -1 : 1))) {
    const src = drawnAs.get(edge.src) ?? edge.src;
    const dst = drawnAs.get(edge.dst) ?? edge.dst;
    if (src === dst) continue;
    const id = `${src} ${edge.relation} ${dst}`;
    const known = merged.get(id);
    merged.set(id, known === undefined ? { ...edge, id, src, dst } : added(known, edge));
  }
  return [...merged.values()];
}

function added(known: DraftEdge, edge: DraftEdge): DraftEdge {
  const lead = stronger(known, edge) <= 0 ? known : edge;
  const heavier = edge.score > known.score ? edge : known;
  const earliest = [known.from, edge.from].filter((time) => time !== null);
  const latest = [known.to, edge.to].filter((time) => time !== null);
  return {
    ...known,
    from: earliest.length === 0 ? null : Math.min(...earliest),
    to: latest.length === 0 ? null : Math.max(...latest),
    n: known.n + edge.n,
    state: lead.state,
    why: `${known.n + edge.n} in all; ${lead.why.replace(/^\d+ in all; /, "")}`,
    events: [...new Set([...lead.events, ...known.events, ...edge.events])].slice(0, maxEvents),
    score: heavier.score,
    reasons: heavier.reasons,
    evidence: heavier.evidence,
    conf: Math.min(known.conf, edge.conf),
  };
}
