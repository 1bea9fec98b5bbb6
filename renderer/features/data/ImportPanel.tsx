/* oxlint-disable jsx-a11y/no-noninteractive-element-interactions -- a drop target; the button beside it does the same by key */
import { type DragEvent, useRef, useState } from "react";
import { ImportFormat } from "../../../shared/contract/telemetry.ts";
import { hasFileDialog } from "../../state/host.ts";
import { useClient } from "../../state/client-context.ts";
import { showFailure } from "../../state/messages.ts";
import { useRequest } from "../../state/requests.ts";
import { Button } from "../../ui/Button.tsx";
import { Choice } from "../../ui/Choice.tsx";
import { TextField } from "../../ui/TextField.tsx";
import { droppedFiles } from "./dropped-files.ts";
import styles from "./Data.module.css";
import { importTelemetry, type Picked, useImportState } from "./import-store.ts";
import { ImportProgress } from "./ImportProgress.tsx";
import { ImportReport } from "./ImportReport.tsx";

const formatNames: Record<ImportFormat, string> = {
  auto: "Find out",
  zeek: "Zeek",
  windows: "Windows events (JSON)",
  cloudtrail: "CloudTrail",
  suricata: "Suricata EVE",
  ocsf: "OCSF",
  linux: "Linux: syslog, auditd, Sysmon",
  csv: "CSV with a mapping",
  iceberg: "Iceberg table (its folder)",
  parquet: "Parquet with a mapping",
};

function useMapping(): { readonly mapping: string | undefined; readonly name: string; readonly read: (file: File | undefined) => void } {
  const [chosen, setChosen] = useState<{ readonly name: string; readonly text: string }>();
  const read = (file: File | undefined): void => {
    if (file === undefined) return setChosen(undefined);
    file
      .text()
      .then((text) => setChosen({ name: file.name, text }))
      .catch((error: unknown) => showFailure("The mapping could not be read", error));
  };
  return { mapping: chosen?.text, name: chosen?.name ?? "none", read };
}

export function ImportPanel() {
  const client = useClient();
  const { state } = useImportState();
  const { data: info } = useRequest("workspace.info", {});
  const [format, setFormat] = useState<ImportFormat>("auto");
  const [isOver, setOver] = useState(false);
  const source = useRef("");
  const picker = useRef<HTMLInputElement>(null);
  const { mapping, name, read } = useMapping();
  const isBusy = state.step === "uploading" || state.step === "importing";
  const start = (picked: Picked): void =>
    void importTelemetry(client, picked, { format, source: source.current.trim(), mapping: format === "csv" ? mapping : undefined });
  const choose = (): void => {
    if (!hasFileDialog()) return picker.current?.click();
    client
      .call("files.choose", {})
      .then(({ grants }) => (grants.length === 0 ? undefined : start({ grants: grants.map((grant) => grant.grant) })))
      .catch((error: unknown) => showFailure("No file was chosen", error));
  };
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    if (isBusy) return;
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
      <div className={styles["import-line"]}>
        <Button tone="primary" disabled={isBusy || info?.readOnly === true} onClick={choose}>
          Import telemetry…
        </Button>
        <span className={styles["hint"]}>or drop files and folders here</span>
        <Choice
          label="Format"
          value={format}
          options={ImportFormat.options.map((value) => ({ value, label: formatNames[value] }))}
          onChange={setFormat}
        />
        <TextField
          label="Source"
          placeholder="e.g. zeek-core"
          maxLength={120}
          onChange={(event) => (source.current = event.target.value)}
        />
        {format === "csv" ? (
          <label className={styles["mapping"]}>
            Mapping: {name}
            <input type="file" accept=".json" className="visually-hidden" onChange={(event) => read(event.target.files?.[0])} />
          </label>
        ) : null}
      </div>
      <input
        ref={picker}
        type="file"
        multiple
        className="visually-hidden"
        tabIndex={-1}
        aria-label="Telemetry files"
        onChange={(event) => {
          const files = [...(event.target.files ?? [])].map((file) => ({ name: file.name, blob: file }));
          event.target.value = "";
          if (files.length > 0) start({ files });
        }}
      />
      <ImportProgress />
      <ImportReport />
    </section>
  );
}
