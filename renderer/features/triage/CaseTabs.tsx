import { Tabs } from "@base-ui/react/tabs";
import { useMedia } from "../../state/media.ts";
import { formatCount } from "../../ui/format/number.ts";
import styles from "./Case.module.css";
import { ContextCards } from "./ContextPane.tsx";
import { EvidencePane } from "./EvidencePane.tsx";
import { GraphNote } from "./graph/GraphNote.tsx";
import { GraphPane } from "./graph/GraphPane.tsx";
import { useIsTable } from "./graph/use-is-table.ts";
import { TimelinePane } from "./TimelinePane.tsx";
import { type CaseTab, showTab, useTriage } from "./triage-store.ts";

export const contextColumnQuery = "(min-width: 1240px)";
const tabs: readonly CaseTab[] = ["graph", "timeline", "evidence", "context"];
const isTab = (value: unknown): value is CaseTab => tabs.some((tab) => tab === value);

export function CaseTabs({ anomalyId, evidenceCount }: { readonly anomalyId: string; readonly evidenceCount: number }) {
  const chosen = useTriage((s) => s.tab);
  const isTable = useIsTable();
  const hasColumn = useMedia(contextColumnQuery);
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
        {tab === "graph" ? <GraphNote anomalyId={anomalyId} isTable={isTable} /> : null}
      </div>
      <Tabs.Panel value="graph" className={styles["panel"]}>
        <GraphPane anomalyId={anomalyId} isTable={isTable} />
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
