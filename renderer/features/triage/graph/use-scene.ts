import { useMemo } from "react";
import type { ContextGraph } from "../../../../shared/contract/context-graph.ts";
import { type Drawing, drawingOf } from "./drawing.ts";
import { type GraphElement, toElements } from "./elements.ts";
import { useHistory, usePins } from "./graph-store.ts";
import type { GraphView, ViewHistory } from "./history.ts";
import type { Places } from "./layout.ts";
import type { TimeWindow } from "./time-window.ts";
import { usePlaces } from "./use-places.ts";

/** A case's graph as it is looked at now: what is drawn, where, and what can be gone back to. */
export interface Scene {
  readonly graph: ContextGraph;
  readonly ofCase: TimeWindow;
  readonly history: ViewHistory;
  readonly view: GraphView;
  readonly drawing: Drawing;
  readonly places: Places;
  readonly pinned: ReadonlySet<string>;
  readonly elements: readonly GraphElement[];
}

export function useScene(graph: ContextGraph, ofCase: TimeWindow): Scene {
  const { anomalyId } = graph;
  const history = useHistory(anomalyId);
  const view = history.now;
  const pins = usePins(anomalyId);
  const drawing = drawingOf(graph, view, ofCase);
  const places = usePlaces(anomalyId, drawing.placed, view.places);
  const pinned = useMemo(() => new Set(Object.keys(pins)), [pins]);
  const elements = useMemo(() => toElements(drawing.seen, places, pinned), [drawing, places, pinned]);
  return { graph, ofCase, history, view, drawing, places, pinned, elements };
}
