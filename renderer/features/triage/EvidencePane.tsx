import { useState } from "react";
import { useRequest } from "../../state/requests.ts";
import { Button } from "../../ui/Button.tsx";
import { formatCount } from "../../ui/format/number.ts";
import { Safe } from "../../ui/Safe.tsx";
import { Empty, Failure, Skeleton } from "../../ui/States.tsx";
import styles from "./Evidence.module.css";
import { columnTitle, type EvidenceColumns, evidenceColumns } from "./evidence-columns.ts";
import { EvidenceGrid } from "./EvidenceGrid.tsx";
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

export function EvidencePane({ anomalyId }: { readonly anomalyId: string }) {
  const [place, setPlace] = useState({ anomalyId, offset: 0, opened: undefined as string | undefined });
  const { offset, opened } = place.anomalyId === anomalyId ? place : { offset: 0, opened: undefined };
  const { data, error, refetch } = useRequest("triage.evidence", { anomalyId, limit, offset });
  if (error !== null) return <Failure title="The evidence could not be read" error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Skeleton lines={8} label="Reading the evidence" />;
  if (data.rows.length === 0) return <Empty title="No evidence rows">The model’s evidence query gave no events for this case.</Empty>;
  const { varying, constant } = evidenceColumns(data.rows);
  const go = (to: number): void => setPlace({ anomalyId, offset: to, opened: undefined });
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
        onOpen={(eventId) => setPlace({ anomalyId, offset, opened: eventId })}
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
      {opened === undefined ? null : <RecordView eventId={opened} onClose={() => setPlace({ anomalyId, offset, opened: undefined })} />}
    </div>
  );
}
