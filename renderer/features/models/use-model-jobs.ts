import type { ModelSummary } from "../../../shared/contract/models.ts";
import type { Input } from "../../../shared/contract/requests.ts";
import { CancelledError } from "../../../shared/contract/errors.ts";
import { useClient } from "../../state/client-context.ts";
import { showFailure, showToast } from "../../state/messages.ts";
import { formatCount } from "../../ui/format/number.ts";
import { shortId } from "../../ui/format/text.ts";

const finish = (text: string): void => void showToast({ tone: "info", text });

function report(what: string, error: unknown): void {
  if (!(error instanceof CancelledError)) showFailure(what, error);
}

/** Jobs outlive the screen that began them; their progress stands in the status bar. */
export function useTrain(): (input: Input<"models.train">) => void {
  const client = useClient();
  return (input) => {
    client
      .call("models.train", input)
      .then((version) => finish(`${version.model} ${shortId(version.id)} is trained on ${formatCount(version.trainRows)} rows`))
      .catch((error: unknown) => report(`${input.model} was not trained`, error));
  };
}

/** Scores with the champion, or on trial with the newest version while there is none. */
export function useScore(): (model: ModelSummary) => void {
  const client = useClient();
  return ({ name, champion }) => {
    client
      .call("scoring.run", { models: [name], version: champion === undefined ? "candidate" : "champion" })
      .then(({ runs }) => {
        const surfaced = runs.reduce((n, run) => n + run.surfaced, 0);
        finish(`${name} surfaced ${formatCount(surfaced)} cases`);
      })
      .catch((error: unknown) => report(`${name} did not score`, error));
  };
}
