import { useState } from "react";
import type { InventoryKind, InventoryPreview } from "../../../../shared/contract/inventories.ts";
import { useClient } from "../../../state/client-context.ts";
import { announce } from "../../../state/messages.ts";
import { formatCount, plural } from "../../../ui/format/number.ts";
import { type NamedBlob, uploadFiles } from "../../../state/upload.ts";

export interface ImportChoice {
  readonly kind: InventoryKind | "auto";
  readonly source: string;
  readonly clock: string;
}

type State =
  | { readonly step: "idle" }
  | { readonly step: "busy"; readonly what: string }
  | { readonly step: "preview"; readonly grants: readonly string[]; readonly previews: readonly InventoryPreview[] }
  | { readonly step: "failed"; readonly error: Error };

const inputOf = (grants: readonly string[], { kind, source, clock }: ImportChoice) => ({
  grants: [...grants],
  kind,
  ...(source.trim() === "" ? {} : { source }),
  ...(clock.trim() === "" ? {} : { clock: clock.trim() }),
});

/** Files are handed over, looked into, shown, and only then imported. */
export function useInventoryImport() {
  const client = useClient();
  const [state, setState] = useState<State>({ step: "idle" });
  const run = async (what: string, task: () => Promise<State>): Promise<void> => {
    setState({ step: "busy", what });
    try {
      setState(await task());
    } catch (error) {
      setState({ step: "failed", error: error instanceof Error ? error : new Error(String(error)) });
    }
  };
  const look = async (grants: readonly string[], choice: ImportChoice): Promise<State> => ({
    step: "preview",
    grants,
    previews: await client.call("inventory.inspect", inputOf(grants, choice)),
  });
  return {
    state,
    dismiss: () => setState({ step: "idle" }),
    inspectFiles: (files: readonly NamedBlob[], choice: ImportChoice) =>
      run("Handing the files over", async () =>
        look(await uploadFiles(client, files, () => undefined, new AbortController().signal), choice),
      ),
    inspect: (grants: readonly string[], choice: ImportChoice) => run("Looking into the files", () => look(grants, choice)),
    importAll: (grants: readonly string[], choice: ImportChoice) =>
      run("Importing", async () => {
        const kept = await client.call("inventory.import", inputOf(grants, choice));
        announce(
          `Imported ${plural(kept.length, "inventory", "inventories")} with ${formatCount(kept.reduce((sum, one) => sum + one.rows, 0))} rows.`,
        );
        return { step: "idle" };
      }),
  };
}
