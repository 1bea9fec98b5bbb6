import type { HealthReport, HealthResult } from "../../../../shared/contract/health.ts";
import { healthMetric } from "../../../../shared/domain/health.ts";
import { useRequest } from "../../../state/requests.ts";
import { useTime } from "../../../state/use-format.ts";
import { Scrollable } from "../../../ui/Scrollable.tsx";
import { formatCount, formatPercent } from "../../../ui/format/number.ts";
import { Mark } from "../../../ui/Mark.tsx";
import { Safe } from "../../../ui/Safe.tsx";
import { Failure, Skeleton } from "../../../ui/States.tsx";
import data from "../Data.module.css";
import { DayBars } from "./DayBars.tsx";
import styles from "./Health.module.css";
import { stateTones, stateWords, trendOf } from "./health-board.ts";

interface HealthDetailProps {
  readonly report: HealthReport;
  readonly result: HealthResult;
}

/** One metric of one source: what it says, day by day, what to do, and what counted against it. */
export function HealthDetail({ report, result }: HealthDetailProps) {
  const metric = healthMetric(result.metric);
  const days = trendOf(report, result);
  return (
    <Scrollable as="aside" className={data["facts"]} aria-label="Metric">
      <h2>
        {metric.title}
        {result.source === null ? null : (
          <span className={styles["of"]}>
            <Safe text={result.source} />
          </span>
        )}
      </h2>
      <p className={styles["quiet"]}>{metric.description}</p>
      <p className={styles["verdict"]}>
        <Mark tone={stateTones[result.state]} />
        <b>{result.state === "NOT_APPLICABLE" ? "Does not apply" : stateWords[result.state]}</b>
        <span>
          <Safe text={result.reason} />
        </span>
      </p>
      {result.interval === null ? null : (
        <p className={styles["quiet"]}>
          95 % interval {formatPercent(result.interval.low)} to {formatPercent(result.interval.high)}
        </p>
      )}
      {result.fix === "" ? null : (
        <>
          <h3>To mend it</h3>
          <p>
            <Safe text={result.fix} />
          </p>
        </>
      )}
      {days.length === 0 ? null : (
        <>
          <h3>Day by day</h3>
          <DayBars metric={metric} days={days} />
        </>
      )}
      <h3>What counted against it</h3>
      <Offenders result={result} />
    </Scrollable>
  );
}

function Offenders({ result: { metric, source } }: { readonly result: HealthResult }) {
  const { data: page, error, refetch } = useRequest("health.rows", { metric, source, limit: 100 });
  const time = useTime();
  if (error !== null) return <Failure title="The rows could not be read" error={error} onRetry={() => void refetch()} />;
  if (page === undefined) return <Skeleton lines={4} label="Reading what counted against it" />;
  if (page.rows.length === 0) return <p className={styles["quiet"]}>Nothing did.</p>;
  return (
    <>
      <ul className={styles["rows"]}>
        {page.rows.map((row, i) => (
          <li key={`${row.what} ${String(row.day)} ${String(i)}`}>
            <span className={styles["what"]}>
              <Safe text={row.what} />
            </span>
            <span className={styles["count"]}>{formatCount(row.n)}</span>
            <span className={styles["quiet"]}>
              {row.day === null ? "" : time.time(row.day, "date")}
              {row.eventId === null ? "" : ` · event ${row.eventId}`}
            </span>
          </li>
        ))}
      </ul>
      {page.total > page.rows.length ? (
        <p className={styles["quiet"]}>
          the first {formatCount(page.rows.length)} of {formatCount(page.total)}
        </p>
      ) : null}
    </>
  );
}
