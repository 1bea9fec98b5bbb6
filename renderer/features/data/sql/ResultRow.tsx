/* oxlint-disable jsx-a11y/prefer-tag-over-role -- table elements lose their meaning when they are laid out as a virtual grid */
import clsx from "clsx";
import type { CSSProperties } from "react";
import type { SqlColumn, SqlResult } from "../../../../shared/contract/sql.ts";
import { toSafeText } from "../../../ui/format/text.ts";
import { Safe } from "../../../ui/Safe.tsx";
import { isNumeric } from "./result-cells.ts";
import styles from "./Result.module.css";
import type { Cell } from "./use-grid-cursor.ts";

/** Longer texts are shown whole below the grid. */
const shownCharacters = 300;

export const cellId = ({ row, column }: Cell): string => `sql-cell-${row}-${column}`;

function Value({ text }: { readonly text: string | null }) {
  if (text === null) return <i className={styles["null"]}>NULL</i>;
  if (text === "") return <i className={styles["null"]}>empty text</i>;
  return <Safe text={(text.length > shownCharacters ? `${text.slice(0, shownCharacters)}…` : text).replace(/\s*\n\s*/g, " ⏎ ")} />;
}

interface ResultRowProps {
  readonly columns: readonly SqlColumn[];
  readonly values: SqlResult["rows"][number];
  readonly index: number;
  /** The column under the cursor, when the row is. */
  readonly selected: number | undefined;
  readonly style: CSSProperties;
  readonly onPick: (column: number) => void;
  readonly onOpen: () => void;
}

export function ResultRow({ columns, values, index, selected, style, onPick, onOpen }: ResultRowProps) {
  return (
    <div role="row" aria-rowindex={index + 2} className={clsx(styles["row"], selected !== undefined && styles["current"])} style={style}>
      <span role="rowheader" aria-colindex={1} className={styles["number"]}>
        {index + 1}
      </span>
      {columns.map((column, i) => {
        const text = values[i] ?? null;
        return (
          // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus -- the grid has the focus and the keys
          <span
            key={`${column.name} ${String(i)}`}
            id={cellId({ row: index, column: i })}
            role="gridcell"
            aria-colindex={i + 2}
            aria-selected={i === selected}
            className={clsx(styles["cell"], isNumeric(column) && styles["numeric"])}
            title={text !== null && text.length > 40 ? toSafeText(text.slice(0, 600)) : undefined}
            onClick={() => onPick(i)}
            onDoubleClick={onOpen}
          >
            <Value text={text} />
          </span>
        );
      })}
    </div>
  );
}
