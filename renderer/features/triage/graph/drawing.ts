import type { ContextGraph } from "../../../../shared/contract/context-graph.ts";
import { type FoldedGraph, foldGraph, narrowFold } from "./fold.ts";
import type { GraphView } from "./history.ts";
import { type CappedGraph, capGraph, type GraphParts, widen } from "./parts.ts";
import { isWithin, spanOf, type TimeWindow } from "./time-window.ts";

/** What is seen of a case's graph. */
export interface Drawing {
  /** The graph with all that was added to it; the table's rows before the window. */
  readonly wide: GraphParts;
  readonly span: TimeWindow;
  /** All that gets a place, whatever the window. */
  readonly placed: CappedGraph;
  /** What of it the window lets through. */
  readonly seen: GraphParts;
  /** Rows of the table: every relation the window lets through, unfolded. */
  readonly rows: GraphParts;
  readonly members: FoldedGraph["members"];
}

type Shown = Pick<GraphView, "additions" | "shown" | "window">;

function derive(graph: ContextGraph, { additions, shown, window }: Shown, ofCase: TimeWindow): Drawing {
  const wide = widen(graph, additions);
  const asked = new Set([...shown, ...additions.flatMap((addition) => addition.nodes.map((node) => node.id))]);
  const folded = foldGraph(wide, asked);
  const placed = capGraph(folded);
  const span = spanOf(wide.edges, ofCase);
  if (window === undefined) return { wide, span, placed, seen: placed, rows: wide, members: folded.members };
  const passes = (edge: GraphParts["edges"][number]): boolean => isWithin(edge, window, span);
  const narrowed = narrowFold(wide, folded, passes);
  const kept = new Set(placed.nodes.map((node) => node.id));
  const seen = capGraph({ nodes: narrowed.nodes.filter((node) => kept.has(node.id)), edges: narrowed.edges });
  return { wide, span, placed, seen, rows: { nodes: wide.nodes, edges: wide.edges.filter(passes) }, members: folded.members };
}

interface Derived {
  readonly from: Shown;
  readonly drawing: Drawing;
}
const newest = new WeakMap<ContextGraph, Derived>();

/** The drawing of a graph as it is looked at; asked twice for the same, it is worked out once. */
export function drawingOf(graph: ContextGraph, view: GraphView, ofCase: TimeWindow): Drawing {
  const known = newest.get(graph);
  const { additions, shown, window } = view;
  if (known !== undefined && known.from.additions === additions && known.from.shown === shown && known.from.window === window)
    return known.drawing;
  const drawing = derive(graph, view, ofCase);
  newest.set(graph, { from: { additions, shown, window }, drawing });
  return drawing;
}
