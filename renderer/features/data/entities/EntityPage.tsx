import { useNavigate } from "@tanstack/react-router";
import type { EntityPage as Page } from "../../../../shared/contract/entity-pages.ts";
import { useRequest } from "../../../state/requests.ts";
import { useTime } from "../../../state/use-format.ts";
import { BackLine } from "../../../commands/BackLine.tsx";
import { Button } from "../../../ui/Button.tsx";
import { Scrollable } from "../../../ui/Scrollable.tsx";
import { shortId } from "../../../ui/format/text.ts";
import { Safe } from "../../../ui/Safe.tsx";
import { Failure, Notice, Skeleton } from "../../../ui/States.tsx";
import { Tag } from "../../../ui/Tag.tsx";
import data from "../Data.module.css";
import { ActivityTable } from "./ActivityTable.tsx";
import { AnomalyList, NewsList, Timeline } from "./EntityEvents.tsx";
import { EntityFacts } from "./EntityFacts.tsx";
import styles from "./Entities.module.css";
import { criticalityText } from "./entity-words.ts";

const dayUs = 86_400_000_000;

function DayLine({ page, id }: { readonly page: Page; readonly id: string }) {
  const time = useTime();
  const navigate = useNavigate();
  const from = page.day?.from;
  if (from === undefined) return <p className={styles["quiet"]}>No telemetry names it.</p>;
  const go = (at: number): void => void navigate({ to: "/data", search: { view: "entities", entity: id, at } });
  return (
    <div className={styles["day"]}>
      <span>
        {time.time(from, "date")} <span className={styles["quiet"]}>(a day of UTC)</span>
      </span>
      <Button size="small" tone="quiet" onClick={() => go(from - dayUs)}>
        ← day before
      </Button>
      <Button size="small" tone="quiet" onClick={() => go(from + dayUs)}>
        day after →
      </Button>
    </div>
  );
}

/** One entity: what it did against what it usually does, whom it met first, what was surfaced, and who says what it is. */
export function EntityPage({ id, at }: { readonly id: string; readonly at: number | undefined }) {
  const { data: page, error, refetch } = useRequest("entity.show", { id, ...(at === undefined ? {} : { at }) });
  if (error !== null)
    return (
      <section className={data["page"]} aria-label="Entity">
        <BackLine />
        <Failure title="The entity could not be read" error={error} onRetry={() => void refetch()} />
      </section>
    );
  if (page === undefined) return <Skeleton lines={10} label="Reading the entity" />;
  const { entity } = page;
  return (
    <div className={styles["entity"]}>
      <Scrollable className={data["page"]} aria-label="Entity" data-pane="data">
        <header className={styles["head"]}>
          <BackLine />
          <h2>
            <Safe text={page.title} />
          </h2>
          <Tag>{page.type}</Tag>
          {entity === null ? (
            <span className={styles["quiet"]}>known from telemetry alone</span>
          ) : (
            <>
              <Tag tone={(entity.criticality ?? 0) >= 3 ? "warn" : "neutral"}>criticality {criticalityText(entity.criticality)}</Tag>
              <span className={styles["quiet"]}>
                <Safe text={entity.detail} />
              </span>
              <code title={entity.id}>{shortId(entity.id)}</code>
            </>
          )}
        </header>
        {entity?.recheck.map((one) => (
          <Notice key={one.anomalyId}>
            <Safe text={one.text} />
          </Notice>
        ))}
        <section aria-label="Activity">
          <div className={data["section"]}>
            <h2>Activity</h2>
            <DayLine page={page} id={id} />
          </div>
          <ActivityTable activity={page.activity} />
        </section>
        <NewsList news={page.news} total={page.newsTotal} />
        <AnomalyList anomalies={page.anomalies} total={page.anomaliesTotal} />
        <Timeline moments={page.timeline} />
      </Scrollable>
      <EntityFacts page={page} />
    </div>
  );
}
