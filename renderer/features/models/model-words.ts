import type { ModelSummary, ModelVersion, Stage } from "../../../shared/contract/models.ts";
import { shortId } from "../../ui/format/text.ts";

export const newestFirst = (model: ModelSummary): readonly ModelVersion[] =>
  model.versions.toSorted((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? -1 : 1));

/** The version that a promotion would concern: the newest one that may still become champion. */
export const candidateOf = (model: ModelSummary): ModelVersion | undefined =>
  newestFirst(model).find((version) => version.stage === "registered" || version.stage === "validated" || version.stage === "challenger");

export function stateOf(model: ModelSummary): { readonly tone: "ok" | "warn" | "none"; readonly text: string } {
  if (model.champion !== undefined) return { tone: "ok", text: `champion ${shortId(model.champion)}` };
  if (model.rulesOnly !== undefined) return { tone: "warn", text: "rules only, no champion" };
  const [newest] = newestFirst(model);
  return newest === undefined
    ? { tone: "none", text: "not trained" }
    : { tone: "warn", text: `${newest.stage} ${shortId(newest.id)}, no champion` };
}

export const stageTone = (stage: Stage): "ok" | "model" | "bad" | "neutral" => {
  if (stage === "champion") return "ok";
  if (stage === "quarantined") return "bad";
  return stage === "retired" ? "neutral" : "model";
};
