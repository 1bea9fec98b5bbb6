import { useState } from "react";
import { useClient } from "../../../state/client-context.ts";
import { TextField } from "../../../ui/TextField.tsx";
import { changeChoice } from "../import-store.ts";
import styles from "./Wizard.module.css";

/** The clock rule as text, for what no proposal names. It counts when the field is left, or at Enter. */
export function ClockField({ clock }: { readonly clock: string }) {
  const client = useClient();
  const [text, setText] = useState<string>();
  const apply = (): void => {
    setText(undefined);
    const rule = text?.trim() === "" ? "declared" : text?.trim();
    if (rule !== undefined && rule !== clock) changeChoice(client, { clock: rule });
  };
  return (
    <TextField
      label="Clock"
      className={styles["clock"] ?? ""}
      title="declared, utc, offset:+HH:MM, start:<ISO time>, epoch:s|ms|us|ns or sysmon-utctime"
      value={text ?? clock}
      onChange={(event) => setText(event.target.value)}
      onBlur={apply}
      onKeyDown={(event) => {
        if (event.key !== "Enter" || text === undefined) return;
        event.preventDefault();
        apply();
      }}
    />
  );
}
