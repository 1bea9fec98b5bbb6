import { z } from "zod";
import { blindSources } from "../domain/blind.ts";
import { request } from "./request.ts";
import { TimeUs } from "./telemetry.ts";

/** How a rule against self-deception came out; `insufficient` never counts as a pass. */
export const Guard = z.object({
  id: z.string(),
  title: z.string(),
  state: z.enum(["pass", "warn", "insufficient"]),
  text: z.string(),
});
export type Guard = z.infer<typeof Guard>;

const Classes = z.object({ positives: z.number().int(), negatives: z.number().int() });
const Estimate = z.object({ value: z.number(), low: z.number(), high: z.number() });

/** Average precision among judged subjects of a later time, without and with the lessons of an earlier one. */
export const HeldOutEffect = z.object({
  state: z.enum(["measured", "insufficient"]),
  because: z.string(),
  /** Lessons end here; held-out subjects begin an embargo later. */
  cut: TimeUs.nullable(),
  embargoHours: z.number(),
  lessons: Classes,
  heldOut: Classes,
  before: z.number().nullable(),
  after: z.number().nullable(),
  /** After minus before, with its 95 % bootstrap interval. */
  difference: Estimate.nullable(),
  /** The same over held-out subjects that no lesson was about. */
  disjoint: z.object({ heldOut: Classes, before: z.number(), after: z.number() }).nullable(),
});
export type HeldOutEffect = z.infer<typeof HeldOutEffect>;

/** What verdicts contributed to a model version; part of its bundle, so it holds nothing that depends on when it was made. */
export const TrainingReport = z.object({
  schema: z.literal(1),
  /** sha256 of the labels used. */
  labelSet: z.string(),
  used: z.array(z.object({ anomalyId: z.string(), isAnomaly: z.boolean(), weight: z.number() })),
  leftOut: z.array(z.object({ anomalyId: z.string(), because: z.string() })),
  guards: z.array(Guard),
  effect: HeldOutEffect,
});
export type TrainingReport = z.infer<typeof TrainingReport>;

/** What became of one verdict. */
export const Receipt = z.object({
  anomalyId: z.string(),
  model: z.string(),
  subject: z.string(),
  verdict: z.string(),
  analyst: z.string(),
  at: TimeUs,
  /** How it came before the analyst: surfaced by the model, or as an audit item; and with what chance. */
  stratum: z.enum(blindSources),
  propensity: z.number(),
  /** Versions trained with it, newest first, with the weight it had. */
  versions: z.array(z.object({ version: z.string(), stage: z.string(), isAnomaly: z.boolean(), weight: z.number() })),
  /** Why the newest version trained with labels left it out, or why no training would use it. */
  leftOutBecause: z.string().nullable(),
});
export type Receipt = z.infer<typeof Receipt>;

/** A rate with its 95 % Wilson interval; `insufficient` when n is too small to say anything by. */
const AuditRate = z.object({
  state: z.enum(["measured", "insufficient"]),
  k: z.number().int(),
  n: z.number().int(),
  rate: z.number().nullable(),
  low: z.number(),
  high: z.number(),
});

/**
 * What the blind sample says of a model: shares confirmed malicious among the judged of either kind, which were chosen by lot and judged
 * without knowing the score. Verdicts that decide neither way are counted apart.
 */
export const AuditEstimate = z.object({
  model: z.string(),
  /** Of what the model did not surface, each by 1/propensity. */
  missed: AuditRate,
  /** Of what it surfaced. */
  precision: AuditRate,
  /** Share of all malicious subjects that was surfaced. The ends take both rates at the ends of their intervals. Null when one is insufficient. */
  recall: z.object({ value: z.number().nullable(), low: z.number(), high: z.number() }).nullable(),
  /** Subjects that recall is about, over the runs with a judged case. */
  surfaced: z.number(),
  notSurfaced: z.number(),
  /** Judged, but as neither malicious nor benign. */
  undecided: z.number().int(),
  /** Of k and n together, verdicts that were given on the same evidence in another run. */
  carried: z.number().int(),
  because: z.string(),
});
export type AuditEstimate = z.infer<typeof AuditEstimate>;

export const trainingRequests = {
  "models.trainingReport": request(z.object({ model: z.string(), version: z.string() }), TrainingReport.nullable()),
  "labels.receipts": request(z.object({ model: z.string().optional(), anomalyId: z.string().optional() }), z.array(Receipt)),
  "labels.audit": request(z.object({ model: z.string().optional() }), z.array(AuditEstimate)),
} as const;
