import { CancelledError } from "../../../shared/contract/errors.ts";
import type { ModelVersion } from "../../../shared/contract/models.ts";
import { useClient } from "../../state/client-context.ts";
import { showFailure, showToast } from "../../state/messages.ts";
import { shortId } from "../../ui/format/text.ts";

/** The evaluation outlives the screen that began it; its progress stands in the status bar. */
export function useEvaluate(): (version: Pick<ModelVersion, "model" | "id">) => void {
  const client = useClient();
  return ({ model, id }) => {
    client
      .call("models.evaluate", { model, version: id })
      .then(({ report }) => {
        const passed = report.gate.filter(({ state }) => state === "pass").length;
        showToast({ tone: "info", text: `${model} ${shortId(id)} is evaluated: ${passed} of ${report.gate.length} lines pass` });
      })
      .catch((error: unknown) => {
        if (!(error instanceof CancelledError)) showFailure(`${model} was not evaluated`, error);
      });
  };
}
