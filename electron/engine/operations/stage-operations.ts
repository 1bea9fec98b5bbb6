import type { Handlers } from "../../../shared/contract/client.ts";
import type { StageStep } from "../../../shared/contract/stages.ts";
import { findPackage, listPackages } from "../features/packages.ts";
import { demote, quarantine } from "../lifecycle/end-champion.ts";
import { planRollback, rollBack } from "../lifecycle/rollback.ts";
import { requireVersion, setStage } from "../lifecycle/set-stage.ts";
import { stageEvents } from "../lifecycle/stage-events.ts";
import { championAt, scoredBy } from "../lifecycle/stage-history.ts";
import { verifyBundle } from "../scoring/bundle.ts";
import { refuseInReview } from "../triage/blind-cases.ts";
import { type EngineParts, requireWritable } from "./engine-parts.ts";
import { quarantineBroken } from "./guard-bundles.ts";
import { recordStageStep } from "./model-lineage.ts";
import { stageWork } from "./stage-work.ts";
import { signer } from "./triage-operations.ts";

type Names =
  | "models.history"
  | "models.championAt"
  | "models.scoredBy"
  | "models.stage"
  | "models.rollbackPlan"
  | "models.rollback"
  | "models.demote"
  | "models.quarantine";

export function stageOperations(parts: EngineParts): Pick<Handlers, Names> {
  const { db, log, paths } = parts.workspace;
  const work = stageWork(parts);
  const requireModel = (model: string): void => void findPackage(listPackages(parts.packagesDir), model);
  const tell = (step: StageStep): StageStep => {
    if (step.event !== null) parts.emit("stage.changed", step.event);
    parts.emit("models.changed", { model: step.model });
    return step;
  };
  const plan = async (model: string, to: string | undefined) => {
    requireModel(model);
    const { broken, ...planned } = await planRollback(work, model, to);
    if (broken !== undefined) await quarantineBroken(parts, broken);
    return planned;
  };
  return {
    "models.history": async ({ model, limit }) => {
      requireModel(model);
      const events = stageEvents(db, model);
      return { events: events.toReversed().slice(0, limit), total: events.length };
    },
    "models.championAt": async ({ model, at }) => {
      requireModel(model);
      return championAt(db, model, at);
    },
    "models.scoredBy": async ({ anomalyId }) => {
      refuseInReview(db, anomalyId);
      return scoredBy(db, anomalyId);
    },
    "models.stage": async (input) => {
      requireWritable(parts);
      const actor = signer(parts, input.analyst);
      const { id, stage } = requireVersion(db, input.model, input.version);
      if (stage === "quarantined") verifyBundle(paths.root, input.model, id);
      const { version, event } = setStage(db, log, { ...input, actor });
      tell({ model: input.model, champion: null, event, because: "", tried: [] });
      return version;
    },
    "models.rollbackPlan": ({ model, to }) => plan(model, to),
    "models.rollback": async ({ model, to, reason, analyst }) => {
      requireWritable(parts);
      const actor = signer(parts, analyst);
      const planned = await plan(model, to);
      if (planned.to === null) return rollBack(work, planned, { actor, reason });
      return tell(
        await recordStageStep(parts, { job: "model.rollback", model, version: planned.from }, async () =>
          rollBack(work, planned, { actor, reason }),
        ),
      );
    },
    "models.demote": async ({ model, fallback, reason, analyst }) => {
      requireWritable(parts);
      requireModel(model);
      const why = { actor: signer(parts, analyst), reason, evidence: null };
      const version = requireVersion(db, model, "champion").id;
      return tell(await recordStageStep(parts, { job: "model.demote", model, version }, () => demote(work, model, fallback, why)));
    },
    "models.quarantine": async (input) => {
      requireWritable(parts);
      const { id: version } = requireVersion(db, input.model, input.version);
      const why = { actor: signer(parts, input.analyst), reason: input.reason, evidence: null };
      return tell(
        await recordStageStep(parts, { job: "model.quarantine", model: input.model, version }, () =>
          quarantine(work, input.model, version, why),
        ),
      );
    },
  };
}
