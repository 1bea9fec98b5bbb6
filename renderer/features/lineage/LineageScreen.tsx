import { getRouteApi } from "@tanstack/react-router";
import { useCommands } from "../../commands/commands.ts";
import { useRequest } from "../../state/requests.ts";
import { Failure, Skeleton } from "../../ui/States.tsx";
import type { LineageGraph as Graph } from "../../../shared/contract/lineage.ts";
import { LineageGraph } from "./LineageGraph.tsx";
import { LineageHead } from "./LineageHead.tsx";
import { LineageStarts } from "./LineageStarts.tsx";
import { LineageTable } from "./LineageTable.tsx";
import { NodeDetail } from "./NodeDetail.tsx";
import { TraceForm } from "./TraceForm.tsx";
import { useTraced } from "./use-lineage.ts";
import styles from "./Lineage.module.css";

const route = getRouteApi("/lineage");

function TracedView({ graph, of }: { readonly graph: Graph; readonly of: string }) {
  const traced = useTraced(graph, of);
  const { chosen, verification, show, trace } = traced;
  useCommands({
    "lineage.verify": { run: () => verification.verify(), when: () => !verification.isBusy },
    "lineage.graph": () => show("graph"),
    "lineage.table": () => show("table"),
    "lineage.trace": { run: () => void (chosen !== undefined && trace(chosen.id)), when: () => chosen?.folded === undefined },
  });
  return (
    <div className={styles["screen"]}>
      <div className={styles["page"]}>
        <LineageHead traced={traced} />
        {traced.view === "table" ? <LineageTable traced={traced} /> : <LineageGraph traced={traced} />}
      </div>
      <NodeDetail traced={traced} />
    </div>
  );
}

/** What one thing was made from, down to the files, and what was made of it, up to the labels and the versions they taught. */
export function LineageScreen() {
  const { of } = route.useSearch();
  const { data, error, refetch } = useRequest("lineage.graph", { of: of ?? "" }, of !== undefined);
  if (of === undefined)
    return (
      <>
        <TraceForm />
        <LineageStarts />
      </>
    );
  if (error !== null)
    return (
      <div className={styles["state"]}>
        <Failure title="The lineage could not be read" error={error} onRetry={() => void refetch()} />
        <TraceForm />
      </div>
    );
  if (data === undefined) return <Skeleton lines={8} label="Reading the lineage" />;
  return <TracedView key={data.focus} graph={data} of={of} />;
}
