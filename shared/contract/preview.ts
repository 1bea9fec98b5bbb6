import { z } from "zod";
import { driftStates } from "../domain/drift.ts";
import { Stage } from "./models.ts";
import { job, request } from "./request.ts";
import { TimeRange, TimeUs } from "./telemetry.ts";

/** What was scored of one UTC day; `day` is its first instant. */
export const ShadowDay = z.object({ day: TimeUs, subjects: z.number().int(), events: z.number().int() });
export type ShadowDay = z.infer<typeof ShadowDay>;

/** A version's scoring of what a run scored, kept apart from every queue. */
export const ShadowRun = z.object({
  /** Of the version and the run beside it. */
  id: z.string(),
  model: z.string(),
  modelVersion: z.string(),
  /** The stage the version had then. */
  stage: Stage,
  /** The run that it stands beside, and the version that made that. */
  beside: z.string(),
  besideVersion: z.string(),
  datasetVersion: z.string(),
  range: TimeRange,
  subjects: z.number().int(),
  /** Length of either list: what the run surfaced, without audit items. */
  places: z.number().int(),
  days: z.array(ShadowDay),
  createdAt: TimeUs,
  /** How the data stood to its training; absent when the version kept no envelope. */
  drift: z.object({ state: z.enum(driftStates), because: z.string() }).optional(),
  notices: z.array(z.string()),
});
export type ShadowRun = z.infer<typeof ShadowRun>;

/** What a version did beside the champion as challenger: on how many days of telemetry, and on the day with fewest how much. */
export const ShadowRecord = z.object({
  runs: z.number().int(),
  days: z.number().int(),
  events: z.number().int(),
  subjects: z.number().int(),
  /** As the newest found it; null when there is none, or none that could tell. */
  drift: z.enum(driftStates).nullable(),
});
export type ShadowRecord = z.infer<typeof ShadowRecord>;

/** A verdict that taught the version, and what taking it away would do to one subject's score. */
export const PreviewCause = z.object({
  anomalyId: z.string(),
  subject: z.string(),
  /** As it taught, whatever became of it since. */
  isAnomaly: z.boolean(),
  weight: z.number(),
  /** Score with it minus score without it, all others kept, in edges of the mean path; above 0 it makes the subject stranger. */
  effect: z.number(),
});
export type PreviewCause = z.infer<typeof PreviewCause>;

/** A verdict in force on the subject, in this window or another. */
export const PreviewVerdict = z.object({
  anomalyId: z.string(),
  verdict: z.string(),
  analyst: z.string(),
  at: TimeUs,
  isSameWindow: z.boolean(),
});
export type PreviewVerdict = z.infer<typeof PreviewVerdict>;

export const previewChanges = ["appeared", "vanished", "moved", "same"] as const;
export type PreviewChange = (typeof previewChanges)[number];

/** Ranks are by score, from 1, among cases that may be shown. */
export const PreviewItem = z.object({
  change: z.enum(previewChanges),
  subject: z.string(),
  window: z.object({ from: TimeUs, to: TimeUs }),
  /** The case in the newest run that has one; null where no run surfaced it. */
  anomalyId: z.string().nullable(),
  /** Its rank in the run; null where it appeared. */
  from: z.number().int().nullable(),
  /** Its rank under the version; of what vanished, among all scored subjects; null where the version did not score it. */
  to: z.number().int().nullable(),
  headline: z.string(),
  /** The strongest reasons the version gives; empty where it did not score it. */
  reasons: z.array(z.string()),
  /** Newest first, at most five. */
  verdicts: z.array(PreviewVerdict),
  /** What all verdicts together did to its score; null where that is unknown. */
  taught: z.number().nullable(),
  /** The strongest, at most three. */
  causes: z.array(PreviewCause),
});
export type PreviewItem = z.infer<typeof PreviewItem>;

const Counts = z.object({ appeared: z.number().int(), vanished: z.number().int(), moved: z.number().int(), same: z.number().int() });

/** The queue as it is, under another version. */
export const ModelPreview = z.object({
  model: z.string(),
  version: z.string(),
  shadow: ShadowRecord,
  /** Null until the version has scored what the queue's run scored. */
  list: z
    .object({
      run: z.string(),
      /** The version whose run it is. */
      against: z.string(),
      datasetVersion: z.string(),
      scoredAt: TimeUs,
      places: z.number().int(),
      subjects: z.number().int(),
      counts: Counts,
      /** Places of both lists that both have, by Wilson. */
      shared: z.object({ k: z.number().int(), n: z.number().int(), low: z.number(), high: z.number() }),
      /** Cases of the run that are to be judged blind: they are in neither list. */
      withheld: z.number().int(),
      drift: z.object({ state: z.enum(driftStates), because: z.string() }).nullable(),
      causes: z.object({ state: z.enum(["computed", "unknown"]), because: z.string(), verdicts: z.number().int() }),
      notices: z.array(z.string()),
      /** What changes most, first; not more than asked for. */
      items: z.array(PreviewItem),
      total: z.number().int(),
    })
    .nullable(),
  /** Why there is no list; empty where there is. */
  because: z.string(),
});
export type ModelPreview = z.infer<typeof ModelPreview>;

const Asked = z.object({
  model: z.string(),
  /** champion, candidate, an id or its unique beginning. */
  version: z.string(),
  /** Without it the dataset version of the model's newest run. */
  dataset: z.string().optional(),
});

export const previewRequests = {
  /** What is stored; it computes no scores. */
  "models.preview": request(Asked.extend({ limit: z.number().int().min(1).max(20_000).default(1000) }), ModelPreview),
  /** Scores the version beside the model's newest run, kept apart from the queue. */
  "models.scoreBeside": job(Asked, ShadowRun),
};
