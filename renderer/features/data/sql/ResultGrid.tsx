/* oxlint-disable jsx-a11y/prefer-tag-over-role -- table elements lose their meaning when they are laid out as a virtual grid */
import { useVirtualizer } from "@tanstack/react-virtual";
import { type RefObject, useRef } from "react";
import type { SqlResult } from "../../../../shared/contract/sql.ts";
import { ColumnHead } from "./ColumnHead.tsx";
import styles from "./Result.module.css";
import { cellId, ResultRow } from "./ResultRow.tsx";
import { type Cell, useGridCursor } from "./use-grid-cursor.ts";

interface ResultGridProps {
  readonly result: SqlResult;
  readonly widths: readonly number[];
  readonly onWidth: (column: number, width: number) => void;
  readonly onMove: (cell: Cell) => void;
  readonly onOpen: (row: number) => void;
  readonly onCopy: (cell: Cell, whole: boolean) => void;
}

const rowHeight = 26;
/** Brings the column in sight beside the row numbers; rows are the virtualizer's. */
function scrollToColumn(scroller: RefObject<HTMLDivElement | null>, widths: readonly number[], column: number): void {
  const element = scroller.current;
  if (element === null) return;
  const left = widths.slice(0, column).reduce((sum, width) => sum + width, 0);
  const right = left + (widths[column] ?? 0);
  const room = element.clientWidth - numberWidth;
  if (left < element.scrollLeft) element.scrollLeft = left;
  else if (right > element.scrollLeft + room) element.scrollLeft = right - room;
}

const numberWidth = 56;

/** A result of any height: only what is in sight is in the page. Arrows move, Enter opens the event, Ctrl+C copies. */
export function ResultGrid({ result, widths, onWidth, onMove, onOpen, onCopy }: ResultGridProps) {
  const { columns, rows } = result;
  const scroller = useRef<HTMLDivElement>(null);
  // oxlint-disable-next-line react/incompatible-library -- nothing memoized gets its functions
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    scrollPaddingStart: rowHeight + 10,
    useFlushSync: false,
  });
  const { cursor, moveTo, onKeyDown } = useGridCursor({
    size: { row: rows.length, column: columns.length },
    onMove: (cell) => {
      virtual.scrollToIndex(cell.row);
      scrollToColumn(scroller, widths, cell.column);
      onMove(cell);
    },
    onOpen,
    onCopy,
    onResize: (column, by) => onWidth(column, (widths[column] ?? 0) + by),
  });
  const template = { gridTemplateColumns: `${numberWidth}px ${widths.map((width) => `${width}px`).join(" ")}` };
  return (
    <div
      ref={scroller}
      className={styles["grid"]}
      role="grid"
      tabIndex={0}
      aria-label="Result"
      aria-rowcount={rows.length + 1}
      aria-colcount={columns.length + 1}
      aria-activedescendant={rows.length === 0 ? undefined : cellId(cursor)}
      onKeyDown={onKeyDown}
    >
      <div className={styles["head"]} role="row" aria-rowindex={1} style={template}>
        <span role="columnheader" aria-colindex={1} className={styles["number"]}>
          <span className="visually-hidden">Row</span>
        </span>
        {columns.map((column, i) => (
          <ColumnHead
            key={`${column.name} ${String(i)}`}
            column={column}
            index={i + 2}
            width={widths[i] ?? 0}
            onWidth={(width) => onWidth(i, width)}
          />
        ))}
      </div>
      <div role="rowgroup" className={styles["body"]} style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start }) => (
          <ResultRow
            key={index}
            columns={columns}
            values={rows[index] ?? []}
            index={index}
            selected={index === cursor.row ? cursor.column : undefined}
            style={{ ...template, transform: `translateY(${start}px)` }}
            onPick={(column) => moveTo({ row: index, column })}
            onOpen={() => onOpen(index)}
          />
        ))}
      </div>
    </div>
  );
}
