import { z } from "zod";
import { request } from "./request.ts";
import { JudgeInput, Verdict } from "./triage.ts";
import { TimeUs } from "./telemetry.ts";

/** pattern: the same leading reasons; entity: also about one of the same entities; pair: also the same subject, whatever the window. */
export const similarities = ["pattern", "entity", "pair"] as const;
export type Similarity = (typeof similarities)[number];

/** Many anomalies to be judged alike. All of them are of one run and model, unless they were chosen. */
export const BulkSet = z.object({
  /** The anomaly that the others are compared with. */
  like: z.string(),
  /** These and no others, whatever they have in common. Without it, those similar to `like`. */
  chosen: z.array(z.string()).min(1).max(10_000).optional(),
  same: z.enum(similarities).default("entity"),
  /** How many of the leading reasons are the same, in any order. */
  reasons: z.number().int().min(1).max(3).default(3),
  /** Only those in the hunt, or the candidate, that `like` is in. */
  sameHunt: z.boolean().default(false),
  /** Also those in hunts that `like` is not in. */
  acrossHunts: z.boolean().default(false),
  /** Also those judged otherwise already; their verdict is replaced. */
  includeJudged: z.boolean().default(false),
  verdict: Verdict.optional(),
});
export type BulkSet = z.infer<typeof BulkSet>;

export const BulkMember = z.object({
  anomalyId: z.string(),
  label: z.string(),
  window: z.object({ from: TimeUs, to: TimeUs }),
  /** From `like`, as `distance` of the preview says; null of another model, or while its score is withheld. */
  distance: z.number().nullable(),
  verdict: Verdict.nullable(),
  analyst: z.string().nullable(),
  /** The hunt it is in, by its topic. */
  hunt: z.string().nullable(),
});
export type BulkMember = z.infer<typeof BulkMember>;

const Listed = z.object({ total: z.number().int(), members: z.array(BulkMember) });

export const BulkPreview = z.object({
  /** What they have in common, as a sentence. */
  words: z.string(),
  /** How distance is measured. */
  distance: z.string(),
  /** Of how many anomalies these were picked, and how many match before anything is left out. */
  among: z.number().int(),
  matching: z.number().int(),
  /** How many the verdict would be recorded on. */
  applies: z.number().int(),
  /** Names exactly these anomalies: a set that has changed since has another. */
  setId: z.string(),
  /** At most five each of those it applies to, `like` itself left out. */
  nearest: z.array(BulkMember),
  farthest: z.array(BulkMember),
  /** Judged otherwise than `verdict`, or judged at all where none is given. Left out unless included. At most twenty are listed. */
  conflicts: Listed,
  /** Hidden by suppressions or snoozed; always left out, unless they were chosen. */
  held: z.number().int(),
  /** Judged so already; always left out. */
  already: z.number().int(),
  /** In hunts that `like` is not in. Left out unless hunts may be crossed. At most twenty are listed. */
  otherHunts: Listed,
  /** Most anomalies that one decision may judge. */
  most: z.number().int(),
});
export type BulkPreview = z.infer<typeof BulkPreview>;

export const BulkJudgeInput = BulkSet.extend({
  ...JudgeInput.omit({ anomalyIds: true, duplicateOf: true }).shape,
  setId: z.string(),
});

export const bulkRequests = {
  "bulk.preview": request(BulkSet, BulkPreview),
  /** One decision, undone as one. Refused with `conflict` when the set is no longer the one that was previewed. */
  "bulk.judge": request(BulkJudgeInput, z.object({ decision: z.string(), judged: z.number().int() })),
} as const;
