import type { ContextNode } from "../../../../shared/contract/context-graph.ts";

export interface Point {
  readonly x: number;
  readonly y: number;
}
export type Places = ReadonlyMap<string, Point>;

/** What a layout needs to know, so that little has to cross to the worker. */
export interface LayoutInput {
  readonly nodes: readonly Pick<ContextNode, "id" | "layer" | "role" | "isNew">[];
  readonly edges: readonly { readonly src: string; readonly dst: string }[];
}
type LayoutNode = LayoutInput["nodes"][number];

export const nodeGap = 90;
export const layerWidth = 172;
const sweeps = 4;

const roleOrder: readonly ContextNode["role"][] = ["owner", "subject", "evidence", "threat", "asset", "peer", "context", "aggregate"];

/** Nodes by layer; inside a layer new and odd ones come first, folded ones last, ties by id, so that the order never varies. */
function toLayers(graph: Pick<LayoutInput, "nodes">): LayoutNode[][] {
  const layers: LayoutNode[][] = [[], [], [], []];
  for (const node of graph.nodes) layers[node.layer]?.push(node);
  const weight = (node: LayoutNode): number => roleOrder.indexOf(node.role) * 2 - (node.isNew ? 1 : 0);
  for (const layer of layers) layer.sort((a, b) => weight(a) - weight(b) || (a.id < b.id ? -1 : 1));
  return layers;
}

function neighboursOf(graph: Pick<LayoutInput, "edges">): Map<string, string[]> {
  const neighbours = new Map<string, string[]>();
  const add = (a: string, b: string): void => {
    const list = neighbours.get(a);
    if (list === undefined) neighbours.set(a, [b]);
    else list.push(b);
  };
  for (const edge of graph.edges) {
    add(edge.src, edge.dst);
    add(edge.dst, edge.src);
  }
  return neighbours;
}

/** Moves each node of a layer towards the middle of its neighbours, which removes most crossings in small layered graphs. */
function orderByNeighbours(
  layer: readonly LayoutNode[],
  height: ReadonlyMap<string, number>,
  neighbours: ReadonlyMap<string, readonly string[]>,
): LayoutNode[] {
  const wish = new Map<string, number>();
  for (const node of layer) {
    // Summed in order of height: a sum must not depend on the order of the input.
    const known = (neighbours.get(node.id) ?? []).map((id) => height.get(id)).filter((y) => y !== undefined);
    const own = height.get(node.id) ?? 0;
    wish.set(node.id, known.length === 0 ? own : known.toSorted((a, b) => a - b).reduce((a, b) => a + b, 0) / known.length);
  }
  return layer.toSorted((a, b) => (wish.get(a.id) ?? 0) - (wish.get(b.id) ?? 0) || (height.get(a.id) ?? 0) - (height.get(b.id) ?? 0));
}

/** A tall layer is folded into two or more columns, so that sixteen touched hosts do not make the picture unreadable. */
function columnsOf(layer: readonly LayoutNode[], tallest: number): LayoutNode[][] {
  const count = Math.max(1, Math.ceil(layer.length / tallest));
  const columns: LayoutNode[][] = Array.from({ length: count }, () => []);
  for (const [i, node] of layer.entries()) columns[i % count]?.push(node);
  return columns;
}

const mostRows = 60;

/** The column height at which the picture comes out largest in a pane of the usual proportions. */
export function tallestColumn(layerSizes: readonly number[], pane = { width: 600, height: 240 }): number {
  const scaleAt = (rows: number): number => {
    const columns = layerSizes.reduce((sum, size) => sum + Math.ceil(size / rows), 0);
    const height = Math.min(rows, Math.max(1, ...layerSizes)) * nodeGap;
    return Math.min(pane.width / (columns * layerWidth), pane.height / height);
  };
  const choices = Array.from({ length: mostRows - 2 }, (_, i) => i + 3);
  return choices.reduce((best, rows) => (scaleAt(rows) > scaleAt(best) + 1e-9 ? rows : best), 3);
}

/**
 * Left to right by layer: who and where from, subject, what it touched, what that could reach. Pure and deterministic; a node
 * gets its place whatever the order of the input.
 */
function layoutAfresh(graph: LayoutInput): Map<string, Point> {
  const neighbours = neighboursOf(graph);
  let layers = toLayers(graph).filter((layer) => layer.length > 0);
  const height = new Map<string, number>();
  const spread = (layer: readonly LayoutNode[]): void => {
    for (const [i, node] of layer.entries()) height.set(node.id, (i - (layer.length - 1) / 2) * nodeGap);
  };
  for (const layer of layers) spread(layer);
  for (let sweep = 0; sweep < sweeps; sweep += 1) {
    layers = layers.map((layer) => {
      const ordered = orderByNeighbours(layer, height, neighbours);
      spread(ordered);
      return ordered;
    });
  }
  const tallest = tallestColumn(layers.map((layer) => layer.length));
  const places = new Map<string, Point>();
  let column = 0;
  for (const layer of layers) {
    for (const nodes of columnsOf(layer, tallest)) {
      const stagger = nodes.length > 2 && column % 2 === 1 ? nodeGap / 6 : 0;
      for (const [i, node] of nodes.entries())
        places.set(node.id, { x: column * layerWidth, y: (i - (nodes.length - 1) / 2) * nodeGap + stagger });
      column += 1;
    }
  }
  return places;
}

/** Nearer than this two nodes or their captions touch. */
const clear = { x: 0.6 * layerWidth, y: 0.75 * nodeGap };
const touches = (a: Point, b: Point): boolean => Math.abs(a.x - b.x) < clear.x && Math.abs(a.y - b.y) < clear.y;

/** Cells around a place in the order they are tried: the near rows first, then one column further on. */
function* cellsFrom(start: Point, step: number): Generator<Point> {
  for (let out = 0; ; out += 1)
    for (let column = 0; column <= out; column += 1)
      for (const row of out === column ? [0] : [out - column, column - out])
        yield { x: start.x + column * step * layerWidth, y: start.y + row * nodeGap };
}

/**
 * Places for every node. Those in `fixed` stay where they are to the pixel; each other takes the nearest free place beside its first
 * placed neighbour, to the right of what led to it and to the left of what it led to. Nothing fixed: the whole is laid out afresh.
 */
export function layoutGraph(graph: LayoutInput, fixed: Places = new Map()): Places {
  const kept = new Map(graph.nodes.flatMap(({ id }) => (fixed.has(id) ? [[id, fixed.get(id) ?? { x: 0, y: 0 }] as const] : [])));
  if (kept.size === 0) return layoutAfresh(graph);
  const layers = new Map(graph.nodes.map((node) => [node.id, node.layer]));
  const neighbours = neighboursOf(graph);
  const isTarget = new Set(graph.edges.map((edge) => `${edge.src}\u0000${edge.dst}`));
  const place = (id: string, anchor: string | undefined): void => {
    const at = anchor === undefined ? undefined : kept.get(anchor);
    const start = at ?? { x: 0, y: Math.max(...[...kept.values()].map(({ y }) => y)) + nodeGap };
    const step =
      anchor !== undefined && !isTarget.has(`${anchor}\u0000${id}`) && (layers.get(id) ?? 0) <= (layers.get(anchor) ?? 0) ? -1 : 1;
    const first = at === undefined ? start : { x: start.x + step * layerWidth, y: start.y };
    for (const cell of cellsFrom(first, step)) {
      if (kept.values().some((other) => touches(cell, other))) continue;
      return void kept.set(id, cell);
    }
  };
  let waiting = graph.nodes
    .map(({ id }) => id)
    .filter((id) => !kept.has(id))
    .toSorted();
  while (waiting.length > 0) {
    const anchored = waiting.flatMap((id) => {
      const anchor = (neighbours.get(id) ?? []).filter((other) => kept.has(other)).toSorted()[0];
      return anchor === undefined ? [] : [{ id, anchor }];
    });
    const [loose] = waiting;
    if (anchored.length === 0 && loose !== undefined) place(loose, undefined);
    for (const { id, anchor } of anchored) place(id, anchor);
    waiting = waiting.filter((id) => !kept.has(id));
  }
  return kept;
}
