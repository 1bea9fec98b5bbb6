import { useState } from "react";
import type { Inventory } from "../../../../shared/contract/inventories.ts";
import { useClient } from "../../../state/client-context.ts";
import { announce, showFailure } from "../../../state/messages.ts";
import { useRequest } from "../../../state/requests.ts";
import { Button } from "../../../ui/Button.tsx";
import { TextField } from "../../../ui/TextField.tsx";
import styles from "./Inventories.module.css";

/** The button that opened the form is gone, so the focus goes on to its field. */
const takeFocus = (field: HTMLInputElement | null): void => field?.focus();

/** Taking a version out of use, or back into it, is a person's decision with a reason; it goes into the log. */
export function RetireForm({ inventory }: { readonly inventory: Inventory }) {
  const client = useClient();
  const { data: info } = useRequest("workspace.info", {});
  const [isOpen, setOpen] = useState(false);
  const [reason, setReason] = useState("");
  const restore = inventory.state === "retired";
  const decide = (): void => {
    client
      .call("inventory.retire", { id: inventory.id, reason, restore })
      .then(() => {
        setOpen(false);
        setReason("");
        announce(restore ? "The version is in use again." : "The version is retired; nothing was deleted.");
        return undefined;
      })
      .catch((error: unknown) => showFailure(restore ? "The version was not restored" : "The version was not retired", error));
  };
  if (!isOpen)
    return (
      <Button size="small" disabled={info?.readOnly !== false} onClick={() => setOpen(true)}>
        {restore ? "Bring back into use…" : "Retire this version…"}
      </Button>
    );
  return (
    <form
      className={styles["retire"]}
      onSubmit={(event) => {
        event.preventDefault();
        if (reason.trim() !== "") decide();
      }}
    >
      <TextField label="Reason" value={reason} ref={takeFocus} onChange={(event) => setReason(event.target.value)} />
      <div className={styles["actions"]}>
        <Button type="submit" tone={restore ? "primary" : "warn"} disabled={reason.trim() === ""}>
          {restore ? "Bring back" : "Retire"}
        </Button>
        <Button tone="quiet" onClick={() => setOpen(false)}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
