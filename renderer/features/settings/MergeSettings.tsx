import { useState } from "react";
import { useRequest } from "../../state/requests.ts";
import { Button } from "../../ui/Button.tsx";
import { MergeDialog } from "./MergeDialog.tsx";
import styles from "./Settings.module.css";

/** Several analysts, each with a copy of the workspace, and one log of decisions in the end. */
export function MergeSettings() {
  const { data: info } = useRequest("workspace.info", {});
  const [isOpen, setIsOpen] = useState(false);
  return (
    <section aria-labelledby="copies">
      <h2 id="copies">Copies of this workspace</h2>
      <p className={styles["quiet"]}>
        Analysts may go on deciding in a copy of the workspace’s folder. Merged, both copies say the same, whichever is merged into which:
        no decision is lost, and verdicts that differ wait to be settled.
      </p>
      <div className={styles["line"]}>
        <Button disabled={info?.readOnly ?? true} onClick={() => setIsOpen(true)}>
          Merge another copy…
        </Button>
      </div>
      {isOpen ? <MergeDialog onClose={() => setIsOpen(false)} /> : null}
    </section>
  );
}
