import { Pencil, Pin, X } from "lucide-react";
import { useState } from "react";
import type { SqlHistoryEntry } from "../../../../shared/contract/sql.ts";
import { useClient } from "../../../state/client-context.ts";
import { showFailure } from "../../../state/messages.ts";
import { lookingOnly, useLookingOnly } from "../../../state/looking-only.ts";
import { useRequest } from "../../../state/requests.ts";
import { useTime } from "../../../state/use-format.ts";
import { formatCount, formatDuration } from "../../../ui/format/number.ts";
import { Safe } from "../../../ui/Safe.tsx";
import { Empty, Failure, Skeleton } from "../../../ui/States.tsx";
import { TextField } from "../../../ui/TextField.tsx";
import styles from "./History.module.css";

const titleOf = ({ name, sql }: SqlHistoryEntry): string => name ?? sql.replace(/\s+/g, " ").trim().slice(0, 160);

function outcomeOf({ outcome, rows, more, elapsedMs, message }: SqlHistoryEntry): string {
  if (outcome === "failed") return `failed: ${message ?? ""}`;
  if (outcome === "cancelled") return `cancelled after ${formatDuration(elapsedMs / 1000)}`;
  return `${more ? "first " : ""}${formatCount(rows ?? 0)} ${rows === 1 ? "row" : "rows"}, ${formatDuration(elapsedMs / 1000)}`;
}

interface EntryProps {
  readonly entry: SqlHistoryEntry;
  readonly onUse: (sql: string) => void;
}

function Naming({ entry, onDone }: { readonly entry: SqlHistoryEntry; readonly onDone: (name: string | null | undefined) => void }) {
  const [name, setName] = useState(entry.name ?? "");
  return (
    <form
      className={styles["naming"]}
      onSubmit={(event) => {
        event.preventDefault();
        onDone(name.trim() === "" ? null : name.trim());
      }}
    >
      <TextField
        label="Name of the statement"
        hideLabel
        placeholder="Name"
        maxLength={120}
        value={name}
        // oxlint-disable-next-line jsx-a11y/no-autofocus -- the analyst has just asked to type here
        autoFocus
        onChange={(event) => setName(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Escape") onDone(undefined);
        }}
        onBlur={() => onDone(undefined)}
      />
    </form>
  );
}

function Entry({ entry, onUse }: EntryProps) {
  const client = useClient();
  const time = useTime();
  const [isNaming, setNaming] = useState(false);
  const isOff = useLookingOnly();
  const title = titleOf(entry);
  const keep = (change: Partial<Pick<SqlHistoryEntry, "name" | "isPinned">>): void => {
    const { id, name, isPinned } = entry;
    client.call("sql.keep", { id, name, isPinned, ...change }).catch((error: unknown) => showFailure("The history was not changed", error));
  };
  const forget = (): void => {
    client.call("sql.forget", { id: entry.id }).catch((error: unknown) => showFailure("The statement was not forgotten", error));
  };
  return (
    <li className={styles["entry"]}>
      {isNaming ? (
        <Naming
          entry={entry}
          onDone={(name) => {
            setNaming(false);
            if (name !== undefined) keep({ name });
          }}
        />
      ) : (
        <button
          type="button"
          className={entry.name === null ? styles["sql"] : styles["named"]}
          title={entry.sql}
          onClick={() => onUse(entry.sql)}
        >
          <Safe text={title} />
        </button>
      )}
      <span className={styles["facts"]}>
        <span className={entry.outcome === "failed" ? styles["failed"] : undefined} title={entry.message ?? undefined}>
          {entry.outcome === "failed" ? <span aria-hidden="true">✕ </span> : null}
          <Safe text={outcomeOf(entry)} />
        </span>
        <span>
          {entry.datasetNumber === null ? "" : `v${entry.datasetNumber}, `}
          {time.time(entry.lastRun, "date-time")}
        </span>
      </span>
      <span className={styles["actions"]}>
        <button
          type="button"
          aria-pressed={entry.isPinned}
          aria-label={`Pin ${title.slice(0, 40)}`}
          title={isOff ? lookingOnly : "Pin"}
          disabled={isOff}
          onClick={() => keep({ isPinned: !entry.isPinned })}
        >
          <Pin size={14} aria-hidden="true" />
        </button>
        <button
          type="button"
          aria-label={`Name ${title.slice(0, 40)}`}
          title={isOff ? lookingOnly : "Name"}
          disabled={isOff}
          onClick={() => setNaming(true)}
        >
          <Pencil size={14} aria-hidden="true" />
        </button>
        <button
          type="button"
          aria-label={`Forget ${title.slice(0, 40)}`}
          title={isOff ? lookingOnly : "Forget"}
          disabled={isOff}
          onClick={forget}
        >
          <X size={14} aria-hidden="true" />
        </button>
      </span>
    </li>
  );
}

/** What was run in this workspace; pinned and named statements stay, of the others the newest 200. */
export function HistoryPane({ onUse }: Pick<EntryProps, "onUse">) {
  const { data, error, refetch } = useRequest("sql.history", {});
  if (error !== null) return <Failure title="The history could not be read" error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Skeleton lines={4} label="Reading the history" />;
  if (data.length === 0) return <Empty title="Nothing was run yet">Statements that were run in this workspace are listed here.</Empty>;
  return (
    <ul className={styles["history"]}>
      {data.map((entry) => (
        <Entry key={entry.id} entry={entry} onUse={onUse} />
      ))}
    </ul>
  );
}
