/* oxlint-disable jsx-a11y/no-noninteractive-tabindex, jsx-a11y/no-noninteractive-element-interactions -- the drawing is an application widget with its own keys */
import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from "react";
import type { ContextGraph, ContextNode } from "../../../../shared/contract/triage.ts";
import { announce } from "../../../state/messages.ts";
import { Button } from "../../../ui/Button.tsx";
import { Safe } from "../../../ui/Safe.tsx";
import type { GraphCanvasHandle } from "./canvas.ts";
import { describeGraph, describeNode, firstNode, neighbourByKey } from "./describe.ts";
import { toElements } from "./elements.ts";
import { foldGraph, isFold } from "./fold.ts";
import styles from "./GraphCanvas.module.css";
import { layoutGraph } from "./layout.ts";
import { useCanvas } from "./use-canvas.ts";

const zoomStep = 1.25;
const nothing: ReadonlySet<string> = new Set();

interface ToolsProps {
  readonly canvas: GraphCanvasHandle | undefined;
  readonly onFold: (() => void) | undefined;
}

function Tools({ canvas, onFold }: ToolsProps) {
  return (
    <div className={styles["tools"]}>
      {onFold === undefined ? null : (
        <Button size="small" tone="quiet" onClick={onFold}>
          Fold again
        </Button>
      )}
      <Button size="small" tone="quiet" aria-label="Zoom in" onClick={() => canvas?.zoom(zoomStep)}>
        +
      </Button>
      <Button size="small" tone="quiet" aria-label="Zoom out" onClick={() => canvas?.zoom(1 / zoomStep)}>
        −
      </Button>
      <Button size="small" tone="quiet" onClick={() => canvas?.fit()}>
        Fit
      </Button>
    </div>
  );
}

function NodeDetail({ node }: { readonly node: ContextNode }) {
  return (
    <p className={styles["detail"]}>
      <b>
        <Safe text={node.label} />
      </b>{" "}
      <Safe text={[node.type, node.sublabel, ...node.badges, node.why].filter((part) => part !== "").join(" · ")} />
    </p>
  );
}

/** The graph as drawn: what is folded, and where everything stands. */
function useDrawing(graph: ContextGraph) {
  const [opened, setOpened] = useState<{ readonly graph: ContextGraph; readonly shown: ReadonlySet<string> }>();
  const shown = opened?.graph === graph ? opened.shown : nothing;
  const drawn = useMemo(() => foldGraph(graph, shown), [graph, shown]);
  return {
    drawn,
    elements: useMemo(() => toElements(drawn), [drawn]),
    places: useMemo(() => layoutGraph(drawn), [drawn]),
    unfold: (id: string) => setOpened({ graph, shown: new Set([...shown, ...(drawn.members.get(id) ?? [])]) }),
    foldAgain: shown.size === 0 ? undefined : () => setOpened(undefined),
  };
}

/** The drawing with its keyboard: arrows walk the nodes, Enter shows only what passes through one, Escape shows all again. */
export function GraphCanvas({ graph }: { readonly graph: ContextGraph }) {
  const container = useRef<HTMLDivElement>(null);
  const [focus, setFocus] = useState<{ readonly graph: ContextGraph; readonly id: string | undefined; readonly dims: boolean }>();
  const chosen = focus?.graph === graph ? focus : undefined;
  const { drawn, elements, places, unfold, foldAgain } = useDrawing(graph);
  const summaryId = useId();
  const openFold = (id: string): void => {
    unfold(id);
    setFocus(undefined);
    announce("Unfolded.");
  };
  const canvas = useCanvas(container, (id) => {
    if (id !== undefined && isFold(id)) return openFold(id);
    setFocus({ graph, id: drawn.nodes.some((node) => node.id === id) ? id : undefined, dims: true });
  });

  useEffect(() => {
    canvas?.show(elements);
  }, [canvas, elements]);
  useEffect(() => {
    canvas?.focus(chosen?.id, chosen?.dims ?? false);
  }, [canvas, chosen?.id, chosen?.dims, elements]);

  const walk = (event: KeyboardEvent): void => {
    const { key } = event;
    const current = chosen?.id ?? firstNode(drawn);
    const isArrow = key.startsWith("Arrow") && !event.shiftKey;
    if (current === undefined || !(isArrow || key === "Enter" || (key === "Escape" && chosen?.id !== undefined))) return;
    event.preventDefault();
    event.stopPropagation();
    if (key === "Escape") return setFocus(undefined);
    if (key === "Enter" && isFold(current)) return openFold(current);
    const id = isArrow && chosen?.id !== undefined ? neighbourByKey(drawn, current, key, places) : current;
    const node = drawn.nodes.find((candidate) => candidate.id === id);
    if (node !== undefined) announce(describeNode(drawn, node));
    setFocus({ graph, id, dims: key === "Enter" });
  };

  const detail = drawn.nodes.find((node) => node.id === chosen?.id);
  return (
    <div className={styles["frame"]}>
      <div
        ref={container}
        className={styles["canvas"]}
        role="application"
        aria-label="Context graph"
        aria-describedby={summaryId}
        tabIndex={0}
        onKeyDown={walk}
      />
      <p id={summaryId} className="visually-hidden">
        {describeGraph(graph)} Arrow keys move between nodes, Enter shows what passes through one, T shows the same as a table.
      </p>
      <Tools canvas={canvas} onFold={foldAgain} />
      {detail === undefined ? null : <NodeDetail node={detail} />}
    </div>
  );
}
