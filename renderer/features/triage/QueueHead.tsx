import clsx from "clsx";
import type { RefObject } from "react";
import { useRequest } from "../../state/requests.ts";
import { Button } from "../../ui/Button.tsx";
import { formatCount, formatPercent } from "../../ui/format/number.ts";
import styles from "./Queue.module.css";
import type { QueuePageData } from "./queue-source.ts";
import type { QueueFilter } from "./queue-view.ts";
import { ExportQueueButton } from "./ExportQueueButton.tsx";
import { HeldLine } from "./HeldLine.tsx";
import { HuntFilter } from "./HuntFilter.tsx";
import { LiveLine } from "./LiveLine.tsx";
import { QueueRemarks } from "./QueueRemarks.tsx";
import { QueueSearch } from "./QueueSearch.tsx";
import { ReviewLine } from "./ReviewLine.tsx";
import { ViewsButton } from "./views/ViewsButton.tsx";
import { setMarked, useTriage } from "./triage-store.ts";

interface QueueHeadProps {
  readonly first: QueuePageData | undefined;
  readonly filter: QueueFilter;
  readonly setFilter: (change: Partial<QueueFilter>) => void;
  readonly searchRef: RefObject<HTMLInputElement | null>;
  readonly onLeaveSearch: () => void;
}

function useModelNames(): readonly string[] {
  const { data } = useRequest("models.list", {});
  return data?.map((model) => model.name) ?? [];
}

/** How many are selected, when any are. */
function Selection() {
  const marked = useTriage((s) => s.marked.size);
  if (marked === 0) return null;
  return (
    <div className={styles["selection"]}>
      <span>
        <b>{formatCount(marked)} selected</b>: one verdict, one undo
      </span>
      <Button size="small" tone="quiet" onClick={() => setMarked(new Set())}>
        Clear
      </Button>
    </div>
  );
}

/** How many are left, and which of them are shown. */
export function QueueHead({ first, filter, setFilter, searchRef, onLeaveSearch }: QueueHeadProps) {
  const models = useModelNames();
  const pending = useTriage((s) => s.journal.reduce((n, entry) => n + entry.anomalyIds.length, 0));
  const share = first?.expectedOrdinary.share;
  return (
    <div className={styles["head"]}>
      <div className={styles["title"]}>
        <ViewsButton filter={filter} setFilter={setFilter} />
        <span className={styles["figures"]}>
          {first === undefined ? "" : `${formatCount(Math.max(0, first.open - pending))} left`}
          {first === undefined || (first.suppressed === 0 && filter.health === "any") ? null : (
            <>
              {" · "}
              <button
                type="button"
                className={styles["suppressed"]}
                aria-pressed={filter.health === "suppressed"}
                title="Their scores are not to be trusted, so that they stand at the end. Shows these alone, or all again."
                onClick={() => setFilter({ health: filter.health === "suppressed" ? "any" : "suppressed" })}
              >
                {formatCount(first.suppressed)} not trustworthy
              </button>
            </>
          )}
          {share === undefined || share === null ? null : (
            <span
              data-term="expected ordinary"
              title={`At most so many of the surfaced cases are expected to be ordinary: ${first?.expectedOrdinary.because ?? ""}`}
            >
              {" "}
              · ≤ {formatPercent(share)} ordinary
            </span>
          )}
        </span>
        <ExportQueueButton filter={filter} />
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
        <button
          type="button"
          className={clsx(styles["chip"], filter.order === "live" && styles["on"])}
          aria-pressed={filter.order === "live"}
          title="Open cases change places as you judge. A preview: scores, runs and models stay as they are."
          onClick={() => setFilter({ order: filter.order === "live" ? "scored" : "live" })}
        >
          Learning
        </button>
        <QueueSearch filter={filter} setFilter={setFilter} searchRef={searchRef} onLeaveSearch={onLeaveSearch} />
      </div>
      <LiveLine first={first} />
      <ReviewLine first={first} filter={filter} setFilter={setFilter} />
      <HeldLine first={first} filter={filter} setFilter={setFilter} />
      <QueueRemarks first={first} />
      {filter.hunt === undefined ? null : <HuntFilter hunt={filter.hunt} onClear={() => setFilter({ hunt: undefined })} />}
      <Selection />
    </div>
  );
}
