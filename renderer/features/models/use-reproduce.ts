import { useState } from "react";
import type { Reproduction } from "../../../shared/contract/reproduce.ts";
import { CancelledError } from "../../../shared/contract/errors.ts";
import { useClient } from "../../state/client-context.ts";
import { showFailure } from "../../state/messages.ts";
import { shortId } from "../../ui/format/text.ts";

/** Its progress stands in the status bar; the last result stays until the next one. */
export function useReproduce(): { readonly found: Reproduction | undefined; readonly reproduce: (model: string, version: string) => void } {
  const client = useClient();
  const [found, setFound] = useState<Reproduction>();
  return {
    found,
    reproduce: (model, version) => {
      client
        .call("models.reproduce", { model, version })
        .then(setFound)
        .catch((error: unknown) => {
          if (!(error instanceof CancelledError)) showFailure(`${model} ${shortId(version)} was not made again`, error);
        });
    },
  };
}
