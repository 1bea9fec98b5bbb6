import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import type { WorkspaceInfo } from "../../shared/contract/workspace.ts";
import { commands } from "../commands/commands.ts";
import { isLookingOnly, notRecorded } from "../state/looking-only.ts";
import { announce, showToast, useMessages } from "../state/messages.ts";
import { useRequest } from "../state/requests.ts";
import { Button } from "../ui/Button.tsx";
import styles from "./Shell.module.css";

const because: Readonly<Record<NonNullable<WorkspaceInfo["readOnlyBecause"]>, string>> = {
  held: "another Quarry has this workspace open. What is decided there shows here when it is read again.",
  unwritable: "the folder of this workspace cannot be written to.",
  asked: "this workspace was opened so. Open it without --read-only to decide.",
};

/** Said each time, shown once: keys may be pressed many times over. */
function tell(): void {
  if (useMessages.getState().toasts.some(({ text }) => text === notRecorded)) announce(notRecorded);
  else showToast({ tone: "info", text: notRecorded });
}

/** Says that decisions are off, and why. Nobody tells this desk what another process does, so that it is read again when asked. */
export function ReadOnlyBanner() {
  const { data } = useRequest("workspace.info", {});
  const queries = useQueryClient();
  const isOff = isLookingOnly(data);
  useEffect(() => {
    commands.refuseToRecord(isOff ? tell : undefined);
    return () => commands.refuseToRecord(undefined);
  }, [isOff]);
  if (data?.readOnlyBecause === undefined) return null;
  return (
    <div className={styles["banner"]}>
      <output>
        <b>For looking only:</b> no verdict and no other decision is taken here, since {because[data.readOnlyBecause]}
      </output>
      <Button size="small" onClick={() => void queries.invalidateQueries()}>
        Read again
      </Button>
    </div>
  );
}
