import { useState } from "react";
import type { SqlExport, SqlResult } from "../../../../shared/contract/sql.ts";
import { RecordButton } from "../../../state/RecordButton.tsx";
import { useClient } from "../../../state/client-context.ts";
import { useJobCancel, useRunningJobs } from "../../../state/jobs.ts";
import { CancelledError } from "../../../../shared/contract/errors.ts";
import { announce, showFailure } from "../../../state/messages.ts";
import { Button } from "../../../ui/Button.tsx";
import { formatBytes, formatCount, plural } from "../../../ui/format/number.ts";
import { Safe } from "../../../ui/Safe.tsx";
import styles from "./Result.module.css";

const formats = [
  { format: "csv", title: "CSV" },
  { format: "ndjson", title: "NDJSON" },
  { format: "parquet", title: "Parquet" },
] as const;

interface ExportLineProps {
  readonly sql: string;
  readonly datasetVersion: SqlResult["datasetVersion"];
}

/** The whole result of the statement, over the version it was read from, as a file in the workspace. */
export function ExportLine({ sql, datasetVersion }: ExportLineProps) {
  const client = useClient();
  const cancel = useJobCancel();
  const running = useRunningJobs().find((job) => job.name === "sql.export");
  const [written, setWritten] = useState<SqlExport>();
  const write = (format: SqlExport["format"]): void => {
    setWritten(undefined);
    client
      .call("sql.export", { sql, format, dataset: datasetVersion?.id })
      .then((manifest) => {
        setWritten(manifest);
        announce(`${plural(manifest.rows, "row")} written to ${manifest.file}`);
      })
      .catch((error: unknown) => (error instanceof CancelledError ? undefined : showFailure("The result was not exported", error)));
  };
  if (running !== undefined)
    return (
      <span className={styles["export"]}>
        Exporting, {plural(running.done, running.unit === "rows" ? "row" : "step")} so far
        <Button size="small" onClick={() => cancel(running.id)}>
          Cancel export
        </Button>
      </span>
    );
  return (
    <span className={styles["export"]}>
      {written === undefined ? (
        <span title="Written into the workspace’s exports folder and recorded in the decision log">Export all rows</span>
      ) : (
        <span>
          <b>{formatCount(written.rows)}</b> rows in exports/
          <code>
            <Safe text={written.file} />
          </code>
          , {formatBytes(written.bytes)}, sha256 <code title={written.sha256}>{written.sha256.slice(0, 12)}</code>
        </span>
      )}
      {formats.map(({ format, title }) => (
        <RecordButton key={format} size="small" tone="quiet" onClick={() => write(format)}>
          {title}
        </RecordButton>
      ))}
    </span>
  );
}
