import { Link } from "@tanstack/react-router";
import { useRequest } from "../../state/requests.ts";
import { useTime } from "../../state/use-format.ts";
import { formatCount } from "../../ui/format/number.ts";
import { shortId } from "../../ui/format/text.ts";
import { Failure, Skeleton } from "../../ui/States.tsx";
import { Tag } from "../../ui/Tag.tsx";
import { stageTone } from "./model-words.ts";
import styles from "./Models.module.css";

/** What each scoring looked at and what it surfaced. */
export function Runs({ model }: { readonly model: string }) {
  const { data, error, refetch } = useRequest("scoring.runs", {});
  const datasets = useRequest("telemetry.datasets", {});
  const time = useTime();
  if (error !== null) return <Failure title="The runs could not be read" error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Skeleton lines={4} label="Reading the runs" />;
  const runs = data.filter((run) => run.model === model).toSorted((a, b) => b.createdAt - a.createdAt);
  const datasetName = (id: string): string => {
    const found = datasets.data?.find((dataset) => dataset.id === id);
    return found === undefined ? shortId(id) : `v${String(found.number)}`;
  };
  return (
    <div>
      <div className={styles["section"]}>
        <h3>Runs</h3>
        <Link to="/triage" search={{ show: "all", q: "", model }}>
          open its queue
        </Link>
      </div>
      {runs.length === 0 ? (
        <p className={styles["quiet"]}>Nothing scored yet.</p>
      ) : (
        <table className={styles["table"]}>
          <thead>
            <tr>
              <th scope="col">When</th>
              <th scope="col">Version</th>
              <th scope="col">Dataset</th>
              <th scope="col">Subjects</th>
              <th scope="col">Surfaced</th>
              <th scope="col">Calibration n</th>
              <th scope="col">Remarks</th>
            </tr>
          </thead>
          <tbody>
            {runs.map((run) => (
              <tr key={run.id}>
                <td>{time.time(run.createdAt, "date-time")}</td>
                <td>
                  <code>{shortId(run.modelVersion)}</code> <Tag tone={stageTone(run.stage)}>{run.stage}</Tag>
                </td>
                <td className="mono">{datasetName(run.datasetVersion)}</td>
                <td>{formatCount(run.subjects)}</td>
                <td>{formatCount(run.surfaced)}</td>
                <td>{formatCount(run.calibrationRows)}</td>
                <td className={styles["remarks"]}>
                  {run.notices.length === 0 ? "none" : run.notices.map((notice) => <p key={notice}>{notice}</p>)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}
