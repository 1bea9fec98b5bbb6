import type { ContextEdge, ContextNode } from "../../../../shared/contract/context-graph.ts";
import { ellipsizeMiddle, toSafeText } from "../../../ui/format/text.ts";
import { formatCount } from "../../../ui/format/number.ts";
import type { Places, Point } from "./layout.ts";
import type { GraphParts } from "./parts.ts";

export type NodeShape = "round" | "host" | "address" | "domain" | "process" | "file" | "cloud" | "fold" | "plain";

export interface NodeElement {
  readonly kind: "node";
  readonly id: string;
  readonly shape: NodeShape;
  readonly tone: "subject" | "evidence" | "new" | "usual";
  readonly label: string;
  readonly sublabel: string;
  readonly glyph: string;
  readonly hasCrown: boolean;
  readonly isProbable: boolean;
  /** More than one candidate: drawn with a question mark, none picked. */
  readonly isHeld: boolean;
  readonly isPinned: boolean;
  /** Side of the drawn shape in px; subjects are larger, and so are nodes of high criticality. */
  readonly size: number;
  readonly position: Point;
}

export interface EdgeElement {
  readonly kind: "edge";
  readonly id: string;
  readonly source: string;
  readonly target: string;
  readonly tone: "evidence" | "new" | "rare" | "usual" | "stale";
  readonly label: string;
  readonly width: number;
  /** Bends that make the edge leave and arrive level; see toBends. */
  readonly bend: Bend;
}

export interface Bend {
  readonly direction: "forward" | "back" | "level";
  readonly weights: readonly [number, number];
  readonly distances: readonly [number, number];
}

export type GraphElement = NodeElement | EdgeElement;

const shapes: Readonly<Record<string, NodeShape>> = {
  account: "round",
  person: "round",
  user: "round",
  principal: "round",
  group: "round",
  host: "host",
  device: "host",
  endpoint: "host",
  ip: "address",
  domain: "domain",
  process: "process",
  file: "file",
  module: "file",
  script: "file",
  cloud: "cloud",
  resource: "cloud",
  service: "cloud",
};

export const mostLabelCharacters = 24;

const hasBadge = (node: ContextNode, ...words: readonly string[]): boolean =>
  node.badges.some((badge) => words.some((word) => badge.toLowerCase().includes(word)));

export const isCrownJewel = (node: ContextNode): boolean => hasBadge(node, "crown", "critical");

function toneOf(node: ContextNode): NodeElement["tone"] {
  if (node.role === "subject") return node.layer <= 1 ? "subject" : "evidence";
  if (node.role === "evidence" || node.role === "threat") return "evidence";
  return node.isNew ? "new" : "usual";
}

/** Bounded before anything else is done with it: a name may be a megabyte long. */
const short = (text: string, most = mostLabelCharacters): string => ellipsizeMiddle(toSafeText(ellipsizeMiddle(text, 4 * most)), most);

/** In a crowded drawing captions are kept as short as the columns are narrow. */
const crowdedFrom = 13;
/** In a drawing this full a second line under each node can only be read by zooming in, and costs a third of the time to draw. */
const fullFrom = 80;
const sublabelCharacters = (nodes: number): number => (nodes < crowdedFrom ? 30 : nodes < fullFrom ? 22 : 0);

function sublabelOf(node: ContextNode, most: number): string {
  const parts = [node.isNew ? "NEW" : "", node.sublabel === "" ? (isCrownJewel(node) ? "crown jewel" : "") : node.sublabel];
  return most === 0 ? "" : short(parts.filter((part) => part !== "").join(" · "), most);
}

function glyphOf(node: ContextNode, shape: NodeShape): string {
  if (shape === "fold") return `+${formatCount(node.count)}`;
  return isHeld(node) ? "?" : "";
}

const isHeld = (node: ContextNode): boolean => node.badges.includes("HOLD");

function sizeOf(node: ContextNode): number {
  if (node.role === "subject") return 46;
  return isCrownJewel(node) ? 44 : 40;
}

function toNode(node: ContextNode, position: Point, mostBelow: number, isPinned: boolean): NodeElement {
  const shape = node.role === "aggregate" ? "fold" : (shapes[node.type] ?? "plain");
  const isCounted = shape === "fold" && node.label.startsWith("+");
  return {
    kind: "node",
    id: node.id,
    shape,
    tone: toneOf(node),
    label: short(isCounted ? node.sublabel : node.label),
    sublabel: isCounted ? "" : sublabelOf(node, mostBelow),
    glyph: isCounted ? node.label : glyphOf(node, shape),
    hasCrown: isCrownJewel(node),
    isProbable: hasBadge(node, "probable", "hold", "lease"),
    isHeld: isHeld(node),
    isPinned,
    size: sizeOf(node),
    position,
  };
}

/** Width grows with the logarithm of the count, 1 to 6 px; evidence never thinner than 2.5. */
export function edgeWidth(edge: Pick<ContextEdge, "n" | "state">): number {
  const width = 1 + Math.log10(Math.max(1, edge.n)) * 0.9;
  const least = edge.state === "evidence" ? 2.5 : edge.state === "new" ? 2 : 1.2;
  return Math.round(Math.min(edge.state === "usual" ? 1.6 : 6, Math.max(least, width)) * 10) / 10;
}

/** Where along x the bends are; a little before the middle, so that the curve has no corner. */
const bendAt = 0.44;

/**
 * Two control points near half way along x, one at the height of each end, written as Cytoscape wants them: weight along the
 * line between the ends, distance across it.
 */
export function toBends(from: Point, to: Point): Bend {
  const dx = to.x - from.x;
  const dy = to.y - from.y;
  const lengthSquared = dx * dx + dy * dy;
  if (Math.abs(dx) < 1 || lengthSquared === 0) return { direction: "level", weights: [0.25, 0.75], distances: [-46, -46] };
  const length = Math.sqrt(lengthSquared);
  const along = (bendAt * dx * dx) / lengthSquared;
  const across = (bendAt * dx * dy) / length;
  return { direction: dx > 0 ? "forward" : "back", weights: [along, 1 - along], distances: [-across, across] };
}

function labelOf(edge: ContextEdge): string {
  if (edge.state === "evidence") return edge.n > 1 ? `${formatCount(edge.n)}×` : "";
  return "";
}

/** What Cytoscape draws for a context graph; same graph and places, same elements in the same order. What has no place is not drawn. */
export function toElements(graph: GraphParts, places: Places, pinned: ReadonlySet<string> = new Set()): readonly GraphElement[] {
  const mostBelow = sublabelCharacters(graph.nodes.length);
  const nodes = graph.nodes.flatMap((node) => {
    const position = places.get(node.id);
    return position === undefined ? [] : [toNode(node, position, mostBelow, pinned.has(node.id))];
  });
  const edges = graph.edges.flatMap((edge): EdgeElement[] => {
    const from = places.get(edge.src);
    const to = places.get(edge.dst);
    if (from === undefined || to === undefined) return [];
    const { id, src, dst, state } = edge;
    return [
      { kind: "edge", id, source: src, target: dst, tone: state, label: labelOf(edge), width: edgeWidth(edge), bend: toBends(from, to) },
    ];
  });
  return [...nodes, ...edges];
}

export interface ElementChanges {
  readonly removed: readonly string[];
  readonly added: readonly GraphElement[];
  readonly changed: readonly GraphElement[];
}

/** The least work that turns one drawing into another. An edge whose ends moved house is removed and added again. */
export function diffElements(before: readonly GraphElement[], after: readonly GraphElement[]): ElementChanges {
  const old = new Map(before.map((element) => [element.id, element]));
  const kept = new Set<string>();
  const added: GraphElement[] = [];
  const changed: GraphElement[] = [];
  for (const element of after) {
    const was = old.get(element.id);
    const isSameThing = was !== undefined && was.kind === element.kind && (was.kind === "node" || hasSameEnds(was, element));
    if (!isSameThing) {
      added.push(element);
      continue;
    }
    kept.add(element.id);
    if (JSON.stringify(was) !== JSON.stringify(element)) changed.push(element);
  }
  return { removed: before.filter((element) => !kept.has(element.id)).map((element) => element.id), added, changed };
}

const hasSameEnds = (a: EdgeElement, b: GraphElement): boolean => b.kind === "edge" && a.source === b.source && a.target === b.target;
