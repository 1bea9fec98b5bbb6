import { useState } from "react";
import type { ExportManifest } from "../../../shared/contract/workspace.ts";
import { RecordButton } from "../../state/RecordButton.tsx";
import { askToExport } from "../../state/export-request.ts";
import { useClient } from "../../state/client-context.ts";
import { useRunningJobs } from "../../state/jobs.ts";
import { announce, showFailure } from "../../state/messages.ts";
import { useRequest } from "../../state/requests.ts";
import { Button } from "../../ui/Button.tsx";
import { formatCount, plural } from "../../ui/format/number.ts";
import { Safe } from "../../ui/Safe.tsx";
import styles from "./Data.module.css";

const formats = [
  { format: "parquet", title: "Parquet" },
  { format: "csv", title: "CSV" },
  { format: "ndjson", title: "NDJSON" },
] as const;

function Written({ manifest }: { readonly manifest: ExportManifest }) {
  const left = manifest.excluded.filter(({ n }) => n > 0).map(({ because, n }) => `${formatCount(n)} ${because}`);
  return (
    <p className={styles["written"]}>
      <b>{plural(manifest.rows, "label")}</b> in{" "}
      <code>
        <Safe text={manifest.file} />
      </code>
      , sha256 <code title={manifest.sha256}>{manifest.sha256.slice(0, 12)}</code>.{" "}
      {left.length === 0 ? "No verdict was left out." : `Left out: ${left.join(", ")}.`} Lineage in{" "}
      <code>
        <Safe text={manifest.provenanceFile} />
      </code>
      .
    </p>
  );
}

/** Verdicts as labelled rows with features and lineage, for whatever trains elsewhere. */
export function LabelExport() {
  const client = useClient();
  const { data: info } = useRequest("workspace.info", {});
  const isBusy = useRunningJobs().some((job) => job.name === "labels.export");
  const [manifest, setManifest] = useState<ExportManifest>();
  const write = (format: (typeof formats)[number]["format"]): void => {
    client
      .call("labels.export", { format })
      .then((written) => {
        setManifest(written);
        announce(`${plural(written.rows, "label")} written to ${written.file}`);
      })
      .catch((error: unknown) => showFailure("The labels were not exported", error));
  };
  return (
    <section aria-label="Labels">
      <div className={styles["section"]}>
        <h2>Labels</h2>
        <span className={styles["import-line"]}>
          Export the verdicts as
          {formats.map(({ format, title }) => (
            <RecordButton key={format} size="small" disabled={isBusy || info === undefined} onClick={() => write(format)}>
              {title}
            </RecordButton>
          ))}
          <Button size="small" tone="quiet" onClick={() => askToExport({ kind: "everything" })}>
            Findings, incidents, layers…
          </Button>
        </span>
      </div>
      {manifest === undefined ? (
        <p className={styles["quiet"]}>
          One row per verdict that teaches, with the features the model saw; written into the workspace’s exports folder and recorded in the
          decision log.
        </p>
      ) : (
        <Written manifest={manifest} />
      )}
    </section>
  );
}
