import type { ContextEdge, ContextNode } from "../../../../shared/contract/context-graph.ts";
import { announce } from "../../../state/messages.ts";
import { plural } from "../../../ui/format/number.ts";
import { pickEvents, showTab } from "../triage-store.ts";
import { describeEdge, describeNode } from "./describe.ts";
import { isFold } from "./fold.ts";
import { adjust, pin, showPanel, stepTo } from "./graph-store.ts";
import type { Addition } from "./parts.ts";
import { intervalOf } from "./time-window.ts";
import type { Scene } from "./use-scene.ts";

export const nodeOf = ({ drawing }: Scene, id: string | undefined): ContextNode | undefined =>
  drawing.seen.nodes.find((node) => node.id === id) ?? drawing.wide.nodes.find((node) => node.id === id);
export const edgeOf = ({ drawing }: Scene, id: string | undefined): ContextEdge | undefined =>
  drawing.seen.edges.find((edge) => edge.id === id) ?? drawing.rows.edges.find((edge) => edge.id === id);

/** The keyboard comes to a node: said, marked, and no step to go back on. */
export function visitNode(scene: Scene, node: ContextNode): void {
  announce(describeNode(scene.drawing.seen, node));
  adjust(scene.graph.anomalyId, { chosen: { kind: "node", id: node.id, dims: false }, trail: undefined });
}

export function visitEdge(scene: Scene, edge: ContextEdge): void {
  announce(describeEdge(scene.drawing.wide, edge));
  adjust(scene.graph.anomalyId, { chosen: { kind: "edge", id: edge.id, dims: false }, trail: undefined });
}

/** Dims all that no path through the node passes, or lights everything up again. */
export function showThrough(scene: Scene, id: string): void {
  const { chosen } = scene.view;
  const dims = !(chosen?.id === id && chosen.dims);
  stepTo(scene.graph.anomalyId, { chosen: { kind: "node", id, dims }, trail: undefined });
}

export function clearMarks(scene: Scene): void {
  showPanel(undefined);
  stepTo(scene.graph.anomalyId, { chosen: undefined, trail: undefined });
}

export const hasMarks = ({ view }: Scene): boolean => view.chosen !== undefined || view.trail !== undefined;

export function unfold(scene: Scene, id: string): void {
  const members = scene.drawing.members.get(id) ?? [];
  stepTo(scene.graph.anomalyId, { shown: new Set([...scene.view.shown, ...members]), chosen: undefined, trail: undefined });
  announce(`Unfolded ${plural(members.length, "node")}.`);
}

export function foldAgain(scene: Scene): void {
  stepTo(scene.graph.anomalyId, { shown: new Set(), chosen: undefined });
}

/** Opens the events of a relation beside the case's other evidence; an edge without any says why instead. */
export function openEvents(scene: Scene, edge: ContextEdge): void {
  const title = describeEdge(scene.drawing.wide, edge);
  const { anomalyId } = scene.graph;
  stepTo(anomalyId, { chosen: { kind: "edge", id: edge.id, dims: false }, trail: undefined });
  if (edge.events.length === 0) return announce(`${title}. No single event is kept for it.`);
  pickEvents({ anomalyId, title, events: edge.events, interval: intervalOf(edge), total: edge.n });
  showTab("evidence");
}

export function choose(scene: Scene, id: string | undefined): void {
  if (id === undefined) return hasMarks(scene) ? clearMarks(scene) : undefined;
  if (isFold(id)) return unfold(scene, id);
  const edge = edgeOf(scene, id);
  if (nodeOf(scene, id) !== undefined) showThrough(scene, id);
  else if (edge !== undefined) openEvents(scene, edge);
}

export function togglePin(scene: Scene, id: string): void {
  const isPinned = scene.pinned.has(id);
  const at = scene.places.get(id);
  if (at === undefined) return;
  pin(scene.graph.anomalyId, id, isPinned ? undefined : at);
  announce(isPinned ? "Let go." : "Pinned here for this session.");
}

const nudge = 24;
const directions: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-nudge, 0],
  ArrowRight: [nudge, 0],
  ArrowUp: [0, -nudge],
  ArrowDown: [0, nudge],
};

/** Moves a node by keyboard, which pins it as dragging does. */
export function nudgeNode(scene: Scene, id: string, key: string): void {
  const at = scene.places.get(id);
  const by = directions[key];
  if (at !== undefined && by !== undefined) pin(scene.graph.anomalyId, id, { x: at.x + by[0], y: at.y + by[1] });
}

export function add(scene: Scene, addition: Addition): void {
  const { additions } = scene.view;
  stepTo(scene.graph.anomalyId, { additions: [...additions.filter(({ id }) => id !== addition.id), addition] });
}
