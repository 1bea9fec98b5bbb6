import { ArrowLeft, ArrowRight, CircleHelp, Maximize, Route, Undo2, ZoomIn, ZoomOut } from "lucide-react";
import { Button } from "../../../ui/Button.tsx";
import type { GraphCanvasHandle } from "./canvas.ts";
import { describeGraph, spoken } from "./describe.ts";
import { type GraphPanel, showPanel, stepBack, stepForward, takeBack, useGraphs } from "./graph-store.ts";
import styles from "./GraphCanvas.module.css";
import { savePng, saveSvg } from "./save-image.ts";
import { foldAgain } from "./scene-actions.ts";
import type { Scene } from "./use-scene.ts";

const zoomStep = 1.25;
const icon = { size: 15, "aria-hidden": true } as const;

interface ToolsProps {
  readonly scene: Scene;
  readonly canvas: GraphCanvasHandle | undefined;
}

function Steps({ scene }: Pick<ToolsProps, "scene">) {
  const { anomalyId } = scene.graph;
  const { past, future, now } = scene.history;
  const newest = now.additions.at(-1);
  return (
    <>
      <Button size="small" tone="quiet" aria-label="Back" title="Back  [" disabled={past.length === 0} onClick={() => stepBack(anomalyId)}>
        <ArrowLeft {...icon} />
      </Button>
      <Button
        size="small"
        tone="quiet"
        aria-label="Forward"
        title="Forward  ]"
        disabled={future.length === 0}
        onClick={() => stepForward(anomalyId)}
      >
        <ArrowRight {...icon} />
      </Button>
      {newest === undefined ? null : (
        <Button
          size="small"
          tone="quiet"
          aria-label={`Take back ${spoken(newest.what)}`}
          title="Take the last expansion back"
          onClick={() => takeBack(anomalyId)}
        >
          <Undo2 {...icon} /> {now.additions.length}
        </Button>
      )}
      {now.shown.size === 0 ? null : (
        <Button size="small" tone="quiet" onClick={() => foldAgain(scene)}>
          Fold again
        </Button>
      )}
    </>
  );
}

function Toggle({ panel, label, children }: { readonly panel: GraphPanel; readonly label: string; readonly children: React.ReactNode }) {
  const open = useGraphs((s) => s.panel);
  return (
    <Button
      size="small"
      tone="quiet"
      aria-label={label}
      title={label}
      aria-pressed={open === panel}
      onClick={() => showPanel(open === panel ? undefined : panel)}
    >
      {children}
    </Button>
  );
}

export function GraphTools({ scene, canvas }: ToolsProps) {
  const { graph, elements } = scene;
  const png = (): void => {
    if (canvas !== undefined) void savePng(canvas, graph.anomalyId);
  };
  return (
    <div className={styles["tools"]} role="toolbar" aria-label="Drawing">
      <Steps scene={scene} />
      <Toggle panel="paths" label="Paths">
        <Route {...icon} />
      </Toggle>
      <Button size="small" tone="quiet" title="Save as a picture" onClick={png}>
        PNG
      </Button>
      <Button size="small" tone="quiet" title="Save as a drawing" onClick={() => saveSvg(elements, graph.anomalyId, describeGraph(graph))}>
        SVG
      </Button>
      <Button size="small" tone="quiet" aria-label="Zoom in" onClick={() => canvas?.zoom(zoomStep)}>
        <ZoomIn {...icon} />
      </Button>
      <Button size="small" tone="quiet" aria-label="Zoom out" onClick={() => canvas?.zoom(1 / zoomStep)}>
        <ZoomOut {...icon} />
      </Button>
      <Button size="small" tone="quiet" aria-label="Fit" title="Fit" onClick={() => canvas?.fit()}>
        <Maximize {...icon} />
      </Button>
      <Toggle panel="legend" label="Legend and keys">
        <CircleHelp {...icon} />
      </Toggle>
    </div>
  );
}
