/* oxlint-disable jsx-a11y/no-noninteractive-element-to-interactive-role -- a data grid made of a table, as the ARIA practices have it */
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import type { EvidenceRow } from "../../../shared/contract/triage.ts";
import { useTime } from "../../state/use-format.ts";
import styles from "./Evidence.module.css";
import { leaveRows, markRow, showRows, standOn, useEvidenceMarks } from "./copy/evidence-marks.ts";
import { columnTitle, isNumber } from "./evidence-columns.ts";
import { EvidenceLine } from "./EvidenceLine.tsx";

interface GridProps {
  readonly columns: readonly string[];
  readonly rows: readonly EvidenceRow[];
  readonly offset: number;
  readonly total: number;
  readonly opened: string | undefined;
  readonly onOpen: (eventId: string) => void;
}

/** Rows that made the case. Arrows move, X marks for copying, Enter opens the original record below without leaving the place. */
export function EvidenceGrid({ rows, columns, offset, total, opened, onOpen }: GridProps) {
  const time = useTime();
  const [at, setAt] = useState(0);
  const body = useRef<HTMLTableSectionElement>(null);
  const current = Math.min(at, rows.length - 1);
  const marked = useEvidenceMarks((s) => s.marked);
  useEffect(() => {
    showRows(rows);
    return leaveRows;
  }, [rows]);
  const numbers = columns.filter((name) => rows.every((row) => isNumber(row.columns[name])));
  const numeric = new Set(["record", ...numbers.map(columnTitle)]);
  const move = (event: KeyboardEvent): void => {
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10, Home: -rows.length, End: rows.length };
    const step = steps[event.key];
    const row = rows[current];
    if (event.key === "Enter" && row !== undefined) onOpen(row.ref.eventId);
    else if (event.key === "x" && row !== undefined && !event.ctrlKey && !event.metaKey) markRow(row.ref.eventId);
    else if (step !== undefined) {
      const next = Math.min(rows.length - 1, Math.max(0, current + step));
      setAt(next);
      standOn(rows[next]);
      body.current?.querySelectorAll<HTMLElement>("tr")[next]?.focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className={styles["scroll"]} data-keep-scroll="evidence">
      <table
        className={styles["grid"]}
        role="grid"
        aria-multiselectable="true"
        aria-label="Evidence"
        aria-rowcount={total + 1}
        onKeyDown={move}
      >
        <thead>
          <tr aria-rowindex={1}>
            {["time", "class", ...columns.map(columnTitle), "file", "record"].map((title) => (
              <th key={title} scope="col" className={numeric.has(title) ? styles["number"] : undefined}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody ref={body}>
          {rows.map((row, i) => (
            <EvidenceLine
              key={row.ref.eventId}
              row={row}
              columns={columns}
              time={time}
              rowIndex={offset + i + 2}
              isCurrent={i === current}
              isOpen={opened === row.ref.eventId}
              isMarked={marked.has(row.ref.eventId)}
              onOpen={() => {
                setAt(i);
                standOn(row);
                onOpen(row.ref.eventId);
              }}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}
