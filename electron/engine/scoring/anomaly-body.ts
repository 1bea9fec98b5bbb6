import { z } from "zod";
import { AnomalyEnvelope } from "../../../shared/contract/drift.ts";
import { Contribution, EvidenceRef, Occlusion, Subject } from "../../../shared/contract/triage.ts";

/** What is stored with an anomaly beside its ranks and scores; written once by the run, never changed. */
export const AnomalyBody = z.object({
  subject: Subject,
  headline: z.string(),
  /** The three strongest reasons as short sentences. */
  reasons: z.array(z.string()),
  features: z.record(z.string(), z.number().nullable()),
  base: z.number(),
  additiveScore: z.number(),
  contributions: z.array(Contribution),
  occlusion: Occlusion.optional(),
  whyNotHigher: z.string(),
  evidence: z.array(EvidenceRef),
  evidenceCount: z.number().int(),
  extras: z.record(z.string(), z.string().nullable()),
  isNew: z.boolean(),
  /** Absent when the version kept no envelope. */
  envelope: AnomalyEnvelope.optional(),
  /** Canonical identifiers of the entities involved, for "judged before". */
  entities: z.array(z.string()),
});
export type AnomalyBody = z.infer<typeof AnomalyBody>;
