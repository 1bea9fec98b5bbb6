import type { MergePreview } from "../../../shared/contract/merge.ts";
import type { Output } from "../../../shared/contract/requests.ts";
import { useClient } from "../../state/client-context.ts";
import { announce } from "../../state/messages.ts";
import { useHandover } from "../../state/use-handover.ts";
import { plural } from "../../ui/format/number.ts";

/** Another copy is merged only after a person has seen what it would bring. The shell's own dialog grants the files beside its database too. */
export function useMerge() {
  const client = useClient();
  const { state, lookAt, choose, complete } = useHandover<MergePreview, Output<"merge.apply">>({
    what: "Looking through the other copy",
    look: ([grant], signal) => client.call("merge.preview", { grant }, signal),
  });
  const merge = (preview: MergePreview): Promise<void> =>
    complete("Merging", preview, async ([grant], signal) => {
      const merged = await client.call("merge.apply", { grant }, signal);
      announce(`Merged: ${plural(merged.decisions, "decision")} came here.`);
      return merged;
    });
  return { state, lookAt, choose, merge };
}
