import { Link } from "@tanstack/react-router";
import { verdictKinds } from "../../../../shared/domain/verdict.ts";
import type { EntityAnomaly, EntityMoment, EntityPage } from "../../../../shared/contract/entity-pages.ts";
import { useTime } from "../../../state/use-format.ts";
import { formatCount, plural } from "../../../ui/format/number.ts";
import { Safe } from "../../../ui/Safe.tsx";
import { Tag } from "../../../ui/Tag.tsx";
import data from "../Data.module.css";
import styles from "./Entities.module.css";
import { relationText } from "./entity-words.ts";

interface NewsListProps {
  readonly news: EntityPage["news"];
  readonly total: number;
}

/** Whom and what it met for the first time that day. */
export function NewsList({ news, total }: NewsListProps) {
  const time = useTime();
  if (news.length === 0) return null;
  return (
    <section aria-label="Met for the first time">
      <div className={data["section"]}>
        <h2>Met for the first time</h2>
        <span>{news.length < total ? `${formatCount(news.length)} of ${formatCount(total)}` : plural(total, "thing")}</span>
      </div>
      <ul className={styles["lines"]}>
        {news.map((one) => (
          <li key={`${one.way} ${one.relation} ${one.key}`}>
            <span className={styles["when"]}>{time.time(one.firstSeen, "date-time")}</span>
            <Tag tone="warn">NEW</Tag>
            <Link to="/data" search={{ view: "entities", entity: one.key }}>
              <Safe text={one.label} />
            </Link>
            <span className={styles["quiet"]}>
              {relationText(one)}, {formatCount(one.n)} ×
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function VerdictMark({ verdict }: { readonly verdict: NonNullable<EntityAnomaly["verdict"]> }) {
  const kind = verdictKinds.find((one) => one.key === verdict.verdict);
  return <Tag tone={kind?.tone ?? "neutral"}>{(kind?.short ?? verdict.verdict).toLowerCase()}</Tag>;
}

interface AnomalyListProps {
  readonly anomalies: readonly EntityAnomaly[];
  readonly total: number;
}

/** What the models surfaced about it, with the verdict in force. */
export function AnomalyList({ anomalies, total }: AnomalyListProps) {
  const time = useTime();
  return (
    <section aria-label="Anomalies and verdicts">
      <div className={data["section"]}>
        <h2>Anomalies and verdicts</h2>
        <span>
          {anomalies.length < total ? `the newest ${formatCount(anomalies.length)} of ${formatCount(total)}` : formatCount(total)}
        </span>
      </div>
      {total === 0 ? <p className={styles["quiet"]}>No model surfaced anything about it.</p> : null}
      <ul className={styles["lines"]}>
        {anomalies.map((one) => (
          <li key={one.anomalyId}>
            <span className={styles["when"]}>{time.time(one.window.to, "date-time")}</span>
            <Link to="/triage" search={{ case: one.anomalyId }}>
              <Safe text={one.label} />
            </Link>
            <Tag tone="model">{one.model}</Tag>
            {one.verdict === null ? (
              <span className={styles["quiet"]}>not judged</span>
            ) : (
              <span>
                <VerdictMark verdict={one.verdict} /> {time.time(one.verdict.at, "date")}, <Safe text={one.verdict.analyst} />
              </span>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Everything with a time, newest first. */
export function Timeline({ moments }: { readonly moments: readonly EntityMoment[] }) {
  const time = useTime();
  if (moments.length === 0) return null;
  return (
    <section aria-label="Timeline">
      <div className={data["section"]}>
        <h2>Timeline</h2>
        <span>newest first</span>
      </div>
      <ol className={styles["lines"]}>
        {moments.map((one) => (
          <li key={`${String(one.at)} ${one.kind} ${one.text}`}>
            <span className={styles["when"]}>{time.time(one.at, "date-time")}</span>
            {one.anomalyId === null ? (
              <Safe text={one.text} />
            ) : (
              <Link to="/triage" search={{ case: one.anomalyId }}>
                <Safe text={one.text} />
              </Link>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}
