import { z } from "zod";
import { ModelVersion, Stage } from "./models.ts";
import { request } from "./request.ts";
import { TimeUs } from "./telemetry.ts";

/** Who stands as actor where a rule acted and no person; a name that nobody can sign with. */
export const automaticActor = "quarry:rule";

/**
 * How a stage came to change. `model.promote` and `model.rollback` make a champion, `model.demote` ends one, `model.quarantine` takes a version out of
 * use, and `model.stage` is every other step a person takes.
 */
export const stageKinds = ["model.promote", "model.stage", "model.rollback", "model.demote", "model.quarantine"] as const;
export type StageKind = (typeof stageKinds)[number];

/** Kinds that may happen without a person, since they only take trust away. */
export const automaticKinds: readonly StageKind[] = ["model.demote", "model.quarantine"];

/** What a change rests on: what sort of thing, its id or digest, what it says in words, and its figures by name. */
export const StageEvidence = z.object({
  kind: z.string().min(1).max(60),
  id: z.string().max(200),
  text: z.string().max(2000).default(""),
  figures: z.record(z.string().max(60), z.union([z.number(), z.string().max(300)])).default({}),
});
export type StageEvidence = z.infer<typeof StageEvidence>;

export const StageMove = z.object({ version: z.string(), from: Stage, to: Stage });
export type StageMove = z.infer<typeof StageMove>;

/** One change as the decision log holds it: what was done to a version, and to others of its model in the same step. */
export const StageEvent = StageMove.extend({
  decision: z.string(),
  seq: z.number().int(),
  at: TimeUs,
  actor: z.string(),
  isAutomatic: z.boolean(),
  kind: z.enum(stageKinds),
  model: z.string(),
  reason: z.string(),
  evidence: StageEvidence.nullable(),
  also: z.array(StageMove),
});
export type StageEvent = z.infer<typeof StageEvent>;

/** `version` is null where the model had no champion then; `since` is what made it so, null where nothing had been decided yet. */
export const ChampionAt = z.object({ model: z.string(), at: TimeUs, version: z.string().nullable(), since: StageEvent.nullable() });
export type ChampionAt = z.infer<typeof ChampionAt>;

/** Which version scored an anomaly, where it stood then and stands now, and who was champion at the time. */
export const ScoredBy = z.object({
  anomalyId: z.string(),
  run: z.string(),
  scoredAt: TimeUs,
  model: z.string(),
  version: z.string(),
  stageThen: Stage,
  stageNow: Stage,
  championThen: z.string().nullable(),
  championNow: z.string().nullable(),
});
export type ScoredBy = z.infer<typeof ScoredBy>;

/** One question asked of a version before it is trusted again. `skipped`: it could not be asked, or there is nothing to ask it of. */
export const StageCheck = z.object({ id: z.string(), title: z.string(), state: z.enum(["pass", "fail", "skipped"]), text: z.string() });
export type StageCheck = z.infer<typeof StageCheck>;

const CheckedVersion = z.object({ version: z.string(), checks: z.array(StageCheck) });

/** What a rollback would do: `to` is null where there is nothing to do or to go back to, and `because` says why. */
export const RollbackPlan = z.object({
  model: z.string(),
  from: z.string().nullable(),
  to: z.string().nullable(),
  isPossible: z.boolean(),
  because: z.string(),
  checks: z.array(StageCheck),
  /** Every earlier champion that can be named, the last one first. */
  earlier: z.array(z.string()),
});
export type RollbackPlan = z.infer<typeof RollbackPlan>;

/** Who is champion after a step, if anybody; `event` is null where nothing had to change. `tried` are the versions that were asked whether they could take over. */
export const StageStep = z.object({
  model: z.string(),
  champion: z.string().nullable(),
  event: StageEvent.nullable(),
  because: z.string(),
  tried: z.array(CheckedVersion),
});
export type StageStep = z.infer<typeof StageStep>;

const Reason = z.string().trim().min(1).max(2000);
const Analyst = z.string().max(120).optional();

export const stageRequests = {
  /** Newest first. */
  "models.history": request(
    z.object({ model: z.string(), limit: z.number().int().positive().max(10_000).default(500) }),
    z.object({ events: z.array(StageEvent), total: z.number().int() }),
  ),
  "models.championAt": request(z.object({ model: z.string(), at: TimeUs }), ChampionAt),
  "models.scoredBy": request(z.object({ anomalyId: z.string() }), ScoredBy),
  /** A person's step that makes no champion and ends none. `registered` releases from quarantine, once the bundle is whole again. */
  "models.stage": request(
    z.object({
      model: z.string(),
      version: z.string(),
      to: z.enum(["registered", "validated", "challenger", "retired"]),
      reason: Reason,
      analyst: Analyst,
    }),
    ModelVersion,
  ),
  /** Asks everything a rollback would ask, and changes no champion. */
  "models.rollbackPlan": request(z.object({ model: z.string(), to: z.string().optional() }), RollbackPlan),
  /** To the champion before, or an earlier one that is named. A second time it changes nothing. */
  "models.rollback": request(z.object({ model: z.string(), to: z.string().optional(), reason: Reason, analyst: Analyst }), StageStep),
  /** Ends a champion. The one before it takes over where it still can, or else, or if so wanted, nobody: rules only. */
  "models.demote": request(
    z.object({ model: z.string(), fallback: z.enum(["previous", "rules-only"]).default("previous"), reason: Reason, analyst: Analyst }),
    StageStep,
  ),
  "models.quarantine": request(z.object({ model: z.string(), version: z.string(), reason: Reason, analyst: Analyst }), StageStep),
};
