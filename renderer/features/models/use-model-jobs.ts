import type { Input } from "../../../shared/contract/requests.ts";
import { CancelledError } from "../../../shared/contract/errors.ts";
import { useClient } from "../../state/client-context.ts";
import { announce, showFailure, showToast } from "../../state/messages.ts";
import { formatCount } from "../../ui/format/number.ts";
import { shortId } from "../../ui/format/text.ts";

const finish = (what: string, text: string): void => {
  announce(`${what}: ${text}`);
  showToast({ tone: "info", text });
};

function report(what: string, error: unknown): void {
  if (!(error instanceof CancelledError)) showFailure(what, error);
}

/** Jobs outlive the screen that began them; their progress stands in the status bar. */
export function useTrain(): (input: Input<"models.train">) => void {
  const client = useClient();
  return (input) => {
    client
      .call("models.train", input)
      .then((version) => finish("Training", `${version.model} ${shortId(version.id)} is trained on ${formatCount(version.trainRows)} rows`))
      .catch((error: unknown) => report(`${input.model} was not trained`, error));
  };
}

export function useScore(): (model: string) => void {
  const client = useClient();
  return (model) => {
    client
      .call("scoring.run", { models: [model], version: "candidate" })
      .then(({ runs }) => {
        const surfaced = runs.reduce((n, run) => n + run.surfaced, 0);
        finish("Scoring", `${model} surfaced ${formatCount(surfaced)} cases`);
      })
      .catch((error: unknown) => report(`${model} did not score`, error));
  };
}
