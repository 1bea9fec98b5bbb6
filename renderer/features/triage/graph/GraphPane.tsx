import { useState } from "react";
import type { ContextGraph } from "../../../../shared/contract/context-graph.ts";
import { useRequest } from "../../../state/requests.ts";
import { plural } from "../../../ui/format/number.ts";
import { Failure, Skeleton } from "../../../ui/States.tsx";
import { showTable } from "../triage-store.ts";
import type { GraphCanvasHandle } from "./canvas.ts";
import { GraphCanvas } from "./GraphCanvas.tsx";
import styles from "./GraphCanvas.module.css";
import { GraphTable } from "./GraphTable.tsx";
import { GraphTools } from "./GraphTools.tsx";
import { Legend } from "./Legend.tsx";
import { NeighboursPanel } from "./NeighboursPanel.tsx";
import { PathsPanel } from "./PathsPanel.tsx";
import { useGraphs } from "./graph-store.ts";
import type { TimeWindow } from "./time-window.ts";
import { TimeSlider } from "./TimeSlider.tsx";
import { type Scene, useScene } from "./use-scene.ts";

function Panel({ scene }: { readonly scene: Scene }) {
  const panel = useGraphs((s) => s.panel);
  if (panel === "neighbours") return <NeighboursPanel scene={scene} />;
  if (panel === "paths") return <PathsPanel scene={scene} />;
  return panel === "legend" ? <Legend /> : null;
}

/** Says what did not fit, and where it is. */
function LeftOver({ scene }: { readonly scene: Scene }) {
  const { nodes, edges } = scene.drawing.placed.left;
  if (nodes + edges === 0) return null;
  return (
    <p className={styles["left"]}>
      {plural(nodes, "node")} and {plural(edges, "relation")} do not fit in the drawing.{" "}
      <button type="button" onClick={() => showTable(true)}>
        Open as table
      </button>
    </p>
  );
}

interface GraphPaneProps {
  readonly graph: ContextGraph;
  readonly ofCase: TimeWindow;
  readonly isTable: boolean;
}

function Shown({ graph, ofCase, isTable }: GraphPaneProps) {
  const scene = useScene(graph, ofCase);
  const [canvas, setCanvas] = useState<GraphCanvasHandle>();
  return (
    <>
      <div className={styles["row"]}>
        {isTable ? (
          <GraphTable scene={scene} />
        ) : (
          <div className={styles["stage"]}>
            <GraphCanvas scene={scene} onOpen={setCanvas} />
            <GraphTools scene={scene} canvas={canvas} />
            <LeftOver scene={scene} />
          </div>
        )}
        <Panel scene={scene} />
      </div>
      <TimeSlider scene={scene} />
    </>
  );
}

/** A case's graph, as a drawing or as a table of the same relations, under one window of time. */
export function GraphPane({ anomalyId, isTable }: { readonly anomalyId: string; readonly isTable: boolean }) {
  const { data, error, refetch } = useRequest("triage.context", { anomalyId });
  const { data: detail } = useRequest("triage.case", { anomalyId });
  if (error !== null) return <Failure title="The context could not be read" error={error} onRetry={() => void refetch()} />;
  if (data === undefined || detail === undefined) return <Skeleton lines={6} label="Reading the context" />;
  return <Shown graph={data} ofCase={detail.row.window} isTable={isTable} />;
}
