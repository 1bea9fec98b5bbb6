import type { Places } from "./layout.ts";
import type { Addition } from "./parts.ts";
import type { TimeWindow } from "./time-window.ts";

export interface Chosen {
  readonly kind: "node" | "edge";
  readonly id: string;
  /** Everything that no path through it passes is dimmed. */
  readonly dims: boolean;
}

export interface Trail {
  readonly nodes: readonly string[];
  readonly edges: readonly string[];
}

/** How a case's graph is looked at: all that going back restores. */
export interface GraphView {
  readonly additions: readonly Addition[];
  /** Members of folds that were asked for. */
  readonly shown: ReadonlySet<string>;
  readonly chosen: Chosen | undefined;
  /** Undefined: all of the time. */
  readonly window: TimeWindow | undefined;
  readonly trail: Trail | undefined;
  readonly places: Places;
}

export interface ViewHistory {
  readonly past: readonly GraphView[];
  readonly now: GraphView;
  readonly future: readonly GraphView[];
  /** What the newest step was, so that a hundred moves of one handle are one step. */
  readonly last: string;
}

const mostSteps = 100;

export const emptyView: GraphView = {
  additions: [],
  shown: new Set(),
  chosen: undefined,
  window: undefined,
  trail: undefined,
  places: new Map(),
};

export const startHistory = (now: GraphView = emptyView): ViewHistory => ({ past: [], now, future: [], last: "" });

/** Goes on from here; a step of the same `kind` as the last one takes its place, unless kind is empty. */
export function commit(history: ViewHistory, change: Partial<GraphView>, kind = ""): ViewHistory {
  const now = { ...history.now, ...change };
  const past = kind !== "" && kind === history.last ? history.past : [...history.past, history.now].slice(-mostSteps);
  return { past, now, future: [], last: kind };
}

/** Changes what is shown without making a step of it: where things came to stand, which node the keyboard is on. */
export const amend = (history: ViewHistory, change: Partial<GraphView>): ViewHistory => ({
  ...history,
  now: { ...history.now, ...change },
});

export function goBack(history: ViewHistory): ViewHistory {
  const now = history.past.at(-1);
  return now === undefined ? history : { past: history.past.slice(0, -1), now, future: [history.now, ...history.future], last: "" };
}

export function goForward(history: ViewHistory): ViewHistory {
  const [now, ...future] = history.future;
  return now === undefined ? history : { past: [...history.past, history.now], now, future, last: "" };
}

/** Takes one addition out again, the newest when none is named, and leaves the others. */
export function withoutAddition(view: GraphView, id = view.additions.at(-1)?.id): GraphView {
  const additions = view.additions.filter((addition) => addition.id !== id);
  const gone = view.additions.find((addition) => addition.id === id);
  const chosen = gone !== undefined && view.chosen?.kind === "node" && gone.nodes.some((node) => node.id === view.chosen?.id);
  return { ...view, additions, trail: undefined, chosen: chosen ? undefined : view.chosen };
}
