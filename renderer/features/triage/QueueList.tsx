/* oxlint-disable jsx-a11y/prefer-tag-over-role, jsx-a11y/interactive-supports-focus, jsx-a11y/click-events-have-key-events -- a virtual listbox: the box holds the focus, names its active descendant and answers the keys */
import { defaultRangeExtractor, type Range, useVirtualizer } from "@tanstack/react-virtual";
import clsx from "clsx";
import { memo, type RefObject, useCallback, useEffect, useRef } from "react";
import { useHuntPlaces } from "../../state/hunt-places.ts";
import { useTime } from "../../state/use-format.ts";
import { usePreferences } from "../../state/preferences.ts";
import { effectiveState } from "./decision-journal.ts";
import styles from "./Queue.module.css";
import { QueueRowView } from "./QueueRowView.tsx";
import type { QueueView } from "./queue-view.ts";
import { useTriage } from "./triage-store.ts";

interface QueueListProps {
  readonly view: QueueView;
  readonly onRange: (first: number, last: number) => void;
  readonly onPick: (index: number, extend: boolean) => void;
  readonly listRef: RefObject<HTMLDivElement | null>;
}

export const rowId = (anomalyId: string): string => `case-${anomalyId}`;
const rowHeights = { comfortable: 70, compact: 56 } as const;

/** The rows in sight and the cursor's, wherever it is. */
const withRow = (indexes: number[], row: number): number[] =>
  row < 0 || indexes.includes(row) ? indexes : [...indexes, row].toSorted((a, b) => a - b);

/** Where to scroll so that a row is in sight with a neighbour beside it; undefined when it is. From cached sizes, so nothing is laid out for it. */
export function offsetToShow(index: number, rowHeight: number, scrolled: number, visible: number): number | undefined {
  const margin = visible >= 4 * rowHeight ? rowHeight : 0;
  const top = index * rowHeight - margin;
  const bottom = (index + 1) * rowHeight + margin;
  if (top < scrolled) return scrolled > 0 ? Math.max(0, top) : undefined;
  return bottom > scrolled + visible ? bottom - visible : undefined;
}

/** The virtualised list. It keeps the cursor's row in the page wherever it is scrolled, so the active descendant exists. */
export const QueueList = memo(function QueueList({ view, onRange, onPick, listRef }: QueueListProps) {
  const time = useTime();
  const places = useHuntPlaces();
  const density = usePreferences((p) => p.density);
  const cursor = useTriage((s) => s.cursor);
  const marked = useTriage((s) => s.marked);
  const overlay = useTriage((s) => s.overlay);
  const at = cursor?.index ?? -1;
  const rows = useVirtualizer({
    count: view.count,
    getScrollElement: () => listRef.current,
    estimateSize: () => rowHeights[density],
    overscan: 6,
    rangeExtractor: useCallback((range: Range) => withRow(defaultRangeExtractor(range), at), [at]),
    useFlushSync: false,
  });
  useEffect(() => rows.measure(), [rows, density]);

  const items = rows.getVirtualItems();
  const first = rows.range?.startIndex ?? 0;
  const last = rows.range?.endIndex ?? 0;
  useEffect(() => onRange(first, last), [onRange, first, last]);

  useEffect(() => {
    if (document.activeElement === document.body) listRef.current?.focus();
  }, [listRef]);

  const scrolledTo = useRef<string>(undefined);
  useEffect(() => {
    const key = `${cursor?.anomalyId ?? ""} ${at}`;
    if (at < 0 || at >= view.count || scrolledTo.current === key) return;
    scrolledTo.current = key;
    const offset = offsetToShow(at, rowHeights[density], rows.scrollOffset ?? 0, rows.scrollRect?.height ?? 0);
    if (offset !== undefined) listRef.current?.scrollTo({ top: offset });
  }, [rows, listRef, density, cursor?.anomalyId, at, view.count]);

  return (
    <div
      ref={listRef}
      className={styles["list"]}
      role="listbox"
      tabIndex={0}
      aria-label="Queue"
      aria-multiselectable="true"
      aria-activedescendant={cursor === undefined || at < 0 ? undefined : rowId(cursor.anomalyId)}
      data-pane="queue"
    >
      <div className={styles["space"]} role="presentation" style={{ height: rows.getTotalSize() }}>
        {items.map((item) => {
          const row = view.at(item.index);
          const place = { transform: `translateY(${item.start}px)` };
          if (row === undefined)
            return <div key={item.key} role="presentation" className={clsx(styles["row"], styles["pending"])} style={place} />;
          const state = effectiveState(overlay, row.anomalyId, row.state);
          const isMarked = marked.has(row.anomalyId);
          return (
            <div
              key={item.key}
              id={rowId(row.anomalyId)}
              role="option"
              aria-selected={isMarked}
              aria-current={cursor?.anomalyId === row.anomalyId ? "true" : undefined}
              aria-setsize={view.count}
              aria-posinset={item.index + 1}
              className={clsx(
                styles["row"],
                isMarked && styles["marked"],
                row.health.state === "suppressed" && view.at(item.index - 1)?.health.state !== "suppressed" && styles["parted"],
                state !== null && styles["judged"],
                cursor?.anomalyId === row.anomalyId && styles["current"],
              )}
              style={place}
              onClick={(event) => onPick(item.index, event.shiftKey || event.ctrlKey || event.metaKey)}
            >
              <QueueRowView row={row} state={state} isMarked={isMarked} time={time} place={places.get(row.anomalyId)} />
            </div>
          );
        })}
      </div>
    </div>
  );
});
