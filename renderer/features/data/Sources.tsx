import { getRouteApi } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { useRequest } from "../../state/requests.ts";
import { Scrollable } from "../../ui/Scrollable.tsx";
import { Empty, Failure, Skeleton } from "../../ui/States.tsx";
import styles from "./Data.module.css";
import { useImportState } from "./import-store.ts";
import { ImportPanel } from "./ImportPanel.tsx";
import { LabelExport } from "./LabelExport.tsx";
import { SnapshotPage } from "./SnapshotPage.tsx";
import { SnapshotTable } from "./SnapshotTable.tsx";
import { SourceTable } from "./SourceTable.tsx";

const route = getRouteApi("/data");

const MappingBuilder = lazy(async () => ({ default: (await import("./mapping/MappingBuilder.tsx")).MappingBuilder }));

function SourceList() {
  const { data, error, refetch } = useRequest("telemetry.sources", {});
  if (error !== null) return <Failure title="The sources could not be read" error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Skeleton lines={3} label="Reading the sources" />;
  if (data.length === 0) return null;
  return (
    <section aria-label="Sources">
      <div className={styles["section"]}>
        <h2>Sources</h2>
        <span>of all snapshots that are kept; a file that came twice counts once</span>
      </div>
      <SourceTable sources={data} />
    </section>
  );
}

/** What telemetry there is, how it came in, and what was refused. */
export function Sources() {
  const { state } = useImportState();
  if (state.step !== "mapping") return <Overview />;
  return (
    <Suspense fallback={<Skeleton lines={8} label="Opening the mapping" />}>
      <MappingBuilder review={state.review} file={state.file} />
    </Suspense>
  );
}

function Overview() {
  const { data, error, refetch } = useRequest("telemetry.snapshots", {});
  const { snapshot: wanted } = route.useSearch();
  const snapshots = data?.toSorted((a, b) => b.importedAt - a.importedAt);
  const chosen = snapshots?.find((snapshot) => snapshot.id === wanted) ?? snapshots?.[0];
  return (
    <div className={styles["screen"]}>
      <Scrollable className={styles["page"]} aria-label="Telemetry" data-pane="data">
        <ImportPanel />
        <SourceList />
        <section aria-label="Snapshots">
          <div className={styles["section"]}>
            <h2>Snapshots</h2>
            <span>immutable; the same files give the same id</span>
          </div>
          {error === null ? null : <Failure title="The snapshots could not be read" error={error} onRetry={() => void refetch()} />}
          {snapshots === undefined && error === null ? <Skeleton lines={4} label="Reading the snapshots" /> : null}
          {snapshots?.length === 0 ? (
            <Empty title="No telemetry yet">
              Drop Zeek logs, Windows events or CSV above. To look around first, open the simulated enterprise:{" "}
              <code>npm start -- --demo</code>
            </Empty>
          ) : null}
          {snapshots === undefined || snapshots.length === 0 ? null : <SnapshotTable snapshots={snapshots} chosen={chosen?.id} />}
        </section>
        <LabelExport />
      </Scrollable>
      {chosen === undefined ? null : <SnapshotPage key={chosen.id} snapshot={chosen} />}
    </div>
  );
}
