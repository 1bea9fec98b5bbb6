import { useRef, useState } from "react";
import { InventoryKind } from "../../../../shared/contract/inventories.ts";
import { useClient } from "../../../state/client-context.ts";
import { hasFileDialog } from "../../../state/host.ts";
import { showFailure } from "../../../state/messages.ts";
import { useRequest } from "../../../state/requests.ts";
import { Button } from "../../../ui/Button.tsx";
import { Choice } from "../../../ui/Choice.tsx";
import { FilePicker } from "../../../ui/FilePicker.tsx";
import { Failure } from "../../../ui/States.tsx";
import { TextField } from "../../../ui/TextField.tsx";
import data from "../Data.module.css";
import styles from "./Inventories.module.css";
import { kindNames } from "./inventory-words.ts";
import { Previews } from "./Previews.tsx";
import { type ImportChoice, useInventoryImport } from "./use-inventory-import.ts";

const kinds = [
  { value: "auto" as const, label: "what the file shows" },
  ...InventoryKind.options.map((value) => ({ value, label: kindNames[value] })),
];

/** Choosing files shows what they would become; nothing is kept before the analyst says so. */
export function ImportInventory() {
  const client = useClient();
  const { data: info } = useRequest("workspace.info", {});
  const { state, dismiss, inspect, inspectFiles, importAll } = useInventoryImport();
  const [choice, setChoice] = useState<ImportChoice>({ kind: "auto", source: "", clock: "" });
  const picker = useRef<HTMLInputElement>(null);
  const choose = (): void => {
    if (!hasFileDialog()) return picker.current?.click();
    client
      .call("files.choose", {})
      .then(({ grants }) =>
        grants.length === 0
          ? undefined
          : inspect(
              grants.map((one) => one.grant),
              choice,
            ),
      )
      .catch((error: unknown) => showFailure("No file was chosen", error));
  };
  const change = (next: ImportChoice): void => {
    setChoice(next);
    if (state.step === "preview" && next.kind !== choice.kind) void inspect(state.grants, next);
  };
  return (
    <section className={styles["import"]} aria-label="Import inventories">
      <p className={styles["quiet"]}>
        Exports of directories, CMDBs, DHCP servers and identity providers; lists of zones, criticality, changes and scanners.
      </p>
      <div className={data["import-line"]}>
        <Choice label="Kind" value={choice.kind} options={kinds} onChange={(kind) => change({ ...choice, kind })} />
        <TextField
          label="Source"
          placeholder="from the file’s name"
          value={choice.source}
          onChange={(event) => change({ ...choice, source: event.target.value })}
        />
        <TextField
          label="Clock"
          placeholder="utc, offset:+01:00"
          value={choice.clock}
          onChange={(event) => change({ ...choice, clock: event.target.value })}
        />
        <Button tone="primary" disabled={state.step === "busy" || info?.readOnly !== false} onClick={choose}>
          Choose files…
        </Button>
      </div>
      <FilePicker ref={picker} label="Inventory files" onFiles={(files) => void inspectFiles(files, choice)} />
      {state.step === "busy" ? <output className={styles["quiet"]}>{state.what}…</output> : null}
      {state.step === "failed" ? <Failure title="The files could not be imported" error={state.error} onRetry={dismiss} /> : null}
      {state.step === "preview" ? (
        <Previews
          previews={state.previews}
          onImport={() => void importAll(state.grants, choice)}
          onLookAgain={() => void inspect(state.grants, choice)}
          onCancel={dismiss}
        />
      ) : null}
    </section>
  );
}
