import { type ReactNode, useState } from "react";
import { useRequest } from "../../state/requests.ts";
import { Button } from "../../ui/Button.tsx";
import { formatCount, plural } from "../../ui/format/number.ts";
import { Safe } from "../../ui/Safe.tsx";
import { Empty, Failure, Skeleton } from "../../ui/States.tsx";
import styles from "./Evidence.module.css";
import { columnTitle, type EvidenceColumns, evidenceColumns } from "./evidence-columns.ts";
import { EvidenceGrid } from "./EvidenceGrid.tsx";
import { openRecord, type PickedEvents, pickEvents, useTriage } from "./triage-store.ts";
import { RecordView } from "../../state/RecordView.tsx";

const limit = 200;

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

function useOpened(anomalyId: string) {
  const record = useTriage((s) => s.record);
  return {
    opened: record?.anomalyId === anomalyId ? record.eventId : undefined,
    open: (eventId: string | undefined): void => openRecord(eventId === undefined ? undefined : { anomalyId, eventId }),
  };
}

/** The events behind one relation of the graph, with the way back to all of the evidence. */
function PickedPane({ picked }: { readonly picked: PickedEvents }) {
  const { anomalyId, events, interval, title, total } = picked;
  const { opened, open } = useOpened(anomalyId);
  const { data, error, refetch } = useRequest("context.events", { anomalyId, events: [...events], ...interval });
  const remark =
    total > events.length ? `the first ${formatCount(events.length)} of ${formatCount(total)}` : plural(events.length, "event");
  const head = (
    <div className={styles["picked"]}>
      <span>
        <Safe text={title} /> · {remark}
      </span>
      <Button size="small" onClick={() => pickEvents(undefined)}>
        All evidence
      </Button>
    </div>
  );
  const body = (): ReactNode => {
    if (error !== null) return <Failure title="The events could not be read" error={error} onRetry={() => void refetch()} />;
    if (data === undefined) return <Skeleton lines={8} label="Reading the events" />;
    if (data.length === 0) return <Empty title="No events">The events of this relation are no longer in the data.</Empty>;
    const { varying, constant } = evidenceColumns(data);
    return (
      <>
        <SameInAll constant={constant} />
        <EvidenceGrid columns={varying} rows={data} offset={0} total={data.length} opened={opened} onOpen={open} />
      </>
    );
  };
  return (
    <div className={styles["pane"]}>
      {head}
      {body()}
      {opened === undefined ? null : <RecordView eventId={opened} onClose={() => open(undefined)} />}
    </div>
  );
}

function AllEvidence({ anomalyId }: { readonly anomalyId: string }) {
  const [place, setPlace] = useState({ anomalyId, offset: 0 });
  const { opened, open } = useOpened(anomalyId);
  const offset = place.anomalyId === anomalyId ? place.offset : 0;
  const { data, error, refetch } = useRequest("triage.evidence", { anomalyId, limit, offset });
  if (error !== null) return <Failure title="The evidence could not be read" error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Skeleton lines={8} label="Reading the evidence" />;
  if (data.rows.length === 0) return <Empty title="No evidence rows">The model’s evidence query gave no events for this case.</Empty>;
  const { varying, constant } = evidenceColumns(data.rows);
  const go = (to: number): void => {
    setPlace({ anomalyId, offset: to });
    open(undefined);
  };
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
        onOpen={open}
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
      {opened === undefined ? null : <RecordView eventId={opened} onClose={() => open(undefined)} />}
    </div>
  );
}

/** All that made the case, or the events of the relation chosen in its graph. */
export function EvidencePane({ anomalyId }: { readonly anomalyId: string }) {
  const picked = useTriage((s) => s.picked);
  return picked?.anomalyId === anomalyId ? <PickedPane picked={picked} /> : <AllEvidence anomalyId={anomalyId} />;
}
