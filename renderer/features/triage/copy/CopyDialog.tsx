import { useQueries } from "@tanstack/react-query";
import { useState } from "react";
import { useClient } from "../../../state/client-context.ts";
import { announce, showFailure, showToast } from "../../../state/messages.ts";
import { request, useRequest } from "../../../state/requests.ts";
import { type TimeFormat, useTime } from "../../../state/use-format.ts";
import { Button } from "../../../ui/Button.tsx";
import { Choice } from "../../../ui/Choice.tsx";
import { Scrollable } from "../../../ui/Scrollable.tsx";
import { copyAs, type CopyForm, copyForms, type CopyTable } from "../../../ui/format/copy-as.ts";
import { formatCount, plural } from "../../../ui/format/number.ts";
import { Kbd } from "../../../ui/Kbd.tsx";
import { Modal } from "../../../ui/Modal.tsx";
import { Empty, Skeleton } from "../../../ui/States.tsx";
import { useTriage } from "../triage-store.ts";
import styles from "./Copy.module.css";
import { evidenceTable, queueTable } from "./copy-sources.ts";
import { chosenRows, useEvidenceMarks } from "./evidence-marks.ts";

/** Cases are read one by one, and a clipboard is no export. */
const mostCases = 500;
const previewLines = 12;
const previewLength = 4000;

type Source = "evidence" | "case" | "queue";

function useTables(time: TimeFormat): {
  readonly tables: ReadonlyMap<Source, CopyTable>;
  readonly isReading: boolean;
  readonly left: number;
} {
  const client = useClient();
  const marks = useEvidenceMarks();
  const marked = useTriage((s) => s.marked);
  const anomalyId = useTriage((s) => s.cursor?.anomalyId) ?? "";
  const { data: detail } = useRequest("triage.case", { anomalyId }, anomalyId !== "");
  const ids = [...marked].slice(0, mostCases);
  const rows = useQueries({ queries: ids.map((id) => request(client, "triage.row", { anomalyId: id })) });
  const events = chosenRows(marks);
  const tables = new Map<Source, CopyTable>();
  if (events.length > 0) tables.set("evidence", evidenceTable(events, marks.shown, time.iso));
  if (detail !== undefined) tables.set("case", queueTable([detail.row], time.iso));
  const read = rows.flatMap((row) => row.data ?? []);
  if (read.length > 0) tables.set("queue", queueTable(read, time.iso));
  return { tables, isReading: read.length < ids.length || (anomalyId !== "" && detail === undefined), left: marked.size - ids.length };
}

const titleOf = (source: Source, rows: number): string =>
  source === "evidence" ? `${plural(rows, "event")} of the evidence` : source === "case" ? "this case" : `${plural(rows, "selected case")}`;

function preview(text: string): string {
  const lines = text.slice(0, previewLength).split(/\r?\n/);
  return lines.length > previewLines ? `${lines.slice(0, previewLines).join("\n")}\n…` : lines.join("\n");
}

interface FormsProps {
  readonly table: CopyTable;
  readonly shown: CopyForm;
  readonly onShow: (form: CopyForm) => void;
  readonly onCopy: (form: CopyForm) => void;
}

/** The forms, each with its digit, and what the one looked at makes of the rows. */
function Forms({ table, shown, onShow, onCopy }: FormsProps) {
  const text = copyAs(shown, table);
  const form = copyForms.find(({ key }) => key === shown);
  return (
    <>
      <ul className={styles["forms"]}>
        {copyForms.map(({ key, title }, i) => (
          <li key={key}>
            <Button
              className={styles["form"]}
              data-shown={key === shown}
              onFocus={() => onShow(key)}
              onMouseEnter={() => onShow(key)}
              onClick={() => onCopy(key)}
            >
              <Kbd hotkey={String(i + 1)} /> {title}
            </Button>
          </li>
        ))}
      </ul>
      <div className={styles["shown"]}>
        <p className={styles["hint"]}>
          <b>{form?.title}</b>: {form?.hint}
        </p>
        <Scrollable as="pre" className={styles["preview"]} aria-label={`As ${form?.title ?? ""}`}>
          {text === "" ? "nothing of that kind in what is copied" : preview(text)}
        </Scrollable>
      </div>
    </>
  );
}

function copyRows(key: CopyForm, table: CopyTable, onCopied: () => void): void {
  const text = copyAs(key, table);
  const title = copyForms.find((one) => one.key === key)?.title ?? key;
  if (text === "") return announce(`Nothing to copy as ${title}.`);
  navigator.clipboard
    .writeText(text)
    .then(() => {
      onCopied();
      return showToast({ tone: "info", text: `Copied as ${title}: ${plural(table.rows.length, "row")}` });
    })
    .catch((error: unknown) => showFailure("It was not copied", error));
}

/** Copies the chosen events, the case or the selected cases in a form of one's choice; what will be copied is shown first. */
export function CopyDialog({ first, onClose }: { readonly first: Source | undefined; readonly onClose: () => void }) {
  const time = useTime();
  const { tables, isReading, left } = useTables(time);
  const sources = [...tables.keys()];
  const [wanted, setWanted] = useState(first);
  const [form, setForm] = useState<CopyForm>("ioc");
  const [about, setAbout] = useState<string>();
  const source = wanted !== undefined && tables.has(wanted) ? wanted : sources[0];
  const found = source === undefined ? undefined : tables.get(source);
  const place = found?.columns.findIndex(({ name }) => name === about) ?? -1;
  const table = found === undefined ? undefined : { ...found, about: place < 0 ? found.about : place };
  return (
    <Modal
      title="Copy as"
      description="Times carry their offset; nothing that is pasted runs, links or reorders what is read."
      size="large"
      onClose={onClose}
    >
      {table === undefined || source === undefined ? (
        isReading ? (
          <Skeleton lines={6} label="Reading what is to be copied" />
        ) : (
          <Empty title="Nothing to copy">Choose a case in the queue, or rows of its evidence.</Empty>
        )
      ) : (
        <div
          className={styles["copy"]}
          role="presentation"
          onKeyDown={(event) => {
            const chosen = copyForms[Number(event.key) - 1];
            if (chosen === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
            event.preventDefault();
            copyRows(chosen.key, table, onClose);
          }}
        >
          <div className={styles["what"]}>
            <Choice
              label="Copy"
              value={source}
              options={sources.map((one) => ({ value: one, label: titleOf(one, tables.get(one)?.rows.length ?? 0) }))}
              onChange={setWanted}
            />
            <Choice
              label="Value and filter of"
              value={table.columns[table.about]?.name ?? ""}
              options={table.columns.map(({ name }) => ({ value: name, label: name }))}
              onChange={setAbout}
            />
            {left > 0 && source === "queue" ? <span>the first {formatCount(mostCases)}; export for all</span> : null}
          </div>
          <Forms table={table} shown={form} onShow={setForm} onCopy={(key) => copyRows(key, table, onClose)} />
        </div>
      )}
    </Modal>
  );
}
