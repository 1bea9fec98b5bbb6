import type { ImportedFile } from "../../../../shared/contract/telemetry.ts";
import { Button } from "../../../ui/Button.tsx";
import { formatCount } from "../../../ui/format/number.ts";
import { Safe } from "../../../ui/Safe.tsx";
import { Tag } from "../../../ui/Tag.tsx";
import dataStyles from "../Data.module.css";
import { fileRemarks } from "../file-remarks.ts";
import styles from "./Wizard.module.css";

const shownFiles = 200;
const isTable = ({ format }: ImportedFile): boolean => format === "csv" || format === "parquet";
const unmappedOf = ({ unmapped }: ImportedFile): number => Object.values(unmapped).reduce((a, b) => a + b, 0);

interface ReadFilesProps {
  readonly files: readonly ImportedFile[];
  /** Where tables can still be mapped. */
  readonly onMapping?: (file: string) => void;
}

/** File by file: what it is and why it is taken for that, and what would become of its records. */
export function ReadFiles({ files, onMapping }: ReadFilesProps) {
  return (
    <div className={styles["files"]}>
      <table className={dataStyles["table"]}>
        <thead>
          <tr>
            {["File", "Read as, and why", "Records", "Events", "Not kept", "Rejected", "Remarks"].map((title) => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {files.slice(0, shownFiles).map((file) => (
            <tr key={file.name + file.sha256}>
              <th scope="row">
                <Safe text={file.name} />
              </th>
              <td>
                {[file.format, file.logType].filter(Boolean).join(" ")}
                <span className={styles["why"]}>
                  <Safe text={file.formatReason} />
                </span>
              </td>
              <td>{formatCount(file.records)}</td>
              <td>{formatCount(file.mapped)}</td>
              <td>{formatCount(unmappedOf(file))}</td>
              <td>{file.rejected === 0 ? "0" : <Tag tone="warn">{formatCount(file.rejected)}</Tag>}</td>
              <td>
                {file.error === undefined ? null : <Tag tone="bad">not read</Tag>} <Safe text={fileRemarks(file)} />
                {onMapping !== undefined && isTable(file) ? (
                  <Button size="small" className={styles["map"]} onClick={() => onMapping(file.name)}>
                    {file.error === undefined ? "Change its mapping…" : "Build a mapping…"}
                  </Button>
                ) : null}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {files.length > shownFiles ? <p className={styles["quiet"]}>and {formatCount(files.length - shownFiles)} more files</p> : null}
    </div>
  );
}
