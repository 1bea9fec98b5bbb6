import { automaticActor, type StageEvidence, type StageStep } from "../../../shared/contract/stages.ts";
import { demote, quarantine } from "../lifecycle/end-champion.ts";
import type { EngineParts } from "./engine-parts.ts";
import { recordStageStep } from "./model-lineage.ts";
import { stageWork } from "./stage-work.ts";

interface Why {
  readonly reason: string;
  readonly evidence: StageEvidence;
}

/**
 * The two steps that happen without a person, since they only take trust away. Nothing else may sign as the rule; the log refuses it every other kind of
 * entry.
 */
export async function demoteByRule(parts: EngineParts, model: string, version: string, why: Why): Promise<void> {
  const step = (): Promise<StageStep> => demote(stageWork(parts), model, "previous", { actor: automaticActor, ...why });
  tell(parts, await recordStageStep(parts, { job: "model.demote", model, version }, step), why);
}

export async function quarantineByRule(parts: EngineParts, model: string, version: string, why: Why): Promise<void> {
  const step = (): Promise<StageStep> => quarantine(stageWork(parts), model, version, { actor: automaticActor, ...why });
  tell(parts, await recordStageStep(parts, { job: "model.quarantine", model, version }, step), why);
}

function tell(parts: EngineParts, { event, model, because }: StageStep, { reason }: Why): void {
  if (event === null) return;
  parts.log(`${model}@${event.version.slice(0, 12)} is ${event.to}: ${reason.replace(/\.$/, "")}. ${because}`);
  parts.emit("stage.changed", event);
  parts.emit("models.changed", { model });
}
