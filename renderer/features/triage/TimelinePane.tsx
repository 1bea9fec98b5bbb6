import clsx from "clsx";
import type { ContextGraph } from "../../../shared/contract/context-graph.ts";
import { useRequest } from "../../state/requests.ts";
import { useTime } from "../../state/use-format.ts";
import { Safe } from "../../ui/Safe.tsx";
import { Scrollable } from "../../ui/Scrollable.tsx";
import { Empty, Failure, Skeleton } from "../../ui/States.tsx";
import { RecordView } from "../../state/RecordView.tsx";
import { openRecord, useTriage } from "./triage-store.ts";
import styles from "./Timeline.module.css";

type Entry = ContextGraph["timeline"][number];
const toneWords = { evidence: "evidence", new: "new", usual: "" } as const;

/** Strokes along the span, one per entry: rhythm and gaps at a glance. */
function Lane({ entries }: { readonly entries: readonly Entry[] }) {
  const from = entries[0]?.at ?? 0;
  const to = entries.at(-1)?.at ?? from;
  const x = (at: number): number => (to === from ? 50 : ((at - from) / (to - from)) * 98 + 1);
  return (
    <svg className={styles["lane"]} viewBox="0 0 100 20" preserveAspectRatio="none" aria-hidden="true">
      <line x1="0" x2="100" y1="10" y2="10" className={styles["axis"]} />
      {entries.map((entry) => (
        <line
          key={`${entry.at} ${entry.text}`}
          x1={x(entry.at)}
          x2={x(entry.at)}
          y1="3"
          y2="17"
          className={styles[`stroke-${entry.tone}`]}
        />
      ))}
    </svg>
  );
}

interface EntriesProps {
  readonly entries: readonly Entry[];
  /** Events of the relation chosen in the graph. */
  readonly picked: ReadonlySet<string>;
  readonly opened: string | undefined;
  readonly onPick: (eventId: string) => void;
}

export function TimelineEntries({ entries, picked, opened, onPick }: EntriesProps) {
  const time = useTime();
  return (
    <ol className={styles["entries"]}>
      {entries.map((entry, i) => {
        const date = time.time(entry.at, "date");
        const before = entries[i - 1];
        const isNewDay = before === undefined || time.time(before.at, "date") !== date;
        const { eventId } = entry;
        const isPicked = eventId !== undefined && (picked.has(eventId) || eventId === opened);
        return (
          <li
            key={`${entry.at} ${entry.text}`}
            className={clsx(styles["entry"], styles[entry.tone], isPicked && styles["picked"])}
            aria-current={isPicked ? "true" : undefined}
          >
            <span className={styles["date"]}>{isNewDay ? date : ""}</span>
            <time className="mono" title={time.iso(entry.at)}>
              {time.time(entry.at, "seconds")}
            </time>
            <span className={styles["text"]}>
              <Safe text={entry.text} />
              {toneWords[entry.tone] === "" ? null : <em>{toneWords[entry.tone]}</em>}
              {isPicked ? <em>chosen</em> : null}
            </span>
            {eventId === undefined ? null : (
              <button type="button" className={styles["record"]} onClick={() => onPick(eventId)}>
                record
              </button>
            )}
          </li>
        );
      })}
    </ol>
  );
}

export function TimelinePane({ anomalyId }: { readonly anomalyId: string }) {
  const { data, error, refetch } = useRequest("triage.context", { anomalyId });
  const record = useTriage((s) => s.record);
  const picked = useTriage((s) => s.picked);
  if (error !== null) return <Failure title="The timeline could not be read" error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Skeleton lines={6} label="Reading the timeline" />;
  const entries = data.timeline.toSorted((a, b) => a.at - b.at);
  if (entries.length === 0) return <Empty title="No timeline">The context of this case holds no dated entry.</Empty>;
  const eventId = record?.anomalyId === anomalyId ? record.eventId : undefined;
  const chosen = new Set(picked?.anomalyId === anomalyId ? picked.events : []);
  return (
    <div className={styles["pane"]}>
      <Scrollable className={styles["scroll"]} aria-label="Timeline">
        <Lane entries={entries} />
        <TimelineEntries entries={entries} picked={chosen} opened={eventId} onPick={(id) => openRecord({ anomalyId, eventId: id })} />
      </Scrollable>
      {eventId === undefined ? null : <RecordView eventId={eventId} onClose={() => openRecord(undefined)} />}
    </div>
  );
}
