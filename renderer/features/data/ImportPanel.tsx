/* oxlint-disable jsx-a11y/no-noninteractive-element-interactions -- a drop target; the button beside it does the same by key */
import { type DragEvent, useRef, useState } from "react";
import { useClient } from "../../state/client-context.ts";
import { hasFileDialog } from "../../state/host.ts";
import { showFailure } from "../../state/messages.ts";
import { useRequest } from "../../state/requests.ts";
import { Button } from "../../ui/Button.tsx";
import { FilePicker } from "../../ui/FilePicker.tsx";
import { droppedFiles } from "./dropped-files.ts";
import styles from "./Data.module.css";
import { type Picked, prepareImport, useImportState } from "./import-store.ts";
import { ImportProgress } from "./ImportProgress.tsx";
import { ImportReport } from "./ImportReport.tsx";
import { Review } from "./wizard/Review.tsx";

/** Choose or drop files, see what would become of them, import. */
export function ImportPanel() {
  const client = useClient();
  const { state } = useImportState();
  const { data: info } = useRequest("workspace.info", {});
  const [isOver, setOver] = useState(false);
  const picker = useRef<HTMLInputElement>(null);
  const isBusy = state.step !== "idle" && state.step !== "done";
  const start = (picked: Picked): void => {
    prepareImport(client, picked).catch((error: unknown) => showFailure("The files could not be handed over", error));
  };
  const choose = (): void => {
    if (!hasFileDialog()) return picker.current?.click();
    client
      .call("files.choose", {})
      .then(({ grants }) => (grants.length === 0 ? undefined : start({ grants })))
      .catch((error: unknown) => showFailure("No file was chosen", error));
  };
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    if (isBusy || info?.readOnly === true) return;
    droppedFiles(event.dataTransfer)
      .then((files) => (files.length === 0 ? undefined : start({ files })))
      .catch((error: unknown) => showFailure("The dropped files could not be read", error));
  };
  return (
    <section
      aria-label="Import telemetry"
      className={isOver ? styles["drop-over"] : styles["drop"]}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      {isBusy ? null : (
        <div className={styles["import-line"]}>
          <Button tone="primary" disabled={info?.readOnly === true} onClick={choose}>
            Import telemetry…
          </Button>
          <span className={styles["hint"]}>
            or drop files, folders and archives here: Zeek, Windows events, CloudTrail, Suricata, OCSF, Linux logs, CSV, Parquet
          </span>
        </div>
      )}
      <FilePicker ref={picker} label="Telemetry files" onFiles={(files) => start({ files })} />
      {state.step === "review" ? <Review review={state.review} /> : null}
      <ImportProgress />
      <ImportReport />
    </section>
  );
}
