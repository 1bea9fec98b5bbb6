/* oxlint-disable jsx-a11y/no-noninteractive-tabindex, jsx-a11y/no-noninteractive-element-interactions -- the drawing is an application widget with its own keys */
import { useEffect, useId, useMemo, useRef, useState } from "react";
import type { GraphCanvasHandle, Marks } from "./canvas.ts";
import { describeGraph } from "./describe.ts";
import styles from "./GraphCanvas.module.css";
import { pin } from "./graph-store.ts";
import { answerKey } from "./keys.ts";
import { choose } from "./scene-actions.ts";
import { SceneDetail } from "./SceneDetail.tsx";
import { useReturn } from "./use-return.ts";
import { useCanvas } from "./use-canvas.ts";
import type { Scene } from "./use-scene.ts";

interface GraphCanvasProps {
  readonly scene: Scene;
  /** Told of the surface once it is open, and when it closes. */
  readonly onOpen: (canvas: GraphCanvasHandle | undefined) => void;
}

/** The drawing with its keyboard; the keys are in the legend. */
export function GraphCanvas({ scene, onOpen }: GraphCanvasProps) {
  const container = useRef<HTMLDivElement>(null);
  const [hovered, setHovered] = useState<string>();
  const { view, elements, graph } = scene;
  const { chosen, trail } = view;
  const summaryId = useId();
  const canvas = useCanvas(container, {
    onPick: (id) => choose(scene, id),
    onHover: setHovered,
    onMove: (id, to) => pin(graph.anomalyId, id, to),
  });
  const marks = useMemo((): Marks => ({ chosen: chosen?.id, dims: chosen?.dims ?? false, trail }), [chosen, trail]);
  const latest = useRef(marks);
  useEffect(() => {
    latest.current = marks;
    canvas?.mark(marks);
  }, [canvas, marks]);
  useEffect(() => onOpen(canvas), [canvas, onOpen]);
  useEffect(() => canvas?.show(elements, latest.current), [canvas, elements]);
  useReturn(container);
  return (
    <div className={styles["frame"]} data-graph>
      <div
        ref={container}
        className={styles["canvas"]}
        role="application"
        aria-label="Context graph"
        aria-describedby={summaryId}
        tabIndex={0}
        data-drawn={elements.length}
        data-case={graph.anomalyId}
        onKeyDown={(event) => answerKey(scene, event)}
      />
      <p id={summaryId} className="visually-hidden">
        {describeGraph(graph)} Arrow keys move between nodes, comma and full stop between relations, Enter shows what passes through a node
        or the events of a relation, T shows the same as a table.
      </p>
      <SceneDetail scene={scene} hovered={hovered} />
    </div>
  );
}
