/* oxlint-disable jsx-a11y/prefer-tag-over-role, jsx-a11y/interactive-supports-focus, jsx-a11y/click-events-have-key-events -- a virtual listbox: the box holds the focus, names its active descendant and answers the keys */
import { defaultRangeExtractor, type Range, useVirtualizer } from "@tanstack/react-virtual";
import clsx from "clsx";
import { useCallback, useEffect, useRef } from "react";
import type { LogEntry } from "../../../../shared/contract/audit.ts";
import { useTime } from "../../../state/use-format.ts";
import { formatCount } from "../../../ui/format/number.ts";
import { Safe } from "../../../ui/Safe.tsx";
import { Tag } from "../../../ui/Tag.tsx";
import styles from "./Log.module.css";

interface LogListProps {
  readonly entries: readonly LogEntry[];
  readonly total: number;
  readonly chosen: number | undefined;
  readonly onChoose: (seq: number) => void;
  readonly onEnd: () => void;
}

const rowHeight = 32;
const entryId = (seq: number): string => `entry-${seq}`;

/** Entries one below the other. The chosen one is kept in the page wherever it is scrolled, so that the active descendant exists. */
export function LogList({ entries, total, chosen, onChoose, onEnd }: LogListProps) {
  const time = useTime();
  const listRef = useRef<HTMLDivElement>(null);
  const at = entries.findIndex(({ seq }) => seq === chosen);
  // oxlint-disable-next-line react/incompatible-library -- nothing memoized gets its functions
  const rows = useVirtualizer({
    count: entries.length,
    getScrollElement: () => listRef.current,
    estimateSize: () => rowHeight,
    overscan: 8,
    rangeExtractor: useCallback(
      (range: Range) => {
        const shown = defaultRangeExtractor(range);
        return at < 0 || shown.includes(at) ? shown : [...shown, at].toSorted((a, b) => a - b);
      },
      [at],
    ),
  });
  const last = rows.range?.endIndex ?? 0;
  useEffect(() => {
    if (last >= entries.length - 20) onEnd();
  }, [last, entries.length, onEnd]);
  useEffect(() => {
    if (at >= 0) rows.scrollToIndex(at, { align: "auto" });
  }, [rows, at]);
  useEffect(() => {
    if (document.activeElement === document.body) listRef.current?.focus();
  }, []);
  return (
    <div
      ref={listRef}
      className={styles["list"]}
      role="listbox"
      tabIndex={0}
      aria-label="Entries of the decision log, newest first"
      aria-activedescendant={at < 0 || chosen === undefined ? undefined : entryId(chosen)}
      data-pane="log"
    >
      <div className={styles["space"]} role="presentation" style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map((item) => {
          const entry = entries[item.index];
          if (entry === undefined) return null;
          const isUndone = entry.undoneBy !== null;
          return (
            <div
              key={entry.seq}
              id={entryId(entry.seq)}
              role="option"
              aria-selected={entry.seq === chosen}
              aria-setsize={total}
              aria-posinset={item.index + 1}
              className={clsx(styles["row"], entry.seq === chosen && styles["current"], isUndone && styles["undone"])}
              style={{ transform: `translateY(${item.start}px)` }}
              onClick={() => onChoose(entry.seq)}
            >
              <span className={styles["seq"]}>{formatCount(entry.seq)}</span>
              <time title={time.iso(entry.at)}>{time.time(entry.at, "date-time")}</time>
              <span className={styles["who"]}>
                <Safe text={entry.actor} />
              </span>
              <span className={styles["title"]}>{entry.title}</span>
              <span className={styles["words"]}>
                <Safe text={entry.words} />
              </span>
              {isUndone ? <Tag>undone</Tag> : null}
            </div>
          );
        })}
      </div>
    </div>
  );
}
