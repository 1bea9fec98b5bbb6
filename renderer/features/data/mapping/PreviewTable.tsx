import type { MappingPreview, PreviewRow } from "../../../../shared/contract/mappings.ts";
import { Scrollable } from "../../../ui/Scrollable.tsx";
import { formatCount, plural } from "../../../ui/format/number.ts";
import { Safe } from "../../../ui/Safe.tsx";
import { Tag } from "../../../ui/Tag.tsx";
import { useTime } from "../../../state/use-format.ts";
import styles from "./Mapping.module.css";
import type { Draft } from "./mapping-draft.ts";

interface PreviewTableProps {
  readonly draft: Draft;
  readonly preview: MappingPreview | undefined;
  readonly error: Error | null;
  /** What the mapping still lacks. */
  readonly missing: string | undefined;
}

function Cells({ row, columns }: { readonly row: PreviewRow; readonly columns: readonly string[] }) {
  const time = useTime();
  if (row.event === undefined)
    return (
      <td colSpan={columns.length + 1} className={styles["rejected"]}>
        <Tag tone="bad">rejected</Tag> <Safe text={row.rejected ?? ""} />{" "}
        <code>
          <Safe text={row.raw.slice(0, 200)} />
        </code>
      </td>
    );
  const { event, misfits } = row;
  return (
    <>
      <td>{typeof event["time"] === "number" ? time.iso(event["time"]) : ""}</td>
      {columns.map((column) => {
        const value = Object.hasOwn(event, column) ? event[column] : undefined;
        const unfit = Object.hasOwn(misfits, column) ? misfits[column] : undefined;
        return (
          <td key={column}>
            {unfit === undefined ? null : <Tag tone="warn">does not fit</Tag>} <Safe text={unfit ?? String(value ?? "")} />
          </td>
        );
      })}
    </>
  );
}

/** The first rows as the import itself makes events of them. */
export function PreviewTable({ draft, preview, error, missing }: PreviewTableProps) {
  const columns = draft.entries.map((e) => e.column);
  const problem = missing ?? preview?.error ?? error?.message;
  return (
    <Scrollable className={styles["preview"]} aria-label="First rows as events">
      <p className={styles["sums"]} aria-live="polite">
        {problem === undefined ? null : (
          <>
            <Tag tone="bad">not yet</Tag> <Safe text={problem} />
          </>
        )}
        {preview === undefined || problem !== undefined
          ? null
          : `First ${plural(preview.read, "row")}: ${plural(preview.mapped, "event")}, ${formatCount(preview.rejected)} rejected`}
      </p>
      {preview === undefined || preview.rows.length === 0 ? null : (
        <table>
          <thead>
            <tr>
              {["Line", "time", ...columns].map((title) => (
                <th key={title} scope="col">
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {preview.rows.map((row) => (
              <tr key={row.line}>
                <th scope="row">{formatCount(row.line)}</th>
                <Cells row={row} columns={columns} />
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Scrollable>
  );
}
