import type { ContextEdge } from "../../../shared/contract/context-graph.ts";

/** What is known of a relation when it is weighed against the others. */
export interface EdgeEvidence {
  /** 3 evidence, 2 process or logon, 1 network, 0.5 membership. */
  readonly prior: number;
  /** Days with this relation, of `coverageDays` days with telemetry that could have told of it. */
  readonly days: number;
  readonly coverageDays: number;
  /** Who else has it, of those it is compared with; left out below five of them. */
  readonly peers?: { readonly having: number; readonly of: number } | undefined;
  readonly isFirstSeen: boolean;
  /** Days its source had been telling before the recent period. */
  readonly baselineDays: number;
  /** Distance in time from the anomaly. */
  readonly distanceUs: number;
  readonly isEvidence: boolean;
  /** Neighbours the far end has: servers everyone talks to say little. */
  readonly degree: number;
  readonly confidence: number;
  /** 0 to 4, of the far end. */
  readonly criticality: number;
  /** The nearest critical thing the far end could reach: steps of access, and how critical it is. */
  readonly crown?: { readonly hops: number; readonly criticality: number } | undefined;
  /** What people judged of the far end before, in bits. */
  readonly history?: number | undefined;
}

export type Reason = ContextEdge["reasons"][number];

const enoughPeers = 5;
export const enoughBaselineDays = 14;
const evidenceTauUs = 30 * 60_000_000;
const contextTauUs = 4 * 3_600_000_000;
const criticalityWeights = [0, 0.5, 1, 1.5, 2] as const;

export const criticalityWeight = (level: number): number => criticalityWeights[level] ?? 0;

const within = (bits: number, most: number): number => Math.max(0, Math.min(most, bits));

function crownBits({ criticality, crown }: EdgeEvidence): number {
  const own = criticalityWeight(criticality) * 3;
  return crown === undefined ? own : Math.max(own, (criticalityWeight(crown.criticality) * 3) / (1 + crown.hops));
}

/** Relevance in bits, so that the terms add up and each can be named. All weights are starting values, to be tuned on judged cases. */
export function scoreBits(edge: EdgeEvidence): Reason[] {
  const { peers } = edge;
  const tau = edge.isEvidence ? evidenceTauUs : contextTauUs;
  const terms: Reason[] = [
    { code: "kind", bits: edge.prior },
    { code: "rarity", bits: within(-Math.log2((edge.days + 0.5) / (edge.coverageDays + 1)), 8) },
    {
      code: "peer-rarity",
      bits: peers === undefined || peers.of < enoughPeers ? 0 : within(-Math.log2((peers.having + 0.5) / (peers.of + 1)), 6),
    },
    { code: "first-seen", bits: edge.isFirstSeen && edge.baselineDays >= enoughBaselineDays ? 2 : 0 },
    { code: "proximity", bits: 3 * Math.exp(-Math.abs(edge.distanceUs) / tau) },
    { code: "crown", bits: crownBits(edge) },
    { code: "prior", bits: edge.history ?? 0 },
    { code: "hub", bits: -Math.log2(1 + edge.degree / 50) },
    { code: "uncertainty", bits: -4 * (1 - edge.confidence) },
  ];
  return terms.map(({ code, bits }) => ({ code, bits: Math.round(bits * 10) / 10 })).filter(({ bits }) => bits !== 0);
}

export const totalBits = (bits: readonly Reason[]): number => Math.round(bits.reduce((sum, one) => sum + one.bits, 0) * 10) / 10;

const words: Readonly<Record<Reason["code"], string>> = {
  kind: "kind",
  rarity: "rare for it",
  "peer-rarity": "rare among peers",
  "first-seen": "first seen",
  proximity: "close in time",
  crown: "critical",
  prior: "judged before",
  hub: "shared by many",
  uncertainty: "not certain",
};

export const bitsText = (bits: readonly Reason[]): string =>
  `${totalBits(bits)} bits: ${bits.map(({ code, bits: b }) => `${words[code]} ${b > 0 ? "+" : ""}${b}`).join(", ")}`;
