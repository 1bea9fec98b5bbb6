import type { Case } from "./case-facts.ts";
import { othersId } from "./draw-peers.ts";
import type { Draft, DraftEdge, EdgeSpec } from "./draft.ts";
import type { Knowledge } from "./knowledge.ts";

/** Those of the peer group who did what was scored: how many, and the one most like the subject. */
export function drawPeerGroup(draft: Draft, one: Case, { peers, nearest }: Knowledge): void {
  const scored = scoredEdge(draft);
  if (scored === undefined || peers.having === null || peers.having === 0) return;
  const why = `${peers.having} of ${peers.members.length} peers (${peers.by}) did this within 30 days`;
  const shared = {
    relation: scored.relation,
    state: "usual" as const,
    why,
    evidence: evidenceOf(one, peers.having, peers.members.length),
  };
  const group = draft.node({
    id: `aggregate:peers:${scored.dst}`,
    type: "host",
    label: `${peers.having} of ${peers.members.length} peers`,
    sublabel: "did the same in 30 days",
    role: "aggregate",
    layer: 1,
    slot: "peers",
    count: peers.having,
    why,
  });
  draft.edge({ ...shared, src: group, dst: scored.dst, n: peers.having });
  const member = nearest === undefined ? undefined : peers.members[nearest];
  // What everybody does no single peer stands for.
  if (member === undefined || peers.having === 1 || draft.nodes.has(othersId(scored.dst))) return;
  const id = draft.node({
    id: member.key,
    type: member.key.slice(0, member.key.indexOf(":")),
    label: member.label,
    sublabel: "most alike of the peers",
    role: "peer",
    layer: 1,
    slot: "peers",
    why: `${why}; ${Math.round(member.alike * 100)} % alike`,
  });
  draft.edge({ ...shared, src: id, dst: scored.dst, n: 1 });
}

const scoredEdge = (draft: Draft): DraftEdge | undefined =>
  [...draft.edges.values()].find(
    ({ src, dst, state }) => state === "evidence" && draft.nodes.get(src)?.role === "subject" && draft.nodes.get(dst)?.role === "subject",
  );

const evidenceOf = (one: Case, having: number, of: number): EdgeSpec["evidence"] => ({
  prior: 1,
  days: one.baseline.coverageDays,
  coverageDays: one.baseline.coverageDays,
  peers: { having, of },
  isFirstSeen: false,
  baselineDays: one.baseline.days,
  distanceUs: Number.MAX_SAFE_INTEGER,
  isEvidence: false,
  degree: 0,
  confidence: 1,
  criticality: 0,
});
