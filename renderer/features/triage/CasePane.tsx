import { useQueryClient } from "@tanstack/react-query";
import { memo, useDeferredValue } from "react";
import { useRequest } from "../../state/requests.ts";
import { useTime } from "../../state/use-format.ts";
import { Failure, Skeleton } from "../../ui/States.tsx";
import { Safe } from "../../ui/Safe.tsx";
import styles from "./Case.module.css";
import { CaseHead } from "./CaseHead.tsx";
import { CaseTabs } from "./CaseTabs.tsx";
import { DisagreementCard } from "./DisagreementCard.tsx";
import { effectiveState } from "./decision-journal.ts";
import { currentNotes } from "./note-draft.ts";
import { readQueueView } from "./queue-source.ts";
import type { QueueFilter } from "./queue-view.ts";
import { PivotSheet } from "./pivot/PivotSheet.tsx";
import { Reasons } from "./Reasons.tsx";
import { useTriage } from "./triage-store.ts";
import { VerdictBar } from "./VerdictBar.tsx";

const Tabs = memo(CaseTabs);

function Notes({ notes }: { readonly notes: readonly { readonly at: number; readonly analyst: string; readonly text: string }[] }) {
  const time = useTime();
  const current = currentNotes(notes);
  if (current.length === 0) return null;
  return (
    <ul className={styles["notes"]} aria-label="Notes">
      {current.map((note) => (
        <li key={note.analyst}>
          <span>
            <Safe text={note.analyst} />, {time.time(note.at, "moment")}:
          </span>{" "}
          <Safe text={note.text} />
        </li>
      ))}
    </ul>
  );
}

/** A case read top down: sentence, reasons, then the views; the verdict keys below it all. */
export function CasePane({ anomalyId, filter }: { readonly anomalyId: string; readonly filter: QueueFilter }) {
  const queries = useQueryClient();
  const overlay = useTriage((s) => s.overlay);
  // Sentence and reasons come with the key; the drawing follows a frame later and never holds them up.
  const deferredId = useDeferredValue(anomalyId);
  const { data, error, refetch } = useRequest("triage.case", { anomalyId });
  const view = readQueueView(queries, filter, overlay);
  const row = data?.row ?? view.at(view.indexOf(anomalyId));
  if (error !== null)
    return (
      <section className={styles["case"]} aria-label="Case" tabIndex={-1} data-pane="case" data-anomaly={anomalyId}>
        <Failure title="The case could not be read" error={error} onRetry={() => void refetch()} />
      </section>
    );
  const state = effectiveState(overlay, anomalyId, row?.state ?? null);
  return (
    <section className={styles["case"]} aria-labelledby="case-headline" tabIndex={-1} data-pane="case" data-anomaly={anomalyId}>
      <CaseHead row={row} detail={data} />
      {data === undefined ? <Skeleton lines={6} label="Reading the case" /> : null}
      {row?.review === "disputed" ? <DisagreementCard anomalyId={anomalyId} /> : null}
      {data === undefined ? null : <Reasons detail={data} />}
      {data === undefined ? null : <Notes notes={data.notes} />}
      <Tabs anomalyId={deferredId} evidenceCount={row?.evidenceCount ?? 0} />
      <PivotSheet anomalyId={anomalyId} />
      <VerdictBar anomalyId={anomalyId} verdict={state?.verdict} />
    </section>
  );
}
