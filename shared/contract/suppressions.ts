import { z } from "zod";
import { boundKinds } from "../domain/suppression.ts";
import { request } from "./request.ts";
import { TimeUs } from "./telemetry.ts";

/** Everything named must hold at once; see `shared/domain/suppression.ts` for what each matches. */
export const Scope = z.object({
  model: z.string().min(1).max(100).optional(),
  classes: z.array(z.string().min(1).max(100)).max(20).default([]),
  /** `kind:name`; of domains and hosts `*.name` for names under it, `.name` for itself and those. */
  entities: z.array(z.string().min(3).max(500)).max(10).default([]),
  bounds: z
    .array(z.object({ feature: z.string().min(1).max(200), kind: z.enum(boundKinds), value: z.number() }))
    .max(10)
    .default([]),
});
export type Scope = z.infer<typeof Scope>;

const Hidden = z.object({ anomalyId: z.string(), label: z.string(), model: z.string(), window: z.object({ from: TimeUs, to: TimeUs }) });

/** What a scope would have hidden of what the runs of the last days surfaced, each subject and window once; the blind sample, which is never hidden, is not counted. */
export const DryRun = z.object({
  scope: z.string(),
  days: z.number().int(),
  /** Subjects and windows surfaced in these days, and how many of them the scope matches. */
  surfaced: z.number().int(),
  matching: z.number().int(),
  /** Of the matching, drawn to stay in the queue all the same. */
  audited: z.number().int(),
  /** Matching at most ten, newest first. */
  examples: z.array(Hidden),
  /** Confirmed malicious ever, whichever run surfaced it; at most ten are listed. Any blocks the suppression. */
  malicious: z.object({ total: z.number().int(), listed: z.array(Hidden) }),
});
export type DryRun = z.infer<typeof DryRun>;

export const Suppression = z.object({
  /** The decision that made it. */
  id: z.string(),
  scope: Scope,
  words: z.string(),
  owner: z.string(),
  reason: z.string(),
  until: TimeUs,
  createdAt: TimeUs,
  createdBy: z.string(),
  /** Only active ones hide anything. */
  state: z.enum(["active", "expired", "ended", "undone"]),
  /** What the dry run found when it was made. */
  dryRun: z.object({ days: z.number().int(), surfaced: z.number().int(), matching: z.number().int(), malicious: z.number().int() }),
  /** Why it was made although it matches what was confirmed malicious. Kept for ever. */
  override: z.string().nullable(),
  /** What it hides in the queue now; what another hides too is counted with both. */
  hidden: z.number().int(),
});
export type Suppression = z.infer<typeof Suppression>;

const Signed = z.object({ analyst: z.string().max(120).optional() });
const Text = z.string().trim().min(1).max(2000);

/** Of what a scope may be made that matches an anomaly. */
export const ScopeOffer = z.object({
  model: z.string(),
  classes: z.array(z.string()),
  entities: z.array(z.string()),
  /** Those with a value, the strongest reason first; none while the score is withheld. */
  features: z.array(z.object({ feature: z.string(), title: z.string(), unit: z.string(), value: z.number() })),
});
export type ScopeOffer = z.infer<typeof ScopeOffer>;

export const suppressionRequests = {
  "suppressions.offer": request(z.object({ anomalyId: z.string() }), ScopeOffer),
  "suppressions.preview": request(z.object({ scope: Scope }), DryRun),
  /** Refused with `conflict` when it matches what was confirmed malicious and `override` does not say why it is made all the same. */
  "suppressions.create": request(
    Signed.extend({
      scope: Scope,
      reason: Text,
      /** Whose it is; without it who makes it. */
      owner: z.string().trim().min(1).max(120).optional(),
      /** Days from now after which it ends by itself. */
      days: z.number().positive().optional(),
      override: Text.optional(),
    }),
    z.object({ decision: z.string(), suppression: Suppression }),
  ),
  /** Puts cases off until a time (microseconds UTC), or with null takes them back into the queue. No verdict is given or changed by it. */
  "snoozes.set": request(
    Signed.extend({
      anomalyIds: z.array(z.string()).min(1).max(10_000),
      until: TimeUs.nullable(),
      note: z.string().max(2000).default(""),
    }),
    z.object({ decision: z.string(), anomalies: z.number().int() }),
  ),
  /** All there ever were, newest first. */
  "suppressions.list": request(z.object({}), z.array(Suppression)),
  "suppressions.change": request(
    Signed.extend({
      id: z.string(),
      owner: z.string().trim().min(1).max(120).optional(),
      reason: Text.optional(),
      /** Days from now; 0 ends it. */
      days: z.number().nonnegative().optional(),
    }),
    z.object({ decision: z.string(), suppression: Suppression }),
  ),
} as const;
