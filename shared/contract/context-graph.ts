import { z } from "zod";
import { TimeUs } from "./telemetry.ts";

export const ContextNode = z.object({
  id: z.string(),
  type: z.string(),
  label: z.string(),
  sublabel: z.string(),
  role: z.enum(["subject", "evidence", "owner", "asset", "peer", "threat", "context", "aggregate"]),
  /** Layer for the left-to-right layout: 0 who and where from, 1 subject, 2 what it touched, 3 what that could reach. */
  layer: z.number().int().min(0).max(3),
  isNew: z.boolean(),
  firstSeen: TimeUs.nullable(),
  lastSeen: TimeUs.nullable(),
  count: z.number().int(),
  badges: z.array(z.string()),
  why: z.string(),
  /** 0 unknown to 4 extreme. */
  criticality: z.number().int().min(0).max(4).default(0),
  /** How sure it is that this is the thing meant, 0 to 1. */
  conf: z.number().min(0).max(1).default(1),
  /** Bits that earned it its place: those of its best relation and its own. */
  score: z.number().default(0),
});
export type ContextNode = z.infer<typeof ContextNode>;

/** Why a relation is shown: each term of its score. */
export const edgeReasons = ["kind", "rarity", "peer-rarity", "first-seen", "proximity", "crown", "prior", "hub", "uncertainty"] as const;

export const ContextEdge = z.object({
  id: z.string(),
  src: z.string(),
  dst: z.string(),
  relation: z.string(),
  from: TimeUs.nullable(),
  to: TimeUs.nullable(),
  n: z.number().int(),
  /** stale: not confirmed for so long that it may no longer hold. */
  state: z.enum(["evidence", "new", "rare", "usual", "stale"]),
  why: z.string(),
  /** Up to 50 events behind the edge. */
  events: z.array(z.string()),
  /** Of the weakest link it rests on, 0 to 1. */
  conf: z.number().min(0).max(1).default(1),
  /** The sum of `reasons`, in bits. */
  score: z.number().default(0),
  reasons: z.array(z.object({ code: z.enum(edgeReasons), bits: z.number() })).default([]),
  /** What the recent is held against; null where nothing was counted. */
  baseline: z
    .object({
      /** Days with telemetry that could have told of it, of the 30 before the recent period. */
      days: z.number().int(),
      /** Of these, days on which it was seen. */
      seenDays: z.number().int(),
      /** Records on those days. */
      n: z.number().int(),
      /** Of the peer group, who did the same within 30 days, in percent; null without a group of five. */
      peersPct: z.number().nullable(),
    })
    .nullable()
    .default(null),
});
export type ContextEdge = z.infer<typeof ContextEdge>;

/** One figure of the subject's day against its own past. */
export const ContextMeasure = z.object({
  name: z.enum(["count", "counterparts", "bytes", "failures", "new-counterparts"]),
  today: z.number(),
  /** Days with telemetry in the 30 before. */
  days: z.number().int(),
  median: z.number().nullable(),
  /** 5 and 95 % of those days; null below 14 of them. */
  low: z.number().nullable(),
  high: z.number().nullable(),
  /** Share of those days with less or as much, in percent; null below 14 of them. */
  percentile: z.number().nullable(),
});
export type ContextMeasure = z.infer<typeof ContextMeasure>;

export const PeerGroup = z.object({
  /** What makes them alike, as `workstation, Windows 11, Finance`. */
  by: z.string(),
  /** Why there is none, where there are fewer than five. */
  noneBecause: z.string().nullable(),
  members: z.array(z.object({ key: z.string(), label: z.string(), alike: z.number().min(0).max(1) })),
  /** Of them, who had the scored relation within 30 days; null where the subject is no relation. */
  having: z.number().int().nullable(),
});
export type PeerGroup = z.infer<typeof PeerGroup>;

export const CrownPath = z.object({
  /** 0 when the subject itself is critical. */
  hops: z.number().int().min(0),
  criticality: z.number().int().min(3).max(4),
  /** From the subject to the critical thing. */
  steps: z.array(z.object({ key: z.string(), label: z.string(), kind: z.string(), relation: z.string() })),
});
export type CrownPath = z.infer<typeof CrownPath>;

/** An answer is a value or says why it is unknown; a blank is a defect. */
export const Answer = z.object({
  id: z.string(),
  question: z.string(),
  value: z.string().nullable(),
  unknownBecause: z.string().nullable(),
  detail: z.array(z.object({ label: z.string(), value: z.string() })),
});
export type Answer = z.infer<typeof Answer>;

export const ContextGraph = z.object({
  anomalyId: z.string(),
  dataset: z.string(),
  /** Versions of inventories that were in use at the anomaly's time when this was built. */
  inventories: z.array(z.object({ id: z.string(), kind: z.string(), source: z.string(), asOf: TimeUs, basis: z.string() })).default([]),
  nodes: z.array(ContextNode),
  edges: z.array(ContextEdge),
  omitted: z.object({
    nodes: z.number().int(),
    edges: z.number().int(),
    /** How many nodes were left out for each reason. */
    byReason: z.record(z.string(), z.number().int()).default({}),
  }),
  answers: z.array(Answer),
  timeline: z.array(z.object({ at: TimeUs, text: z.string(), tone: z.enum(["evidence", "new", "usual"]), eventId: z.string().optional() })),
  activity: z
    .object({
      title: z.string(),
      unit: z.string(),
      buckets: z.array(z.object({ from: TimeUs, n: z.number() })),
      current: z.number(),
      usualLow: z.number().nullable(),
      usualHigh: z.number().nullable(),
      baselineDays: z.number(),
    })
    .nullable(),
  /** The subject's last day against the days before, by UTC day. */
  measures: z.array(ContextMeasure).default([]),
  /** Whom the subject is compared with; null in contexts built before there was any. */
  peers: PeerGroup.nullable().default(null),
  /** The shortest way from the subject to something critical; null where none is known. */
  crown: CrownPath.nullable().default(null),
});
export type ContextGraph = z.infer<typeof ContextGraph>;
