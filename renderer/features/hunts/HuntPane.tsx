import { useState } from "react";
import type { HuntDetail } from "../../../shared/contract/hunts.ts";
import { useRequest } from "../../state/requests.ts";
import { useTime } from "../../state/use-format.ts";
import { Scrollable } from "../../ui/Scrollable.tsx";
import { plural } from "../../ui/format/number.ts";
import { Safe } from "../../ui/Safe.tsx";
import { Failure, Skeleton } from "../../ui/States.tsx";
import { Tag } from "../../ui/Tag.tsx";
import { ActionBar, type Action } from "./ActionBar.tsx";
import { EntitiesCard } from "./EntitiesCard.tsx";
import { HuntHistory } from "./HuntHistory.tsx";
import { HuntRecordPart } from "./HuntRecordPart.tsx";
import { HuntTimeline } from "./HuntTimeline.tsx";
import { dueText, outcomeTag } from "./hunt-words.ts";
import styles from "./Hunts.module.css";
import { MembersTable } from "./MembersTable.tsx";
import { PriorityCard } from "./PriorityCard.tsx";

const actionsIn: { readonly [S in HuntDetail["stage"]]: readonly Action[] } = {
  backlog: [
    { command: "hunts.start", title: "Make active", tone: "primary" },
    { command: "hunts.triage", title: "Triage" },
    { command: "hunts.edit", title: "Edit" },
    { command: "hunts.drop", title: "Take out" },
    { command: "hunts.close", title: "Close" },
    { command: "hunts.report", title: "Report" },
    { command: "hunts.export", title: "Export" },
    { command: "app.undo", title: "Undo" },
  ],
  active: [
    { command: "hunts.triage", title: "Triage", tone: "primary" },
    { command: "hunts.edit", title: "Edit" },
    { command: "hunts.drop", title: "Take out" },
    { command: "hunts.close", title: "Close" },
    { command: "hunts.backlog", title: "To backlog" },
    { command: "hunts.report", title: "Report" },
    { command: "hunts.export", title: "Export" },
    { command: "app.undo", title: "Undo" },
  ],
  closed: [
    { command: "hunts.report", title: "Report", tone: "primary" },
    { command: "hunts.export", title: "Export" },
    { command: "hunts.start", title: "Open again" },
    { command: "hunts.edit", title: "Edit" },
    { command: "hunts.triage", title: "Triage" },
    { command: "app.undo", title: "Undo" },
  ],
};

function Meta({ hunt }: { readonly hunt: HuntDetail }) {
  const time = useTime();
  const [now] = useState(() => Date.now() * 1000);
  const due = dueText(hunt.dueAt, now);
  const outcome = outcomeTag(hunt.outcome);
  return (
    <p className={styles["meta"]}>
      {hunt.stage} · <Safe text={hunt.owner === "" ? "no owner" : hunt.owner} /> · {plural(hunt.anomalies.length, "anomaly", "anomalies")},{" "}
      {hunt.judged} judged · {hunt.window === null ? "no time" : time.range(hunt.window.from, hunt.window.to)}{" "}
      {due === undefined ? null : <Tag tone={due.isLate ? "warn" : "neutral"}>{due.text}</Tag>}{" "}
      {outcome === undefined ? null : <Tag tone={outcome.tone}>{outcome.text}</Tag>}
    </p>
  );
}

/** One hunt: its hypothesis and record, its anomalies with where their verdicts stand, what happened, and who decided what. */
export function HuntPane({ id }: { readonly id: string }) {
  const { data, error, refetch } = useRequest("hunts.show", { id });
  if (error !== null) return <Failure title="The hunt could not be read" error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Skeleton lines={12} label="Reading the hunt" />;
  return (
    <>
      <section className={styles["page"]} aria-labelledby="hunt-title" tabIndex={-1} data-pane="hunt">
        <header className={styles["head"]}>
          <h2 id="hunt-title">
            <Safe text={data.topic} />
          </h2>
          <Meta hunt={data} />
        </header>
        <HuntRecordPart hunt={data} />
        <MembersTable anomalies={data.anomalies} />
        <HuntTimeline timeline={data.timeline} />
        <ActionBar actions={actionsIn[data.stage]} />
      </section>
      <Scrollable as="aside" className={styles["facts"]} aria-label="Why and what" data-pane="hunt-facts">
        <PriorityCard priority={data.priority} />
        <EntitiesCard entities={data.entities} of={data.anomalies.length} />
        <HuntHistory history={data.history} />
      </Scrollable>
    </>
  );
}
