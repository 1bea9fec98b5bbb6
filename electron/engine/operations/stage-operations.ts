import type { Handlers } from "../../../shared/contract/client.ts";
import { findPackage, listPackages } from "../features/packages.ts";
import { championAt, scoredBy } from "../lifecycle/stage-history.ts";
import { requireVersion, setStage } from "../lifecycle/set-stage.ts";
import { stageEvents } from "../lifecycle/stage-events.ts";
import { loadBundle } from "../scoring/bundle.ts";
import { type EngineParts, requireWritable } from "./engine-parts.ts";
import { signer } from "./triage-operations.ts";

type Names = "models.history" | "models.championAt" | "models.scoredBy" | "models.stage";

export function stageOperations(parts: EngineParts): Pick<Handlers, Names> {
  const { db, log, paths } = parts.workspace;
  const requireModel = (model: string): void => void findPackage(listPackages(parts.packagesDir), model);
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
    "models.scoredBy": async ({ anomalyId }) => scoredBy(db, anomalyId),
    "models.stage": async (input) => {
      requireWritable(parts);
      const analyst = signer(parts, input.analyst);
      const { id, stage } = requireVersion(db, input.model, input.version);
      if (stage === "quarantined") loadBundle(paths.root, input.model, id);
      const version = setStage(db, log, { ...input, analyst });
      parts.emit("models.changed", { model: input.model });
      return version;
    },
  };
}
