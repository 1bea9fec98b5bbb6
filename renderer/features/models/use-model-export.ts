import { CancelledError } from "../../../shared/contract/errors.ts";
import { useClient } from "../../state/client-context.ts";
import { showFailure, showToast } from "../../state/messages.ts";
import { plural } from "../../ui/format/number.ts";
import { shortId } from "../../ui/format/text.ts";

/** Writes a version into the workspace's exports folder, signed for by whoever the desk knows. */
export function useModelExport(): (model: string, version: string) => void {
  const client = useClient();
  return (model, version) => {
    client
      .call("models.export", { model, version })
      .then(({ folder, files }) => showToast({ tone: "info", text: `exports/${folder} is written: ${plural(files.length, "file")}` }))
      .catch((error: unknown) => {
        if (!(error instanceof CancelledError)) showFailure(`${model} ${shortId(version)} was not exported`, error);
      });
  };
}
