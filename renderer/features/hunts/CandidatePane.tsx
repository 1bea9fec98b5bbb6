import { useRequest } from "../../state/requests.ts";
import { useTime } from "../../state/use-format.ts";
import { Scrollable } from "../../ui/Scrollable.tsx";
import { plural } from "../../ui/format/number.ts";
import { Safe } from "../../ui/Safe.tsx";
import { Failure, Notice, Skeleton } from "../../ui/States.tsx";
import { ActionBar, type Action } from "./ActionBar.tsx";
import { EntitiesCard } from "./EntitiesCard.tsx";
import { HuntTimeline } from "./HuntTimeline.tsx";
import styles from "./Hunts.module.css";
import { MembersTable } from "./MembersTable.tsx";
import { PriorityCard } from "./PriorityCard.tsx";

const actions: readonly Action[] = [
  { command: "hunts.open", title: "Open hunt", tone: "primary" },
  { command: "hunts.triage", title: "Triage these" },
  { command: "hunts.split", title: "Split off" },
  { command: "hunts.drop", title: "Take out" },
  { command: "hunts.merge", title: "Merge" },
  { command: "app.undo", title: "Undo" },
];

/** Anomalies that may belong together: why they come where they come, and what a person can do with them. */
export function CandidatePane({ id }: { readonly id: string }) {
  const { data, error, refetch } = useRequest("hunts.candidate", { id });
  const time = useTime();
  if (error !== null) return <Failure title="The candidate could not be read" error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Skeleton lines={12} label="Reading the candidate" />;
  return (
    <>
      <section className={styles["page"]} aria-labelledby="hunt-title" tabIndex={-1} data-pane="hunt">
        <header className={styles["head"]}>
          <h2 id="hunt-title">
            <Safe text={data.title} />
          </h2>
          <p className={styles["meta"]}>
            candidate {data.rank} · {plural(data.anomalies.length, "anomaly", "anomalies")} of{" "}
            <span className={styles["model"]}>{data.models.join(", ")}</span> · {time.range(data.window.from, data.window.to)}
          </p>
        </header>
        {data.redirectedFrom === null ? null : <Notice tone="neutral">The candidate that was asked for is part of this one now.</Notice>}
        <MembersTable anomalies={data.anomalies} />
        <HuntTimeline timeline={data.timeline} />
        <ActionBar actions={actions} />
      </section>
      <Scrollable as="aside" className={styles["facts"]} aria-label="Why and what" data-pane="hunt-facts">
        <PriorityCard priority={data.priority} />
        <EntitiesCard entities={data.entities} of={data.anomalies.length} />
      </Scrollable>
    </>
  );
}
