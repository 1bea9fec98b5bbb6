import { type RefObject, useCallback, useState } from "react";
import { Button } from "../../ui/Button.tsx";
import { Empty, Failure, Skeleton } from "../../ui/States.tsx";
import styles from "./Queue.module.css";
import { QueueHead } from "./QueueHead.tsx";
import { QueueList } from "./QueueList.tsx";
import { type Queue, useQueue } from "./queue-source.ts";
import { pageSize, type QueueFilter } from "./queue-view.ts";
import { ReviewHead } from "./review/ReviewHead.tsx";
import { moveCursor, toggleMark } from "./triage-store.ts";
import { useCursorInQueue, usePrefetch } from "./use-triage-session.ts";

interface QueuePaneProps {
  readonly filter: QueueFilter;
  readonly setFilter: (change: Partial<QueueFilter>) => void;
  readonly listRef: RefObject<HTMLDivElement | null>;
  readonly searchRef: RefObject<HTMLInputElement | null>;
}

const readAhead = 25;
const isFiltered = ({ text, model, hunt, health }: QueueFilter): boolean =>
  text !== "" || model !== undefined || hunt !== undefined || health !== "any";

function NothingHere({ filter, setFilter }: Pick<QueuePaneProps, "filter" | "setFilter">) {
  if (filter.review !== undefined && filter.text === "")
    return (
      <Empty title="No case is left" action={<Button onClick={() => setFilter({ show: "all" })}>Show judged cases</Button>}>
        Every case of this review has your verdict. End it above to see what it found.
      </Empty>
    );
  if (isFiltered(filter))
    return (
      <Empty
        title="No case matches"
        action={<Button onClick={() => setFilter({ text: "", model: undefined, hunt: undefined, health: "any" })}>Clear the filter</Button>}
      >
        Filters look at the subject, the model, the reasons and how far the score can be trusted.
      </Empty>
    );
  if (filter.show === "disputed" || filter.show === "second-look")
    return (
      <Empty
        title={filter.show === "disputed" ? "Nobody differs" : "No second look waits"}
        action={<Button onClick={() => setFilter({ show: "open" })}>Show open cases</Button>}
      >
        {filter.show === "disputed"
          ? "Wherever two analysts judged a case without sight of each other, they agree or it is settled."
          : "A share of verdicts comes to another analyst than the one who gave them."}
      </Empty>
    );
  return filter.show === "open" ? (
    <Empty title="Nothing left to judge" action={<Button onClick={() => setFilter({ show: "all" })}>Show judged cases</Button>}>
      Every surfaced case has a verdict.
    </Empty>
  ) : (
    <Empty title="The queue is empty">No run has surfaced anything yet. Score the telemetry on the Models screen.</Empty>
  );
}

function QueueBody({
  queue,
  ...props
}: QueuePaneProps & { readonly queue: Queue; readonly onRange: (first: number, last: number) => void }) {
  if (queue.isLoading)
    return queue.error === null ? (
      <Skeleton lines={18} label="Reading the queue" />
    ) : (
      <Failure title="The queue could not be read" error={queue.error} onRetry={queue.retry} />
    );
  if (queue.view.count === 0) return <NothingHere {...props} />;
  const pick = (index: number, extend: boolean): void => {
    const row = queue.view.at(index);
    if (row === undefined) return;
    if (extend) toggleMark(row.anomalyId);
    moveCursor({ anomalyId: row.anomalyId, index });
  };
  return <QueueList view={queue.view} onRange={props.onRange} onPick={pick} listRef={props.listRef} />;
}

export function QueuePane(props: QueuePaneProps) {
  const { filter, setFilter, listRef, searchRef } = props;
  const [pages, setPages] = useState<readonly [number, number]>([0, 0]);
  const wanted = Array.from({ length: pages[1] - pages[0] + 1 }, (_, i) => pages[0] + i);
  const queue = useQueue(filter, wanted);
  useCursorInQueue(queue.view, queue.isLoading, filter);
  usePrefetch(queue.view);
  const { view } = queue;
  const onRange = useCallback(
    (first: number, last: number) => {
      const end = Math.max(0, view.count - 1);
      const next: [number, number] = [view.pageOf(Math.max(0, first - readAhead)), view.pageOf(Math.min(last + readAhead, end))];
      setPages((old) => (old[0] === next[0] && old[1] === next[1] ? old : next));
    },
    [view],
  );
  // A list that is not there yet takes the focus when it is, from whoever has none.
  const leaveSearch = (): void => (listRef.current === null ? searchRef.current?.blur() : listRef.current.focus());
  return (
    <section className={styles["queue"]} aria-label="Queue" data-page-size={pageSize}>
      {filter.review === undefined ? (
        <QueueHead first={queue.first} filter={filter} setFilter={setFilter} searchRef={searchRef} onLeaveSearch={leaveSearch} />
      ) : (
        <ReviewHead filter={filter} setFilter={setFilter} searchRef={searchRef} onLeaveSearch={leaveSearch} />
      )}
      {queue.isOld ? <p className={styles["old"]}>Shown as last read; the engine did not answer.</p> : null}
      <QueueBody {...props} queue={queue} onRange={onRange} />
    </section>
  );
}
