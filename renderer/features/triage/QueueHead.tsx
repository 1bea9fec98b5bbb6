import clsx from "clsx";
import { type RefObject, useEffect, useState } from "react";
import { useRequest } from "../../state/requests.ts";
import { Button } from "../../ui/Button.tsx";
import { formatCount, formatPercent } from "../../ui/format/number.ts";
import { Mark } from "../../ui/Mark.tsx";
import styles from "./Queue.module.css";
import type { QueuePageData } from "./queue-source.ts";
import type { QueueFilter } from "./queue-view.ts";
import { setMarked, useTriage } from "./triage-store.ts";

interface QueueHeadProps {
  readonly first: QueuePageData | undefined;
  readonly filter: QueueFilter;
  readonly setFilter: (change: Partial<QueueFilter>) => void;
  readonly searchRef: RefObject<HTMLInputElement | null>;
  readonly onLeaveSearch: () => void;
}

const typingPauseMs = 120;

function useModelNames(): readonly string[] {
  const { data } = useRequest("models.list", {});
  return data?.map((model) => model.name) ?? [];
}

function SearchField({ filter, setFilter, searchRef, onLeaveSearch }: Omit<QueueHeadProps, "first">) {
  const [text, setText] = useState(filter.text);
  const [known, setKnown] = useState(filter.text);
  if (known !== filter.text) {
    setKnown(filter.text);
    setText(filter.text);
  }
  useEffect(() => {
    if (text === filter.text) return;
    const timer = setTimeout(() => setFilter({ text }), typingPauseMs);
    return () => clearTimeout(timer);
  }, [text, filter.text, setFilter]);
  return (
    <search className={styles["search"]}>
      <input
        ref={searchRef}
        type="search"
        value={text}
        placeholder="/ filter"
        aria-label="Filter the queue by text"
        maxLength={200}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Escape" && text !== "") setText("");
          else if (event.key === "Enter" || event.key === "Escape") onLeaveSearch();
          else return;
          event.preventDefault();
          event.stopPropagation();
        }}
      />
    </search>
  );
}

/** What the runs behind this queue ask to be known. */
function Remarks({ first }: Pick<QueueHeadProps, "first">) {
  if (first === undefined) return null;
  const { share, because } = first.expectedOrdinary;
  const remarks = [...first.notices, ...(share === null && first.total > 0 ? [`Share of ordinary cases unknown: ${because}`] : [])];
  if (remarks.length === 0) return null;
  return (
    <details className={styles["remarks"]}>
      <summary>
        <Mark tone="warn" />
        {remarks.length === 1 ? remarks[0] : `${remarks.length} remarks: ${remarks[0] ?? ""}`}
      </summary>
      <ul>
        {remarks.map((remark) => (
          <li key={remark}>{remark}</li>
        ))}
      </ul>
    </details>
  );
}

export function QueueHead(props: QueueHeadProps) {
  const { first, filter, setFilter } = props;
  const models = useModelNames();
  const marked = useTriage((s) => s.marked.size);
  const pending = useTriage((s) => s.journal.reduce((n, entry) => n + entry.anomalyIds.length, 0));
  const share = first?.expectedOrdinary.share;
  return (
    <div className={styles["head"]}>
      <div className={styles["title"]}>
        <h1>Queue</h1>
        <span className={styles["figures"]} title={first?.expectedOrdinary.because}>
          {first === undefined ? "" : `${formatCount(Math.max(0, first.open - pending))} left`}
          {share === undefined || share === null ? "" : ` · ≤ ${formatPercent(share)} expected ordinary`}
        </span>
      </div>
      <div className={styles["filters"]}>
        <select
          className={clsx(styles["chip"], filter.model !== undefined && styles["on"])}
          aria-label="Model"
          value={filter.model ?? ""}
          onChange={(event) => setFilter({ model: event.target.value === "" ? undefined : event.target.value })}
        >
          <option value="">All models</option>
          {models.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </select>
        <button
          type="button"
          className={clsx(styles["chip"], filter.show === "open" && styles["on"])}
          aria-pressed={filter.show === "open"}
          onClick={() => setFilter({ show: filter.show === "open" ? "all" : "open" })}
        >
          Open only
        </button>
        <SearchField {...props} />
      </div>
      <Remarks first={first} />
      {marked === 0 ? null : (
        <div className={styles["selection"]}>
          <span>
            <b>{formatCount(marked)} selected</b>: one verdict, one undo
          </span>
          <Button size="small" tone="quiet" onClick={() => setMarked(new Set())}>
            Clear
          </Button>
        </div>
      )}
    </div>
  );
}
