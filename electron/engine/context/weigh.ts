import type { Case } from "./case-facts.ts";
import type { Draft, DraftEdge } from "./draft.ts";
import { isHub } from "./draw-peers.ts";
import { dayUs } from "./focus.ts";
import { kindOf, type Knowledge } from "./knowledge.ts";
import { leastPeers } from "./peer-group.ts";

const staleAfterUs = 30 * dayUs;

/** Weighs everything drawn by what is known of it beyond the events: history, peers, hubs, what is critical and what was judged. */
export function weighDraft(draft: Draft, one: Case, knowledge: Knowledge): void {
  markThings(draft, one, knowledge);
  draft.reweigh((edge) => weigh(edge, draft, one, knowledge));
}

function weigh(edge: DraftEdge, draft: Draft, one: Case, knowledge: Knowledge): ReturnType<Parameters<Draft["reweigh"]>[0]> {
  const far = edge.counted?.dst ?? edge.dst;
  const crown = knowledge.crowns.stepOf(far);
  const history = Math.max(-3, Math.min(2, knowledge.history.get(far) ?? 0));
  const evidence = {
    ...edge.evidence,
    crown: crown === undefined ? undefined : { hops: crown.hops, criticality: crown.level },
    criticality: Math.max(edge.evidence.criticality, draft.nodes.get(edge.dst)?.criticality ?? 0),
    history: Math.round(history * 10) / 10,
  };
  const state = isStale(edge, one) ? ("stale" as const) : edge.state;
  const { counted } = edge;
  const statistics = counted === undefined ? undefined : knowledge.statisticsOf(counted);
  if (counted === undefined || statistics === undefined) return { evidence, state };
  const { coverage, days } = knowledge;
  const covered = coverage.daysOf(counted.type, kindOf(counted.src), { fromDay: days.baselineDay, toDay: days.fromDay - 1 });
  const peers = knowledge.peersHaving(counted);
  return {
    state,
    evidence: {
      ...evidence,
      days: statistics.baseline_days,
      coverageDays: covered,
      isFirstSeen: statistics.first_seen >= one.focus.recentFromUs,
      baselineDays: covered,
      degree: Math.max(evidence.degree, degreeOf(knowledge, counted.dst)),
      // Without a group, everyone the telemetry tells of is what the drawing compared it with.
      peers: peers ?? evidence.peers,
    },
    baseline: {
      days: covered,
      seenDays: statistics.baseline_days,
      n: statistics.baseline_n,
      peersPct: peers === undefined || peers.of < leastPeers ? null : Math.round((peers.having / peers.of) * 100),
    },
  };
}

/** Who turns to a thing, of whatever kind; the largest of the relations, since one source may have several. */
const degreeOf = ({ degrees }: Knowledge, key: string): number =>
  (degrees.get(key) ?? []).reduce(
    (most, degree) => (degree.way === "in" && degree.kind !== "process" ? Math.max(most, degree.n) : most),
    0,
  );

const isStale = (edge: DraftEdge, one: Case): boolean =>
  (edge.state === "usual" || edge.state === "rare") && edge.to !== null && edge.to < one.focus.recentFromUs - staleAfterUs;

function markThings(draft: Draft, one: Case, knowledge: Knowledge): void {
  for (const node of draft.nodes.values()) {
    const own = knowledge.crowns.stepOf(node.id);
    const isShared = node.role !== "subject" && isHub(degreeOf(knowledge, node.id), one.baseline.sources);
    draft.mark(node.id, {
      ...(own?.hops === 0 ? { criticality: own.level === 4 ? 4 : 3 } : {}),
      ...(isShared ? { badges: ["shared"] } : {}),
    });
  }
}
