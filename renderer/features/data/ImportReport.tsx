import type { ImportedFile, ImportResult } from "../../../shared/contract/telemetry.ts";
import { Button } from "../../ui/Button.tsx";
import { formatCount, plural } from "../../ui/format/number.ts";
import { shortId } from "../../ui/format/text.ts";
import { Safe } from "../../ui/Safe.tsx";
import { Failure } from "../../ui/States.tsx";
import { Tag } from "../../ui/Tag.tsx";
import styles from "./Data.module.css";
import { fileRemarks } from "./file-remarks.ts";
import { clearImport, useImportState } from "./import-store.ts";

export function FileTable({ files }: { readonly files: readonly ImportedFile[] }) {
  return (
    <table className={styles["table"]}>
      <thead>
        <tr>
          {["File", "Read as", "Records", "Events", "Rejected", "Remarks"].map((title) => (
            <th key={title} scope="col">
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {files.map((file) => (
          <tr key={file.name + file.sha256}>
            <th scope="row">
              <Safe text={file.name} />
            </th>
            <td title={file.formatReason}>
              {file.format} {file.logType ?? ""}
            </td>
            <td>{formatCount(file.records)}</td>
            <td>{formatCount(file.mapped)}</td>
            <td>{file.rejected === 0 ? "0" : <Tag tone="warn">{formatCount(file.rejected)}</Tag>}</td>
            <td>
              {file.error === undefined ? null : <Tag tone="bad">not read</Tag>} <Safe text={fileRemarks(file)} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Result({ result }: { readonly result: ImportResult }) {
  return (
    <div className={styles["report"]}>
      <p>
        <b>
          {result.duplicate
            ? "These files were here already; no second copy was made."
            : `${formatCount(result.mapped)} events from ${plural(result.files.length, "file")}.`}
        </b>{" "}
        {plural(result.records, "record")}, {formatCount(result.unmapped)} of kinds not kept, {formatCount(result.rejected)} rejected.
        Snapshot <code>{shortId(result.snapshotId)}</code>, dataset v{result.datasetVersion.number}.
        <Button size="small" tone="quiet" onClick={clearImport}>
          Close
        </Button>
      </p>
      <FileTable files={result.files} />
    </div>
  );
}

export function ImportReport() {
  const { state } = useImportState();
  if (state.step === "failed") return <Failure title="The import failed; nothing was kept of it" error={state.error} />;
  return state.step === "done" ? <Result result={state.result} /> : null;
}
