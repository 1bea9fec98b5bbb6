/** What is known of a relation when it is weighed against the others. */
export interface EdgeEvidence {
  /** 3 evidence, 2 process or logon, 1 network. */
  readonly prior: number;
  /** Days with this relation, of `coverageDays` days with telemetry. */
  readonly days: number;
  readonly coverageDays: number;
  /** Who else has it; left out below five peers. */
  readonly peers?: { readonly having: number; readonly of: number } | undefined;
  readonly isFirstSeen: boolean;
  readonly baselineDays: number;
  /** Distance in time from the anomaly. */
  readonly distanceUs: number;
  readonly isEvidence: boolean;
  /** Neighbours the far end has: servers everyone talks to say little. */
  readonly degree: number;
  readonly confidence: number;
  /** 0 to 4, of the far end. */
  readonly criticality: number;
}

interface Bits {
  readonly code: string;
  readonly bits: number;
}

const enoughPeers = 5;
const enoughBaselineDays = 14;
const evidenceTauUs = 30 * 60_000_000;
const contextTauUs = 4 * 3_600_000_000;
const criticalityWeights = [0, 0.5, 1, 1.5, 2] as const;

/** Relevance in bits, so that the terms add up and each can be named. All weights are starting values, to be tuned on judged cases. */
export function scoreBits(edge: EdgeEvidence): readonly Bits[] {
  const { peers } = edge;
  const tau = edge.isEvidence ? evidenceTauUs : contextTauUs;
  const terms: Bits[] = [
    { code: "kind", bits: edge.prior },
    { code: "rare for it", bits: Math.max(0, Math.min(8, -Math.log2((edge.days + 0.5) / (edge.coverageDays + 1)))) },
    {
      code: "rare among peers",
      bits: peers === undefined || peers.of < enoughPeers ? 0 : Math.max(0, Math.min(6, -Math.log2((peers.having + 0.5) / (peers.of + 1)))),
    },
    { code: "first seen", bits: edge.isFirstSeen && edge.baselineDays >= enoughBaselineDays ? 2 : 0 },
    { code: "close in time", bits: 3 * Math.exp(-Math.abs(edge.distanceUs) / tau) },
    { code: "critical", bits: (criticalityWeights[edge.criticality] ?? 0) * 1.5 },
    { code: "shared by many", bits: -Math.log2(1 + edge.degree / 50) },
    { code: "not certain", bits: -4 * (1 - edge.confidence) },
  ];
  return terms.map(({ code, bits }) => ({ code, bits: Math.round(bits * 10) / 10 })).filter(({ bits }) => bits !== 0);
}

export const totalBits = (bits: readonly Bits[]): number => Math.round(bits.reduce((sum, one) => sum + one.bits, 0) * 10) / 10;

export const bitsText = (bits: readonly Bits[]): string =>
  `${totalBits(bits)} bits: ${bits.map(({ code, bits: b }) => `${code} ${b > 0 ? "+" : ""}${b}`).join(", ")}`;
