import { z } from "zod";
import { HuntStage } from "./hunts.ts";
import { request } from "./request.ts";
import { TimeUs } from "./telemetry.ts";

/** Where one sees what a decision did. */
export const DecisionPlace = z.discriminatedUnion("screen", [
  z.object({ screen: z.literal("triage"), anomalyId: z.string() }),
  /** Without a hunt: among the candidates. */
  z.object({ screen: z.literal("hunts"), hunt: z.object({ id: z.string(), stage: HuntStage }).nullable() }),
  z.object({ screen: z.literal("entity"), id: z.string() }),
  z.object({ screen: z.literal("inventories") }),
  z.object({ screen: z.literal("models"), model: z.string() }),
  z.object({ screen: z.literal("history") }),
  z.object({ screen: z.literal("settings") }),
  z.object({ screen: z.literal("queue") }),
]);
export type DecisionPlace = z.infer<typeof DecisionPlace>;

/** A decision that was taken back or done again. */
export const DecisionStep = z.object({
  /** The entry of the log that says so. */
  decision: z.string(),
  /** Kind of the decision it is about, and what that did, in a few words. */
  kind: z.string(),
  what: z.string(),
  /** The anomalies it judged or noted; of other kinds none. */
  anomalyIds: z.array(z.string()),
  place: DecisionPlace,
});
export type DecisionStep = z.infer<typeof DecisionStep>;

export const DecisionEntry = z.object({
  decision: z.string(),
  seq: z.number().int(),
  at: TimeUs,
  analyst: z.string(),
  kind: z.string(),
  what: z.string(),
  place: DecisionPlace,
  isInForce: z.boolean(),
  /** Decisions that have to change first before this one can be taken back, or done again. */
  restingOnIt: z.array(z.object({ decision: z.string(), analyst: z.string(), what: z.string() })),
});
export type DecisionEntry = z.infer<typeof DecisionEntry>;

const Which = z.object({
  /** Default: the analyst's newest in force, or of those taken back the one taken back last. */
  decision: z.string().optional(),
  analyst: z.string().max(120).optional(),
});

export const decisionRequests = {
  /** Throws `not-found` when there is none, `conflict` when it is so already or another decision rests on it. */
  "decisions.undo": request(Which, DecisionStep.extend({ undone: z.string() })),
  "decisions.redo": request(Which, DecisionStep.extend({ redone: z.string() })),
  /** Everything that can be taken back, newest first; of one analyst or of all. */
  "decisions.history": request(
    z.object({
      analyst: z.string().optional(),
      limit: z.number().int().positive().max(1000).default(100),
      before: z.number().int().optional(),
    }),
    z.object({ decisions: z.array(DecisionEntry), total: z.number().int() }),
  ),
  /** Derives from the log again what is stored besides it. */
  "decisions.rebuild": request(z.object({}), z.object({ decisions: z.number().int(), takenBack: z.number().int() })),
} as const;
