import { Tabs } from "@base-ui/react/tabs";
import { useMedia } from "../../state/media.ts";
import { useRequest } from "../../state/requests.ts";
import { formatCount, plural } from "../../ui/format/number.ts";
import { Kbd } from "../../ui/Kbd.tsx";
import { Failure, Skeleton } from "../../ui/States.tsx";
import styles from "./Case.module.css";
import { ContextCards } from "./ContextPane.tsx";
import { EvidencePane } from "./EvidencePane.tsx";
import { foldedCount, foldGraph } from "./graph/fold.ts";
import { GraphCanvas } from "./graph/GraphCanvas.tsx";
import { GraphTable } from "./graph/GraphTable.tsx";
import { TimelinePane } from "./TimelinePane.tsx";
import { type CaseTab, showTab, showTable, useTriage } from "./triage-store.ts";
import { useHotkey } from "../../commands/commands.ts";

export const contextColumnQuery = "(min-width: 1240px)";
const tabs: readonly CaseTab[] = ["graph", "timeline", "evidence", "context"];
const isTab = (value: unknown): value is CaseTab => tabs.some((tab) => tab === value);

function useContextGraph(anomalyId: string) {
  return useRequest("triage.context", { anomalyId });
}

function GraphNote({ anomalyId, isTable }: { readonly anomalyId: string; readonly isTable: boolean }) {
  const { data } = useContextGraph(anomalyId);
  const hotkey = useHotkey("triage.table");
  if (data === undefined) return null;
  const total = data.nodes.length + data.omitted.nodes;
  const folded = isTable ? 0 : foldedCount(foldGraph(data));
  return (
    <span className={styles["tab-note"]}>
      {formatCount(data.nodes.length - folded)} of {plural(total, "node")}
      {folded === 0 ? "" : `, ${formatCount(folded)} folded`} · {formatCount(data.nodes.filter((node) => node.isNew).length)} new ·{" "}
      <button type="button" aria-pressed={isTable} onClick={() => showTable(!isTable)}>
        {hotkey === undefined ? null : <Kbd hotkey={hotkey} />} {isTable ? "drawing" : "table"}
      </button>
    </span>
  );
}

function GraphPanel({ anomalyId, isTable }: { readonly anomalyId: string; readonly isTable: boolean }) {
  const { data, error, refetch } = useContextGraph(anomalyId);
  if (error !== null) return <Failure title="The context could not be read" error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Skeleton lines={6} label="Reading the context" />;
  return isTable ? <GraphTable graph={data} /> : <GraphCanvas graph={data} />;
}

export function CaseTabs({ anomalyId, evidenceCount }: { readonly anomalyId: string; readonly evidenceCount: number }) {
  const chosen = useTriage((s) => s.tab);
  const isTable = useTriage((s) => s.isTable);
  const hasColumn = useMedia(contextColumnQuery);
  const isForcedTable = useMedia("(max-width: 760px)");
  const tab = hasColumn && chosen === "context" ? "graph" : chosen;
  const title = (name: string, value: CaseTab) => (
    <Tabs.Tab value={value} className={styles["tab"]}>
      {name}
    </Tabs.Tab>
  );
  return (
    <Tabs.Root className={styles["tabs"]} value={tab} onValueChange={(value) => (isTab(value) ? showTab(value) : undefined)}>
      <div className={styles["tab-list"]}>
        <Tabs.List className={styles["tab-row"]} aria-label="Case views">
          {title("Graph", "graph")}
          {title("Timeline", "timeline")}
          {title(`Evidence ${formatCount(evidenceCount)}`, "evidence")}
          {hasColumn ? null : title("Context", "context")}
        </Tabs.List>
        {tab === "graph" ? <GraphNote anomalyId={anomalyId} isTable={isTable || isForcedTable} /> : null}
      </div>
      <Tabs.Panel value="graph" className={styles["panel"]}>
        <GraphPanel anomalyId={anomalyId} isTable={isTable || isForcedTable} />
      </Tabs.Panel>
      <Tabs.Panel value="timeline" className={styles["panel"]}>
        <TimelinePane anomalyId={anomalyId} />
      </Tabs.Panel>
      <Tabs.Panel value="evidence" className={styles["panel"]}>
        <EvidencePane anomalyId={anomalyId} />
      </Tabs.Panel>
      {hasColumn ? null : (
        <Tabs.Panel value="context" className={styles["panel"]}>
          <ContextCards anomalyId={anomalyId} />
        </Tabs.Panel>
      )}
    </Tabs.Root>
  );
}
