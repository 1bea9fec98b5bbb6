import { getRouteApi } from "@tanstack/react-router";
import { useRequest } from "../../../state/requests.ts";
import { Scrollable } from "../../../ui/Scrollable.tsx";
import { Empty, Failure, Skeleton } from "../../../ui/States.tsx";
import styles from "../Data.module.css";
import { VerifyAll } from "./VerifyAll.tsx";
import { VersionPage } from "./VersionPage.tsx";
import { VersionTable } from "./VersionTable.tsx";

const route = getRouteApi("/data");

/** Dataset versions from the newest back: what each holds, what it changed, what was made of it. */
export function HistoryView() {
  const { data: versions, error, refetch } = useRequest("datasets.history", {});
  const { data: snapshots, error: listError } = useRequest("snapshots.list", {});
  const { dataset } = route.useSearch();
  const chosen = versions?.find((v) => v.id === dataset) ?? versions?.find((v) => v.isCurrent) ?? versions?.[0];
  const before = chosen === undefined ? undefined : versions?.find((v) => v.number < chosen.number && v.origin !== "composed");
  const failure = error ?? listError;
  return (
    <div className={styles["screen"]}>
      <Scrollable className={styles["page"]} aria-label="History of the data" data-pane="data">
        {failure === null ? null : <Failure title="The history could not be read" error={failure} onRetry={() => void refetch()} />}
        {(versions === undefined || snapshots === undefined) && failure === null ? (
          <Skeleton lines={6} label="Reading the history" />
        ) : null}
        {versions?.length === 0 ? (
          <Empty title="No dataset version yet">Each import makes one, and keeps those before it as they were.</Empty>
        ) : null}
        {versions === undefined || snapshots === undefined || versions.length === 0 ? null : (
          <>
            <VersionTable versions={versions} snapshots={snapshots} chosen={chosen?.id} />
            <VerifyAll />
          </>
        )}
      </Scrollable>
      {chosen === undefined || snapshots === undefined ? null : (
        <VersionPage key={chosen.id} version={chosen} before={before} snapshots={snapshots} />
      )}
    </div>
  );
}
