import type { StageKind } from "../../../../shared/contract/stages.ts";
import { verdictKinds } from "../../../../shared/domain/verdict.ts";

/** A verdict, or what stands for several, as the desk names it. */
export function verdictTitle(key: string): string {
  if (key === "withheld") return "Withheld until you judge";
  return verdictKinds.find((kind) => kind.key === key)?.title ?? "Not in this log";
}

export const stageTitles: Readonly<Record<StageKind, string>> = {
  "model.promote": "Promotion",
  "model.stage": "Stage change",
  "model.rollback": "Rollback",
  "model.demote": "Demotion",
  "model.quarantine": "Quarantine",
};
