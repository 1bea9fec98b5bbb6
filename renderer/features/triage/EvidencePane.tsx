/* oxlint-disable jsx-a11y/no-noninteractive-element-to-interactive-role -- a data grid made of a table, as the ARIA practices have it */
import { type KeyboardEvent, useRef, useState } from "react";
import type { EvidenceRow } from "../../../shared/contract/triage.ts";
import { useRequest } from "../../state/requests.ts";
import { useTime } from "../../state/use-format.ts";
import { Button } from "../../ui/Button.tsx";
import { formatCount } from "../../ui/format/number.ts";
import { Safe } from "../../ui/Safe.tsx";
import { Empty, Failure, Skeleton } from "../../ui/States.tsx";
import styles from "./Evidence.module.css";
import { columnTitle, type EvidenceColumns, evidenceColumns } from "./evidence-columns.ts";
import { EvidenceLine } from "./EvidenceLine.tsx";
import { RecordView } from "./RecordView.tsx";

const limit = 200;

interface GridProps {
  readonly columns: readonly string[];
  readonly rows: readonly EvidenceRow[];
  readonly offset: number;
  readonly total: number;
  readonly opened: string | undefined;
  readonly onOpen: (eventId: string) => void;
}

/** Rows that made the case. Arrows move, Enter opens the original record below without leaving the place. */
function EvidenceGrid({ rows, columns, offset, total, opened, onOpen }: GridProps) {
  const time = useTime();
  const [at, setAt] = useState(0);
  const body = useRef<HTMLTableSectionElement>(null);
  const current = Math.min(at, rows.length - 1);
  const move = (event: KeyboardEvent): void => {
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10, Home: -rows.length, End: rows.length };
    const step = steps[event.key];
    const row = rows[current];
    if (event.key === "Enter" && row !== undefined) onOpen(row.ref.eventId);
    else if (step !== undefined) {
      const next = Math.min(rows.length - 1, Math.max(0, current + step));
      setAt(next);
      body.current?.querySelectorAll<HTMLElement>("tr")[next]?.focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className={styles["scroll"]}>
      <table className={styles["grid"]} role="grid" aria-label="Evidence" aria-rowcount={total + 1} onKeyDown={move}>
        <thead>
          <tr aria-rowindex={1}>
            {["time", "class", ...columns.map(columnTitle), "file", "record"].map((title) => (
              <th key={title} scope="col">
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
              onOpen={() => {
                setAt(i);
                onOpen(row.ref.eventId);
              }}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** What all rows share, said once. */
function SameInAll({ constant }: Pick<EvidenceColumns, "constant">) {
  if (constant.length === 0) return null;
  return (
    <details className={styles["same"]}>
      <summary>
        In every row:{" "}
        {constant.map(({ name, cell }) => (
          <span key={name}>
            <i>{columnTitle(name)}</i> <Safe text={String(cell)} />
          </span>
        ))}
      </summary>
    </details>
  );
}

export function EvidencePane({ anomalyId }: { readonly anomalyId: string }) {
  const [place, setPlace] = useState({ anomalyId, offset: 0, opened: undefined as string | undefined });
  const { offset, opened } = place.anomalyId === anomalyId ? place : { offset: 0, opened: undefined };
  const { data, error, refetch } = useRequest("triage.evidence", { anomalyId, limit, offset });
  if (error !== null) return <Failure title="The evidence could not be read" error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Skeleton lines={8} label="Reading the evidence" />;
  if (data.rows.length === 0) return <Empty title="No evidence rows">The model’s evidence query gave no events for this case.</Empty>;
  const { varying, constant } = evidenceColumns(data.rows);
  const go = (to: number): void => setPlace({ anomalyId, offset: to, opened: undefined });
  return (
    <div className={styles["pane"]}>
      <SameInAll constant={constant} />
      <EvidenceGrid
        columns={varying}
        key={`${anomalyId} ${offset}`}
        rows={data.rows}
        offset={offset}
        total={data.total}
        opened={opened}
        onOpen={(eventId) => setPlace({ anomalyId, offset, opened: eventId })}
      />
      {data.total <= limit ? null : (
        <div className={styles["pager"]}>
          <Button size="small" disabled={offset === 0} onClick={() => go(Math.max(0, offset - limit))}>
            Earlier
          </Button>
          <span>
            {formatCount(offset + 1)}–{formatCount(offset + data.rows.length)} of {formatCount(data.total)}
          </span>
          <Button size="small" disabled={offset + limit >= data.total} onClick={() => go(offset + limit)}>
            Later
          </Button>
        </div>
      )}
      {opened === undefined ? null : <RecordView eventId={opened} onClose={() => setPlace({ anomalyId, offset, opened: undefined })} />}
    </div>
  );
}
