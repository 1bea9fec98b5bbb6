import { useMemo, useState } from "react";
import type { SqlResult } from "../../../../shared/contract/sql.ts";
import { RecordView } from "../../../state/RecordView.tsx";
import { showFailure, showToast } from "../../../state/messages.ts";
import { Button } from "../../../ui/Button.tsx";
import { Scrollable } from "../../../ui/Scrollable.tsx";
import { formatCount, formatDuration } from "../../../ui/format/number.ts";
import { toSafeText } from "../../../ui/format/text.ts";
import { Safe } from "../../../ui/Safe.tsx";
import { Empty } from "../../../ui/States.tsx";
import { ExportLine } from "./ExportLine.tsx";
import { columnWidths, eventIdOf, toJsonText, toTsv } from "./result-cells.ts";
import styles from "./Result.module.css";
import { ResultGrid } from "./ResultGrid.tsx";
import type { Cell } from "./use-grid-cursor.ts";

const longest = 20_000;

function copy(what: string, text: string): void {
  navigator.clipboard
    .writeText(toSafeText(text))
    .then(() => showToast({ tone: "info", text: `${what} copied` }))
    .catch((error: unknown) => showFailure(`${what} could not be copied`, error));
}

/** How much there is, and what it was read from. */
function Facts({ result: { rows, more, elapsedMs, datasetVersion, snapshots } }: { readonly result: SqlResult }) {
  return (
    <p className={styles["facts"]}>
      <b>{more ? `First ${formatCount(rows.length)} rows` : `${formatCount(rows.length)} ${rows.length === 1 ? "row" : "rows"}`}</b>
      {more ? <span className={styles["more"]}>there are more; raise the limit, or export all</span> : null}
      <span>{formatDuration(elapsedMs / 1000)}</span>
      {datasetVersion === null ? (
        <span>no telemetry yet</span>
      ) : (
        <span title={`dataset version ${datasetVersion.id}\nsnapshots\n${snapshots.join("\n")}`}>
          dataset v{datasetVersion.number} <code>{datasetVersion.id.slice(0, 10)}</code>, {formatCount(snapshots.length)}{" "}
          {snapshots.length === 1 ? "snapshot" : "snapshots"}
        </span>
      )}
      <span>times are UTC</span>
    </p>
  );
}

/** The cell under the cursor, whole: the grid shows one line of it. */
function CellText({ name, text }: { readonly name: string; readonly text: string | null }) {
  return (
    <Scrollable className={styles["value"]} aria-label="Value of the cell">
      <span className={styles["value-name"]}>
        <Safe text={name} />
      </span>
      {text === null ? <i className={styles["null"]}>NULL</i> : <Safe text={text.slice(0, longest)} />}
      {text !== null && text.length > longest ? <i className={styles["null"]}> … {formatCount(text.length)} characters</i> : null}
    </Scrollable>
  );
}

/** What a statement gave. */
export function ResultPane({ result, sql }: { readonly result: SqlResult; readonly sql: string }) {
  const { columns, rows } = result;
  const measured = useMemo(() => columnWidths(result), [result]);
  const [changed, setChanged] = useState<Readonly<Record<number, number>>>({});
  const [at, setAt] = useState<Cell>({ row: 0, column: 0 });
  const [opened, setOpened] = useState<string>();
  const widths = measured.map((width, i) => changed[i] ?? width);
  const row = rows[at.row];
  const eventId = row === undefined ? undefined : eventIdOf(columns, row);
  const copyCell = (cell: Cell, whole: boolean): void => {
    const chosen = rows[cell.row];
    if (chosen === undefined) return;
    if (whole) copy("Row", toTsv(columns, [chosen]));
    else copy("Cell", chosen[cell.column] ?? "");
  };
  const open = (index: number): void => {
    const chosen = rows[index];
    const id = chosen === undefined ? undefined : eventIdOf(columns, chosen);
    if (id !== undefined) setOpened(id);
  };
  if (columns.length > 0 && rows.length === 0)
    return (
      <>
        <Facts result={result} />
        <Empty title="No rows">The statement ran and gave none. Its columns would be {columns.map(({ name }) => name).join(", ")}.</Empty>
      </>
    );
  return (
    <>
      <div className={styles["bar"]}>
        <Facts result={result} />
        <span className={styles["copies"]}>
          <ExportLine sql={sql} datasetVersion={result.datasetVersion} />
          <Button size="small" tone="quiet" disabled={eventId === undefined} onClick={() => open(at.row)}>
            Original record
          </Button>
          <Button size="small" tone="quiet" onClick={() => copyCell(at, true)}>
            Row as TSV
          </Button>
          <Button size="small" tone="quiet" onClick={() => copy("Row", toJsonText(columns, row === undefined ? [] : [row]))}>
            Row as JSON
          </Button>
          <Button size="small" tone="quiet" onClick={() => copy("Rows", toTsv(columns, rows))}>
            All as TSV
          </Button>
        </span>
      </div>
      <ResultGrid
        result={result}
        widths={widths}
        onWidth={(column, width) => setChanged({ ...changed, [column]: Math.min(1200, Math.max(48, Math.round(width))) })}
        onMove={setAt}
        onOpen={open}
        onCopy={copyCell}
      />
      {opened === undefined ? (
        <CellText name={columns[at.column]?.name ?? ""} text={row?.[at.column] ?? null} />
      ) : (
        <div className={styles["record"]}>
          <RecordView eventId={opened} onClose={() => setOpened(undefined)} />
        </div>
      )}
    </>
  );
}
