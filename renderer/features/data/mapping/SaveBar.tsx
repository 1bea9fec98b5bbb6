import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { type MappingFile, MappingName } from "../../../../shared/contract/mappings.ts";
import { RecordButton } from "../../../state/RecordButton.tsx";
import { useClient } from "../../../state/client-context.ts";
import { announce, showFailure } from "../../../state/messages.ts";
import { outdate } from "../../../state/requests.ts";
import { Button } from "../../../ui/Button.tsx";
import { TextField } from "../../../ui/TextField.tsx";
import { changeChoice } from "../import-store.ts";
import styles from "./Mapping.module.css";
import { nameFor } from "./mapping-draft.ts";

/** Keeps the mapping as the next version of its name and goes back to the import with it. */
export function SaveBar({ file, mapping }: { readonly file: string; readonly mapping: MappingFile | string }) {
  const client = useClient();
  const queries = useQueryClient();
  const [name, setName] = useState(() => nameFor(file));
  const isReady = typeof mapping !== "string";
  const problem = MappingName.safeParse(name).success ? undefined : "small letters, digits, dots and dashes";
  const text = isReady ? JSON.stringify(mapping, undefined, 2) : "";
  const save = (): void => {
    client
      .call("mappings.save", { name, mapping: text })
      .then(async (saved) => {
        await outdate(queries, "mappings.list");
        announce(`Kept as ${saved.name}, version ${String(saved.version)}`);
        changeChoice(client, { mapping: { title: `${saved.name}@${String(saved.version)}`, text } });
      })
      .catch((error: unknown) => showFailure("The mapping was not kept", error));
  };
  const copy = (): void => {
    navigator.clipboard.writeText(text).then(
      () => announce("Mapping copied as JSON"),
      (error: unknown) => showFailure("The mapping was not copied", error),
    );
  };
  return (
    <form
      className={styles["save"]}
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <TextField label="Keep as" value={name} maxLength={60} problem={problem} onChange={(event) => setName(event.target.value)} />
      <RecordButton type="submit" tone="primary" disabled={!isReady || problem !== undefined}>
        Keep and use
      </RecordButton>
      <Button disabled={!isReady} onClick={() => changeChoice(client, { mapping: { title: `${name} (not kept)`, text } })}>
        Use once
      </Button>
      <Button tone="quiet" disabled={!isReady} onClick={copy}>
        Copy as JSON
      </Button>
    </form>
  );
}
