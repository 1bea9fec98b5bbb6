import type { ContextGraph } from "../../../../shared/contract/context-graph.ts";
import { historyOf } from "./graph-store.ts";

/** Keys of what is chosen in the graph of a case: a node's, or of a relation those of both its ends. */
export function chosenIn(graph: ContextGraph): readonly string[] {
  const { chosen, additions } = historyOf(graph.anomalyId).now;
  if (chosen?.kind !== "edge") return chosen === undefined ? [] : [chosen.id];
  const edge = [graph, ...additions].flatMap((parts) => parts.edges).find((one) => one.id === chosen.id);
  return edge === undefined ? [] : [edge.src, edge.dst];
}
