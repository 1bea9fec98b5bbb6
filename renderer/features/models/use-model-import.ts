import type { z } from "zod";
import type { ImportedModel, ImportModelInput, ModelSuggestion } from "../../../shared/contract/foreign-models.ts";
import { useClient } from "../../state/client-context.ts";
import { announce } from "../../state/messages.ts";
import { useHandover } from "../../state/use-handover.ts";
import { shortId } from "../../ui/format/text.ts";

export type ImportAnswers = Pick<
  z.input<typeof ImportModelInput>,
  "name" | "score" | "direction" | "reduce" | "column" | "preprocessing" | "allowControlFlow"
>;

/** A model is only imported when a person has said which end of the score is strange. */
export function useModelImport(model: string) {
  const client = useClient();
  const { state, lookAt, choose, complete } = useHandover<ModelSuggestion, ImportedModel>({
    what: "Looking into the model",
    look: (grants, signal) => client.call("models.inspect", { grants: [...grants], package: model }, signal),
  });
  const take = (seen: ModelSuggestion, answers: ImportAnswers): Promise<void> =>
    complete("Importing: checking, calibrating", seen, async (grants, signal) => {
      const imported = await client.call("models.import", { grants: [...grants], package: model, ...answers }, signal);
      announce(`${model} ${shortId(imported.version.id)} is registered.`);
      return imported;
    });
  return { state, lookAt, choose, take };
}
