import { type KeyboardEvent, useMemo, useRef, useState } from "react";
import { adjust } from "./graph-store.ts";
import { rankEdges } from "./parts.ts";
import { openEvents } from "./scene-actions.ts";
import { useReturn } from "./use-return.ts";
import type { Scene } from "./use-scene.ts";

/** More rows than anybody reads make the page slow; narrowing brings the others in. */
const mostRows = 1000;

/** The rows of the table and the one the keyboard is on: that of the chosen relation to begin with. */
export function useRows(scene: Scene) {
  const { drawing, graph, view } = scene;
  const body = useRef<HTMLTableSectionElement>(null);
  const nodes = useMemo(() => new Map(drawing.wide.nodes.map((node) => [node.id, node])), [drawing.wide]);
  const ranked = useMemo(() => rankEdges(drawing.rows.edges), [drawing.rows]);
  const shown = ranked.slice(0, mostRows);
  const [at, setAt] = useState(() =>
    Math.max(
      0,
      shown.findIndex((edge) => edge.id === view.chosen?.id),
    ),
  );
  const current = Math.min(at, shown.length - 1);
  const currentRow = useRef<HTMLTableRowElement>(null);
  useReturn(currentRow);
  const visit = (index: number): void => {
    const edge = shown[index];
    setAt(index);
    if (edge !== undefined) adjust(graph.anomalyId, { chosen: { kind: "edge", id: edge.id, dims: false } });
  };
  const move = (event: KeyboardEvent): void => {
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10, Home: -shown.length, End: shown.length };
    const step = steps[event.key];
    const edge = shown[current];
    if (event.shiftKey) return;
    if (event.key === "Enter" && edge !== undefined) openEvents(scene, edge);
    else if (step !== undefined) {
      const next = Math.min(shown.length - 1, Math.max(0, current + step));
      visit(next);
      body.current?.querySelectorAll<HTMLElement>("tr")[next]?.focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return { shown, ranked, nodes, current, body, currentRow, visit, move };
}
