import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useRequest } from "../../../state/requests.ts";
import { Choice } from "../../../ui/Choice.tsx";
import { formatCount } from "../../../ui/format/number.ts";
import { shortId } from "../../../ui/format/text.ts";
import { Empty, Failure, Skeleton } from "../../../ui/States.tsx";
import dataStyles from "../Data.module.css";
import { totalsOf } from "../snapshot-totals.ts";
import { RejectBrowser } from "./RejectBrowser.tsx";
import styles from "./Rejects.module.css";

const route = getRouteApi("/data");

/** The records that became no events, snapshot by snapshot. */
export function RejectsView() {
  const navigate = useNavigate();
  const { data, error, refetch } = useRequest("telemetry.snapshots", {});
  const { snapshot: wanted } = route.useSearch();
  const snapshots = (data ?? [])
    .toSorted((a, b) => b.importedAt - a.importedAt)
    .map((snapshot) => ({ snapshot, rejected: totalsOf(snapshot.manifest).rejected }));
  const chosen = snapshots.find((s) => s.snapshot.id === wanted) ?? snapshots.find((s) => s.rejected > 0) ?? snapshots[0];
  if (error !== null)
    return (
      <div className={dataStyles["page"]}>
        <Failure title="The snapshots could not be read" error={error} onRetry={() => void refetch()} />
      </div>
    );
  if (data === undefined) return <Skeleton lines={6} label="Reading the snapshots" />;
  if (chosen === undefined)
    return (
      <div className={dataStyles["page"]}>
        <Empty title="No telemetry yet">What an import rejects is kept here with its file, line and reason.</Empty>
      </div>
    );
  return (
    <div className={styles["view"]}>
      <div className={styles["snapshot"]}>
        <Choice
          label="Snapshot"
          value={chosen.snapshot.id}
          options={snapshots.map(({ snapshot, rejected }) => ({
            value: snapshot.id,
            label: `${snapshot.manifest.source} ${shortId(snapshot.id)}: ${formatCount(rejected)} rejected`,
          }))}
          onChange={(snapshot) => void navigate({ to: "/data", search: { view: "rejects", snapshot } })}
        />
      </div>
      <RejectBrowser key={chosen.snapshot.id} snapshotId={chosen.snapshot.id} />
    </div>
  );
}
