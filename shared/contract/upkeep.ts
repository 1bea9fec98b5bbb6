import { z } from "zod";
import { job, request } from "./request.ts";
import { TimeUs } from "./telemetry.ts";
import { HeldOutEffect } from "./training.ts";

/** How a rule about a champion stands. `demote` acts by itself, `warn` asks a person to look, `insufficient` says nothing either way. */
export const RuleFinding = z.object({
  rule: z.enum(["precision", "misses", "volume", "schema"]),
  title: z.string(),
  /** `quarantine`: the version cannot be trusted with these data at all; `demote`: it no longer earns its place. */
  state: z.enum(["ok", "warn", "demote", "quarantine", "insufficient"]),
  text: z.string(),
  figures: z.record(z.string(), z.union([z.number(), z.string()])),
});
export type RuleFinding = z.infer<typeof RuleFinding>;

/**
 * Cases a version surfaced that were judged since it became champion. `malicious` and `wrong` make its precision; an oddity that was real and harmless is
 * neither, and one that analysts differ about counts nowhere until it is settled.
 */
export const JudgedClasses = z.object({
  malicious: z.number().int(),
  wrong: z.number().int(),
  benignTruePositive: z.number().int(),
  other: z.number().int(),
  disputed: z.number().int(),
});
export type JudgedClasses = z.infer<typeof JudgedClasses>;

export const retrainingTriggers = ["age", "drift", "verdicts", "schema"] as const;

/** A training that is called for. `id` stays while the version, the dataset and the reasons do. */
export const RetrainingProposal = z.object({
  id: z.string(),
  model: z.string(),
  /** The newest version trained here, which it would follow. */
  after: z.string(),
  triggers: z.array(z.object({ trigger: z.enum(retrainingTriggers), text: z.string() })).min(1),
  dataset: z.object({ id: z.string(), number: z.number().int(), events: z.number().int() }),
  /** What may teach it now. */
  labels: z.object({ positives: z.number().int(), negatives: z.number().int(), leftOut: z.number().int() }),
});
export type RetrainingProposal = z.infer<typeof RetrainingProposal>;

export const Upkeep = z.object({
  model: z.string(),
  /** Null without a champion; then there are no findings. */
  champion: z.string().nullable(),
  since: TimeUs.nullable(),
  findings: z.array(RuleFinding),
  judged: JudgedClasses.nullable(),
  proposal: RetrainingProposal.nullable(),
});
export type Upkeep = z.infer<typeof Upkeep>;

export const upkeepRequests = {
  /** How every rule stands, and whether another training is called for. */
  "models.upkeep": request(z.object({ model: z.string() }), Upkeep),
  /** What the verdicts in force would have taught in time: what a proposed training is expected to change. */
  "models.expectedEffect": job(
    z.object({ model: z.string(), dataset: z.string().optional(), seed: z.number().int().default(1) }),
    HeldOutEffect,
  ),
  /** A person's no to a proposal. Another reason, another dataset or another version makes another proposal. */
  "models.declineRetraining": request(
    z.object({
      model: z.string(),
      proposal: z.string(),
      reason: z.string().trim().min(1).max(2000),
      analyst: z.string().max(120).optional(),
    }),
    z.object({ decision: z.string() }),
  ),
};
