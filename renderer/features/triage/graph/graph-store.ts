import { create } from "zustand";
import { createJSONStorage, persist } from "zustand/middleware";
import { commit, amend, goBack, goForward, type GraphView, startHistory, type ViewHistory, withoutAddition } from "./history.ts";
import type { Places, Point } from "./layout.ts";

export type GraphPanel = "neighbours" | "paths" | "legend";

interface GraphState {
  /** How each case's graph is looked at, the latest cases last. */
  readonly histories: ReadonlyMap<string, ViewHistory>;
  /** Nodes put in their place by hand, by case and node; kept for the session. */
  readonly pins: Readonly<Record<string, Readonly<Record<string, Point>>>>;
  readonly panel: GraphPanel | undefined;
  /** One comes back from elsewhere to where one was in the drawing or its table. */
  readonly returns: boolean;
  /** The ends a path is looked for between. */
  readonly ends: { readonly a: string | undefined; readonly b: string | undefined };
}

/** Cases whose view is remembered while others are looked at. */
const mostCases = 40;

export const useGraphs = create<GraphState>()(
  persist((): GraphState => ({ histories: new Map(), pins: {}, panel: undefined, returns: false, ends: { a: undefined, b: undefined } }), {
    name: "quarry.graph-pins",
    version: 1,
    storage: createJSONStorage(() => sessionStorage),
    partialize: ({ pins }) => ({ pins }),
  }),
);

const fresh = startHistory();
export const historyOf = (anomalyId: string): ViewHistory => useGraphs.getState().histories.get(anomalyId) ?? fresh;
export const useHistory = (anomalyId: string): ViewHistory => useGraphs((s) => s.histories.get(anomalyId)) ?? fresh;

function put(anomalyId: string, history: ViewHistory): void {
  useGraphs.setState(({ histories }) => {
    const rest = [...histories].filter(([id]) => id !== anomalyId).slice(1 - mostCases);
    return { histories: new Map([...rest, [anomalyId, history]]) };
  });
}

export const stepTo = (anomalyId: string, change: Partial<GraphView>, kind?: string): void =>
  put(anomalyId, commit(historyOf(anomalyId), change, kind));
export const adjust = (anomalyId: string, change: Partial<GraphView>): void => put(anomalyId, amend(historyOf(anomalyId), change));
export const stepBack = (anomalyId: string): void => put(anomalyId, goBack(historyOf(anomalyId)));
export const stepForward = (anomalyId: string): void => put(anomalyId, goForward(historyOf(anomalyId)));

/** Takes an expansion out again: a step of its own, so that it can be gone back on. */
export function takeBack(anomalyId: string, additionId?: string): void {
  const history = historyOf(anomalyId);
  put(anomalyId, commit(history, withoutAddition(history.now, additionId)));
}

export function showPanel(panel: GraphPanel | undefined): void {
  useGraphs.setState({ panel });
}
export function returnToDrawing(returns: boolean): void {
  useGraphs.setState({ returns });
}
export function setEnd(end: "a" | "b", id: string | undefined): void {
  useGraphs.setState(({ ends }) => ({ panel: "paths", ends: { ...ends, [end]: id } }));
}

const noPins: Readonly<Record<string, Point>> = {};
export const usePins = (anomalyId: string): Readonly<Record<string, Point>> => useGraphs((s) => s.pins[anomalyId]) ?? noPins;

/** Keeps a node where it is put; without a place it is let go again. */
export function pin(anomalyId: string, nodeId: string, at: Point | undefined): void {
  useGraphs.setState(({ pins }) => {
    const others = Object.fromEntries(Object.entries(pins[anomalyId] ?? {}).filter(([id]) => id !== nodeId));
    const cases = Object.entries(pins)
      .filter(([id]) => id !== anomalyId)
      .slice(1 - mostCases);
    return { pins: { ...Object.fromEntries(cases), [anomalyId]: at === undefined ? others : { ...others, [nodeId]: at } } };
  });
  // Let go, it stays where it is until the next drawing; nothing jumps.
  const { places } = historyOf(anomalyId).now;
  if (at !== undefined) adjust(anomalyId, { places: new Map([...places, [nodeId, at]]) });
}

export const withPins = (places: Places, pins: Readonly<Record<string, Point>>): Places => new Map([...places, ...Object.entries(pins)]);
