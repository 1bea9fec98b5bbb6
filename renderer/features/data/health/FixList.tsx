import { Link } from "@tanstack/react-router";
import { healthMetric } from "../../../../shared/domain/health.ts";
import { useRequest } from "../../../state/requests.ts";
import { plural } from "../../../ui/format/number.ts";
import { Mark } from "../../../ui/Mark.tsx";
import { Safe } from "../../../ui/Safe.tsx";
import { Failure, Skeleton } from "../../../ui/States.tsx";
import data from "../Data.module.css";
import styles from "./Health.module.css";
import { stateTones } from "./health-board.ts";

/** What to mend first: by the anomalies that could be acted on afterwards. */
export function FixList() {
  const { data: fixes, error, refetch } = useRequest("health.fixes", {});
  return (
    <section aria-label="Fix next">
      <div className={data["section"]}>
        <h2>Fix next</h2>
        <span>most anomalies unlocked first</span>
      </div>
      {error === null ? null : <Failure title="The list could not be read" error={error} onRetry={() => void refetch()} />}
      {fixes === undefined && error === null ? <Skeleton lines={3} label="Reading what to mend" /> : null}
      {fixes?.length === 0 ? <p className={styles["quiet"]}>Nothing needs mending.</p> : null}
      <ol className={styles["fixes"]}>
        {fixes?.map(({ fix, metric, source, state, unlocks, touches }) => (
          <li key={fix}>
            <Mark tone={stateTones[state]} />
            <div>
              <Safe text={fix} />
              <span className={styles["quiet"]}>
                <Link to="/data" search={{ view: "health", metric, source: source ?? undefined }}>
                  {healthMetric(metric).title}
                </Link>
                {touches === 0
                  ? " · holds back no anomaly in the queue"
                  : ` · holds back ${plural(touches, "anomaly", "anomalies")}, ${unlocks} of them alone`}
              </span>
            </div>
            <b className={styles["unlocks"]}>{unlocks === 0 ? "" : `+${unlocks}`}</b>
          </li>
        ))}
      </ol>
    </section>
  );
}
