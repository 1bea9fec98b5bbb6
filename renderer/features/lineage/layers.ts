import type { ShownGraph, ShownNode } from "./fold.ts";

export const nodeWidth = 172;
export const nodeHeight = 58;
const columnGap = 34;
const rowGap = 12;
const passHeight = 10;
const margin = 20;

interface Place {
  readonly id: string;
  readonly node: ShownNode | undefined;
  readonly layer: number;
}

export interface PlacedNode {
  readonly node: ShownNode;
  readonly layer: number;
  readonly row: number;
  /** Left upper corner, in CSS pixels. */
  readonly x: number;
  readonly y: number;
}

export interface PlacedEdge {
  readonly from: string;
  readonly to: string;
  readonly job: string;
  /** An SVG path from the right of one node to the left of the other. */
  readonly path: string;
}

export interface Drawing {
  /** By column from the left, in a column from above: the order of the table too. */
  readonly nodes: readonly PlacedNode[];
  readonly edges: readonly PlacedEdge[];
  readonly width: number;
  readonly height: number;
}

/** Columns so that every edge goes to the right; what nothing goes into stands as far right as its nearest reader lets it. */
export function layersOf({ nodes, edges }: ShownGraph): ReadonlyMap<string, number> {
  const into = Map.groupBy(edges, ({ to }) => to);
  const layers = new Map<string, number>();
  const layerOf = (id: string, under: ReadonlySet<string>): number => {
    const known = layers.get(id);
    if (known !== undefined || under.has(id)) return known ?? 0;
    const way = new Set([...under, id]);
    const layer = Math.max(-1, ...(into.get(id) ?? []).map(({ from }) => layerOf(from, way))) + 1;
    layers.set(id, layer);
    return layer;
  };
  for (const { id } of nodes) layerOf(id, new Set());
  const outOf = Map.groupBy(edges, ({ from }) => from);
  for (const { id } of nodes) {
    const readers = (outOf.get(id) ?? []).map(({ to }) => layers.get(to) ?? 0);
    if (!into.has(id) && readers.length > 0) layers.set(id, Math.max(0, Math.min(...readers) - 1));
  }
  return layers;
}

/** Pieces of an edge from one column to the next, with a place to pass through in every column between. */
function piecesOf(
  { edges }: ShownGraph,
  layers: ReadonlyMap<string, number>,
): { passes: Place[]; pieces: { from: string; to: string }[]; ways: Map<string, string[]> } {
  const passes: Place[] = [];
  const pieces: { from: string; to: string }[] = [];
  const ways = new Map<string, string[]>();
  for (const { from, to } of edges) {
    if (ways.has(`${from}\n${to}`)) continue;
    const [start, end] = [layers.get(from) ?? 0, layers.get(to) ?? 0];
    const between = Array.from({ length: Math.max(0, end - start - 1) }, (_, i) => ({
      id: `pass ${from} ${to} ${i}`,
      node: undefined,
      layer: start + i + 1,
    }));
    passes.push(...between);
    const way = [from, ...between.map(({ id }) => id), to];
    for (let i = 1; i < way.length; i++) pieces.push({ from: way[i - 1] ?? "", to: way[i] ?? "" });
    ways.set(`${from}\n${to}`, way);
  }
  return { passes, pieces, ways };
}

const sweeps = 6;

/** Puts what is linked at the same height (the barycentre heuristic of Sugiyama et al., 1981); the same graph always gives the same order. */
function orderColumns(columns: Place[][], pieces: readonly { from: string; to: string }[]): void {
  const before = Map.groupBy(pieces, ({ to }) => to);
  const after = Map.groupBy(pieces, ({ from }) => from);
  const row = new Map<string, number>();
  const number = (): void => columns.forEach((column) => column.forEach(({ id }, i) => row.set(id, (i + 0.5) / column.length)));
  number();
  for (let sweep = 0; sweep < sweeps; sweep++) {
    const isForward = sweep % 2 === 0;
    for (const column of isForward ? columns : columns.toReversed()) {
      const weight = ({ id }: Place): number => {
        const near = isForward ? (before.get(id) ?? []).map((piece) => piece.from) : (after.get(id) ?? []).map((piece) => piece.to);
        return near.length === 0 ? (row.get(id) ?? 0) : near.reduce((sum, other) => sum + (row.get(other) ?? 0), 0) / near.length;
      };
      const weights = new Map(column.map((place) => [place.id, weight(place)]));
      column.sort((a, b) => (weights.get(a.id) ?? 0) - (weights.get(b.id) ?? 0));
      column.forEach(({ id }, i) => row.set(id, (i + 0.5) / column.length));
    }
  }
}

const heightOf = ({ node }: Place): number => (node === undefined ? passHeight : nodeHeight);
const spanOf = (column: readonly Place[]): number => column.reduce((sum, place) => sum + heightOf(place) + rowGap, -rowGap);

/** A drawing from left to right. */
export function drawGraph(graph: ShownGraph): Drawing {
  const layers = layersOf(graph);
  const { passes, pieces, ways } = piecesOf(graph, layers);
  const places: Place[] = [...graph.nodes.map((node) => ({ id: node.id, node, layer: layers.get(node.id) ?? 0 })), ...passes];
  const count = Math.max(0, ...places.map(({ layer }) => layer + 1));
  const columns = Array.from({ length: count }, (_, layer) => places.filter((place) => place.layer === layer));
  orderColumns(columns, pieces);
  const height = Math.max(nodeHeight, ...columns.map(spanOf));
  const middle = new Map<string, { readonly x: number; readonly y: number; readonly isPass: boolean }>();
  const nodes: PlacedNode[] = [];
  columns.forEach((column, layer) => {
    const x = margin + layer * (nodeWidth + columnGap);
    let y = margin + (height - spanOf(column)) / 2;
    for (const place of column) {
      middle.set(place.id, { x, y: y + heightOf(place) / 2, isPass: place.node === undefined });
      if (place.node !== undefined) nodes.push({ node: place.node, layer, row: nodes.filter((one) => one.layer === layer).length, x, y });
      y += heightOf(place) + rowGap;
    }
  });
  const edges = graph.edges.map((edge) => ({
    ...edge,
    path: pathOf((ways.get(`${edge.from}\n${edge.to}`) ?? []).flatMap((id) => middle.get(id) ?? [])),
  }));
  const width = Math.max(0, count * (nodeWidth + columnGap) - columnGap);
  return { nodes, edges, width: width + 2 * margin, height: height + 2 * margin };
}

function pathOf(points: readonly { readonly x: number; readonly y: number; readonly isPass: boolean }[]): string {
  const [first, ...rest] = points;
  if (first === undefined) return "";
  let [x, y] = [first.x + nodeWidth, first.y];
  let path = `M${x} ${y}`;
  for (const point of rest) {
    const half = (point.x - x) / 2;
    path += ` C${x + half} ${y} ${point.x - half} ${point.y} ${point.x} ${point.y}`;
    [x, y] = [point.x, point.y];
    if (!point.isPass) continue;
    x = point.x + nodeWidth;
    path += ` H${x}`;
  }
  return path;
}
