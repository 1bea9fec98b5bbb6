import { Reducer, ScoreDirection, type ModelSuggestion } from "../../../shared/contract/foreign-models.ts";
import type { ImportAnswers } from "./use-model-import.ts";

export type Answers = { readonly ok: true; readonly answers: ImportAnswers } | { readonly ok: false; readonly problem: string };

const preprocessings = ["none", "package", "in_graph"] as const;

/** What a person said of a model. Of a bundle only the direction is asked, and it must be the manifest's. */
export function readAnswers(seen: ModelSuggestion, form: Pick<FormData, "get">): Answers {
  const text = (name: string): string => {
    const value = form.get(name);
    return typeof value === "string" ? value.trim() : "";
  };
  const direction = ScoreDirection.safeParse(text("direction"));
  if (!direction.success) return { ok: false, problem: "Say which scores are strange; a wrong end ranks everything upside down." };
  const allowControlFlow = text("control-flow") === "on";
  if (seen.declared !== null) return { ok: true, answers: { direction: direction.data, allowControlFlow } };
  const reduce = Reducer.safeParse(text("reduce"));
  const column = text("column") === "" ? undefined : Number(text("column"));
  if (text("name") === "") return { ok: false, problem: "Give the model a name." };
  if (column !== undefined && (!Number.isInteger(column) || column < 0))
    return { ok: false, problem: "A column is a whole number, 0 or more." };
  if (reduce.data === "column" && column === undefined) return { ok: false, problem: "Say which column of the output is the score." };
  return {
    ok: true,
    answers: {
      name: text("name"),
      score: text("score"),
      direction: direction.data,
      reduce: reduce.data ?? "none",
      ...(reduce.data === "column" && column !== undefined ? { column } : {}),
      preprocessing: preprocessings.find((known) => known === text("preprocessing")) ?? "none",
      allowControlFlow,
    },
  };
}
