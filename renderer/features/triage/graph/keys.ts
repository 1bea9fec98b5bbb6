import type { KeyboardEvent } from "react";
import { edgeByStep, firstNode, neighbourByKey } from "./describe.ts";
import { isFold } from "./fold.ts";
import { setEnd, showPanel, stepBack, stepForward, takeBack } from "./graph-store.ts";
import {
  clearMarks,
  edgeOf,
  hasMarks,
  nodeOf,
  nudgeNode,
  openEvents,
  showThrough,
  togglePin,
  unfold,
  visitEdge,
  visitNode,
} from "./scene-actions.ts";
import type { Scene } from "./use-scene.ts";

/** What the keys do while the drawing has the focus, in the order they are explained. */
export const graphKeys: readonly { readonly keys: string; readonly does: string }[] = [
  { keys: "← → ↑ ↓", does: "go to the next node" },
  { keys: ", .", does: "go through the relations, oddest first" },
  { keys: "Enter", does: "only what passes through; a relation’s events; unfold" },
  { keys: "+", does: "neighbours of a node" },
  { keys: "p", does: "pin a node, or let it go" },
  { keys: "Ctrl + arrows", does: "move a node" },
  { keys: "a b", does: "path from here, path to here" },
  { keys: "Shift + e", does: "the page of what is chosen" },
  { keys: "[ ]", does: "back, forward" },
  { keys: "Backspace", does: "take the last expansion back" },
  { keys: "Esc", does: "show everything again" },
];

function enter(scene: Scene, nodeId: string | undefined): boolean {
  const edge = scene.view.chosen?.kind === "edge" ? edgeOf(scene, scene.view.chosen.id) : undefined;
  if (edge !== undefined) openEvents(scene, edge);
  else if (nodeId === undefined) return false;
  else if (isFold(nodeId)) unfold(scene, nodeId);
  else showThrough(scene, nodeId);
  return true;
}

function walk(scene: Scene, current: string, key: string): boolean {
  const { drawing, places, view } = scene;
  const id = view.chosen?.kind === "node" ? neighbourByKey(drawing.seen, current, key, places) : current;
  const node = nodeOf(scene, id);
  if (node !== undefined) visitNode(scene, node);
  return true;
}

function onNode(scene: Scene, id: string, key: string): boolean {
  if (key === "p") togglePin(scene, id);
  else if (key === "a" || key === "b") setEnd(key, id);
  else if (key === "+" || key === "=") showPanel("neighbours");
  else return false;
  return true;
}

function answer(scene: Scene, { key, ctrlKey }: Pick<KeyboardEvent, "key" | "ctrlKey">): boolean {
  const { graph, view, drawing } = scene;
  const chosen = view.chosen?.kind === "node" ? view.chosen.id : undefined;
  const current = chosen !== undefined && nodeOf(scene, chosen) !== undefined ? chosen : firstNode(drawing.seen);
  if (key.startsWith("Arrow") && current !== undefined) {
    if (ctrlKey) nudgeNode(scene, current, key);
    else return walk(scene, current, key);
    return true;
  }
  if (key === "Enter") return enter(scene, current);
  if (key === "," || key === ".") {
    const edge = edgeByStep(drawing.seen.edges, view.chosen?.kind === "edge" ? view.chosen.id : undefined, key === "." ? 1 : -1);
    if (edge !== undefined) visitEdge(scene, edge);
    return true;
  }
  if (key === "Escape" && hasMarks(scene)) clearMarks(scene);
  else if (key === "[") stepBack(graph.anomalyId);
  else if (key === "]") stepForward(graph.anomalyId);
  else if (key === "Backspace" && view.additions.length > 0) takeBack(graph.anomalyId);
  else return current !== undefined && onNode(scene, current, key);
  return true;
}

/** A key pressed in the drawing is the drawing's own when it means something there, and the desk's otherwise. */
export function answerKey(scene: Scene, event: KeyboardEvent): void {
  if (event.shiftKey && event.key.startsWith("Arrow")) return;
  if (event.altKey || event.metaKey || (event.ctrlKey && !event.key.startsWith("Arrow")) || !answer(scene, event)) return;
  event.preventDefault();
  event.stopPropagation();
}
