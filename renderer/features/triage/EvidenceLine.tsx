import clsx from "clsx";
import type { EvidenceRow } from "../../../shared/contract/triage.ts";
import type { TimeFormat } from "../../state/use-format.ts";
import { ellipsizeMiddle } from "../../ui/format/text.ts";
import { Safe } from "../../ui/Safe.tsx";
import styles from "./Evidence.module.css";
import { type Cell, isNumber } from "./evidence-columns.ts";

interface EvidenceLineProps {
  readonly row: EvidenceRow;
  readonly columns: readonly string[];
  readonly time: TimeFormat;
  readonly rowIndex: number;
  readonly isCurrent: boolean;
  readonly isOpen: boolean;
  readonly isMarked: boolean;
  readonly onOpen: () => void;
}

const longestCell = 64;

function Absent({ word, sign }: { readonly word: string; readonly sign: string }) {
  return (
    <span className={styles["absent"]}>
      <span aria-hidden="true">{sign}</span>
      <span className="visually-hidden">{word}</span>
    </span>
  );
}

/** A value, with absence told apart from emptiness. */
function CellText({ cell }: { readonly cell: Cell | undefined }) {
  if (cell === null || cell === undefined) return <Absent word="null" sign="–" />;
  if (cell === "") return <Absent word="empty" sign="“”" />;
  return <Safe text={ellipsizeMiddle(String(cell), longestCell)} />;
}

export function EvidenceLine({ row, columns, time, rowIndex, isCurrent, isOpen, isMarked, onOpen }: EvidenceLineProps) {
  const { ref } = row;
  const file = ref.file.split("/").at(-1) ?? ref.file;
  return (
    <tr
      className={clsx(isOpen && styles["open"], isMarked && styles["marked"])}
      aria-rowindex={rowIndex}
      aria-selected={isMarked}
      data-open={isOpen}
      tabIndex={isCurrent ? 0 : -1}
      onClick={onOpen}
    >
      <td className="mono" title={time.iso(ref.time)}>
        {isMarked ? (
          <span className={styles["mark"]} aria-hidden="true">
            ✓
          </span>
        ) : null}
        {time.time(ref.time, "seconds")}
      </td>
      <td className={styles["class"]}>{ref.class.replaceAll("_", " ")}</td>
      {columns.map((name) => (
        <td
          key={name}

          className={clsx("mono", isNumber(row.columns[name]) && styles["number"])}
          title={String(row.columns[name] ?? "null")}
        >
          <CellText cell={row.columns[name]} />
        </td>
      ))}
      <td title={ref.file}>
        <Safe text={file} />
      </td>
      <td className={styles["number"]}>{ref.record}</td>
    </tr>
  );
}
