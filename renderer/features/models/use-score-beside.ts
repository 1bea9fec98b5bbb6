import { CancelledError } from "../../../shared/contract/errors.ts";
import type { ModelVersion } from "../../../shared/contract/models.ts";
import { useClient } from "../../state/client-context.ts";
import { showFailure, showToast } from "../../state/messages.ts";
import { formatCount } from "../../ui/format/number.ts";
import { shortId } from "../../ui/format/text.ts";

/** Scores a version beside the queue's run; its progress stands in the status bar. */
export function useScoreBeside(): (version: Pick<ModelVersion, "model" | "id">) => void {
  const client = useClient();
  return ({ model, id }) => {
    client
      .call("models.scoreBeside", { model, version: id })
      .then(({ subjects }) =>
        showToast({ tone: "info", text: `${model} ${shortId(id)} scored ${formatCount(subjects)} subjects beside the queue` }),
      )
      .catch((error: unknown) => {
        if (!(error instanceof CancelledError)) showFailure(`${model} ${shortId(id)} did not score beside the queue`, error);
      });
  };
}
