import { z } from "zod";
import { blindSources } from "../domain/blind.ts";
import { confidences, validities, verdictKeys } from "../domain/verdict.ts";
import { AnomalyEnvelope } from "./drift.ts";
import { AnomalyHealth } from "./health.ts";
import { Stage, SubjectKey } from "./models.ts";
import { TimeUs } from "./telemetry.ts";

export const Verdict = z.enum(verdictKeys as [string, ...string[]]);

/** Where an event came from, so that it can be checked against the original file. */
export const EvidenceRef = z.object({
  eventId: z.string(),
  class: z.string(),
  time: TimeUs,
  file: z.string(),
  record: z.number().int(),
  /** Identifiers as the source gave them: uid, ProcessGuid, LogonId, EventRecordID … */
  ids: z.record(z.string(), z.string()),
});
export type EvidenceRef = z.infer<typeof EvidenceRef>;

export const Subject = z.object({
  /** The kinds of the keys' entities in key order, such as `process+host`; for programs, not for people. */
  type: z.string(),
  keys: z.record(z.string(), z.string()),
  label: z.string(),
});
export type Subject = z.infer<typeof Subject>;

/** Where a value stands among other values of its feature in the same run, or why that cannot be said. */
export const Comparison = z.union([
  z.object({
    /** Values compared with, its own not among them; at least five. */
    n: z.number().int(),
    /** Share of them below the value, and above it; the rest are equal to it. */
    lower: z.number(),
    higher: z.number(),
    /** Whose they are, as in "14 other hosts with the role web server". */
    of: z.string(),
  }),
  z.object({ unknownBecause: z.string() }),
]);
export type Comparison = z.infer<typeof Comparison>;

/** own: other windows of the same subject; peers: subjects of others with the same role; estate: all other scored subjects. */
export const Comparisons = z.object({ own: Comparison, peers: Comparison, estate: Comparison });
export type Comparisons = z.infer<typeof Comparisons>;

/** One feature's part in the score. Contributions and `base` sum to `additiveScore` within 1e-6, unless they are of an occlusion. */
export const Contribution = z.object({
  feature: z.string(),
  title: z.string(),
  unit: z.string(),
  /** The value as observed, or null when the telemetry did not give one. */
  value: z.number().nullable(),
  contribution: z.number(),
  /** Training distribution of this feature. */
  baseline: z.object({
    n: z.number().int(),
    p05: z.number(),
    p25: z.number(),
    median: z.number(),
    p75: z.number(),
    p95: z.number(),
    min: z.number(),
    max: z.number(),
  }),
  /** Share of training rows at or below the value. */
  percentile: z.number().nullable(),
  /** Absent from anomalies of runs that did not compare. */
  comparisons: Comparisons.optional(),
  sentence: z.string(),
  attackerControlled: z.boolean(),
});
export type Contribution = z.infer<typeof Contribution>;

/**
 * How contributions of a model made elsewhere came about: each is what the score loses when its feature takes the training median,
 * the others staying. They and `base` need not sum to the score; `residual` is what they leave over.
 */
export const Occlusion = z.object({ residual: z.number() });
export type Occlusion = z.infer<typeof Occlusion>;

export const VerdictState = z.object({
  verdict: Verdict,
  reason: z.string(),
  note: z.string(),
  analyst: z.string(),
  at: TimeUs,
  decision: z.string(),
  bulkId: z.string().optional(),
  /** The anomaly of another run this verdict was given on: same subject, window and number of events. */
  carriedFrom: z.string().optional(),
});
export type VerdictState = z.infer<typeof VerdictState>;

/** What a verdict says beside its word. */
export const VerdictDetail = z.object({
  /** Was the subject truly unusual? */
  valid: z.enum(validities),
  confidence: z.enum(confidences).nullable(),
  /** Of MITRE ATT&CK, seen in the evidence. */
  techniques: z.array(z.string()),
  duplicateOf: z.object({ anomalyId: z.string(), label: z.string() }).nullable(),
});
export type VerdictDetail = z.infer<typeof VerdictDetail>;

/**
 * Of a case in the blind sample. Until a verdict is recorded on it both are null, and score, p, q, reasons and all else that comes from
 * the score are withheld, whichever kind it is.
 */
export const Blind = z.object({
  kind: z.enum(blindSources).nullable(),
  /** The chance that the subject had of being put before the analyst: 1 when it was surfaced. */
  propensity: z.number().nullable(),
});
export type Blind = z.infer<typeof Blind>;

/** Why the queue leaves an anomaly out, or would. */
export const Hold = z.object({
  /** Those in force that match it. */
  suppressions: z.array(z.object({ id: z.string(), reason: z.string(), owner: z.string(), until: TimeUs })),
  /** Drawn to stay in the queue all the same, so that what they hide goes on being judged. */
  isAudited: z.boolean(),
  /** Put off by a person until a time that has not come; null when it is not. */
  snooze: z.object({ until: TimeUs, analyst: z.string(), note: z.string() }).nullable(),
  /** Whether the queue leaves it out. */
  isHidden: z.boolean(),
});
export type Hold = z.infer<typeof Hold>;

/** Score, p-value, q-value and `isNew` are null, and `reasons` is empty, while they are withheld (see `blind`). */
export const QueueRow = z.object({
  /** The place in the queue, from 1. */
  rank: z.number().int(),
  anomalyId: z.string(),
  subject: Subject,
  window: z.object({ from: TimeUs, to: TimeUs }),
  /** Higher is stranger: an isolation forest's in (0, 1), or that of a model made elsewhere, in its own unit. */
  score: z.number().nullable(),
  /** Conformal p-value; its resolution is 1/(calibrationRows + 1). */
  pValue: z.number().nullable(),
  qValue: z.number().nullable(),
  reasons: z.array(z.string()),
  evidence: z.array(EvidenceRef),
  evidenceCount: z.number().int(),
  model: z.string(),
  version: z.string(),
  stage: Stage,
  run: z.string(),
  dataset: z.string(),
  isNew: z.boolean().nullable(),
  priorVerdicts: z.number().int(),
  /** Null when it is not of the blind sample. */
  blind: Blind.nullable(),
  /**
   * second-look: judged by another analyst, whose verdict is not told to the one at the desk, who is to judge it too; `blind` is as of any case
   * judged blind. disputed: verdicts that analysts gave without sight of each other differ, and none is in force. blind-review: of a review before a
   * promotion that the analyst has not ended; `blind` is as of any case judged blind, whether or not a verdict was given, and `version` is empty.
   */
  review: z.enum(["second-look", "disputed", "blind-review"]).nullable(),
  /** How far the data behind it can be trusted; the gates of its model, over its own source, entities and window. */
  health: AnomalyHealth,
  /** How it stood to its model's training when it was scored; null when its version kept no envelope. Strange features are withheld as the score is. */
  envelope: AnomalyEnvelope.nullable(),
  state: VerdictState.nullable(),
  /** Null when nothing would leave it out. */
  hold: Hold.nullable(),
});
export type QueueRow = z.infer<typeof QueueRow>;

/** What the newest verdict did to the places of the open anomalies of its model, in the preview alone. */
export const LiveReceipt = z.object({
  model: z.string(),
  anomalyId: z.string(),
  /** Open anomalies compared. */
  open: z.number().int(),
  up: z.number().int(),
  down: z.number().int(),
  /** Most places that one of them moved. */
  farthest: z.number().int(),
});
export type LiveReceipt = z.infer<typeof LiveReceipt>;

export const QueueInput = z.object({
  limit: z.number().int().positive().max(100_000).default(200),
  offset: z.number().int().nonnegative().default(0),
  model: z.string().optional(),
  /** The open cases of a blind review by its id, or all of them; what else is chosen by hunt, dataset, health, hold and order does not apply. */
  review: z.string().max(100).optional(),
  /** Of one hunt or candidate only, by its id. */
  hunt: z.string().max(100).optional(),
  /** Of the newest run of each model over this dataset version; without it, over any. */
  dataset: z.string().optional(),
  /** open: without a verdict, second looks that are due among them; disputed: analysts differ; all: with and without a verdict. */
  show: z.enum(["open", "second-look", "disputed", "all"]).default("open"),
  /** suppressed: only those whose score is not to be trusted. */
  health: z.enum(["any", "suppressed"]).default("any"),
  /** hide: without what suppressions hide and what is snoozed; show: with it; only: it alone. */
  held: z.enum(["hide", "show", "only"]).default("hide"),
  /** scored: as the runs ranked them; live: open anomalies as the verdicts so far would rank them. */
  order: z.enum(["scored", "live"]).default("scored"),
  text: z.string().max(200).default(""),
  /** An anomaly whose place in the list is asked for too. */
  place: z.string().max(100).optional(),
  /** How many evidence references each row carries; `evidenceCount` is always the true number. */
  evidence: z.number().int().nonnegative().max(1000).default(3),
});
export const QueuePage = z.object({
  rows: z.array(QueueRow),
  total: z.number().int(),
  /** Of the anomaly asked for, from 0; null when none was, or when the list does not show it. */
  place: z.number().int().nonnegative().nullable(),
  /** Of those shown whatever their health, the ones whose score is not to be trusted: they come last. */
  suppressed: z.number().int(),
  open: z.number().int(),
  /** Of those shown whatever is held, the ones that are snoozed, the others that suppressions hide, and the ones kept in sight by lot; when the first of them returns. */
  held: z.object({ suppressed: z.number().int(), snoozed: z.number().int(), audited: z.number().int(), nextReturn: TimeUs.nullable() }),
  secondLooks: z.number().int(),
  disputed: z.number().int(),
  /** Calibrated statement about the surfaced set, audit items left out: expected share of ordinary subjects, with what it rests on. */
  expectedOrdinary: z.object({ share: z.number().nullable(), because: z.string() }),
  notices: z.array(z.string()),
  /** Of the live order: verdicts it learnt from, and what the newest did. Null when ordered as scored. */
  live: z.object({ lessons: z.number().int(), receipts: z.array(LiveReceipt) }).nullable(),
});

export const CaseDetail = z.object({
  row: QueueRow,
  headline: z.string(),
  attack: z.array(z.object({ technique: z.string(), name: z.string() })),
  /** Null while withheld, as is `additiveScore`; then there are no contributions. */
  base: z.number().nullable(),
  /** The additive form of the score: minus the mean path length over the trees, in levels; higher is stranger. */
  additiveScore: z.number().nullable(),
  contributions: z.array(Contribution),
  occlusion: Occlusion.optional(),
  whyNotHigher: z.string(),
  subjectsScored: z.number().int(),
  calibrationRows: z.number().int(),
  grain: z.array(SubjectKey),
  history: z.array(VerdictState.extend({ ...VerdictDetail.shape, undone: z.boolean() })),
  prior: z.array(
    z.object({
      anomalyId: z.string(),
      label: z.string(),
      model: z.string(),
      verdict: Verdict,
      analyst: z.string(),
      at: TimeUs,
      same: z.enum(["subject", "entity"]),
    }),
  ),
  notes: z.array(z.object({ at: TimeUs, analyst: z.string(), text: z.string() })),
  /** Null in a blind review: it would name a version. */
  lineage: z
    .object({
      run: z.string(),
      modelVersion: z.string(),
      datasetVersion: z.string(),
      trainedOn: z.string(),
      featureSqlDigest: z.string(),
      onnxSha256: z.string(),
      codeDigest: z.string(),
      ocsfVersion: z.string(),
      mappingDigests: z.array(z.string()),
      seed: z.number().int(),
      files: z.array(z.object({ name: z.string(), sha256: z.string() })),
    })
    .nullable(),
});
export type CaseDetail = z.infer<typeof CaseDetail>;

export const EvidenceRow = z.object({
  ref: EvidenceRef,
  columns: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
});
export type EvidenceRow = z.infer<typeof EvidenceRow>;

export const JudgeInput = z.object({
  anomalyIds: z.array(z.string()).min(1).max(10_000),
  verdict: Verdict,
  reason: z.string().max(200).default(""),
  note: z.string().max(20_000).default(""),
  confidence: z.enum(confidences).optional(),
  /** Was the subject truly unusual? When absent, as the verdict implies. */
  valid: z.enum(validities).optional(),
  /** The original of a duplicate, itself no duplicate. */
  duplicateOf: z.string().optional(),
  /** Of MITRE ATT&CK, such as `T1071.004`. */
  techniques: z
    .array(z.string().regex(/^T\d{4}(?:\.\d{3})?$/u, "a technique is written T1071 or T1071.004"))
    .max(20)
    .default([]),
  /** Seconds of attention the desk measured over all of them, idle excluded; absent when none was opened. */
  activeSeconds: z.number().nonnegative().optional(),
  /** When the desk first opened one of them, since the last verdict on it. */
  viewedAt: TimeUs.optional(),
  analyst: z.string().max(120).optional(),
});
