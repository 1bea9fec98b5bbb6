import type { ContextEdge, ContextNode } from "../../../../shared/contract/triage.ts";

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Nodes and relations, as the engine gave them or folded. */
export interface GraphParts {
  readonly nodes: readonly ContextNode[];
  readonly edges: readonly ContextEdge[];
}

export const nodeGap = 90;
const layerWidth = 172;
const sweeps = 4;

const roleOrder: readonly ContextNode["role"][] = ["owner", "subject", "evidence", "threat", "asset", "peer", "context", "aggregate"];

/** Nodes by layer; inside a layer new and odd ones come first, folded ones last, ties by id, so that the order never varies. */
function toLayers(graph: Pick<GraphParts, "nodes">): ContextNode[][] {
  const layers: ContextNode[][] = [[], [], [], []];
  for (const node of graph.nodes) layers[node.layer]?.push(node);
  const weight = (node: ContextNode): number => roleOrder.indexOf(node.role) * 2 - (node.isNew ? 1 : 0);
  for (const layer of layers) layer.sort((a, b) => weight(a) - weight(b) || (a.id < b.id ? -1 : 1));
  return layers;
}

function neighboursOf(graph: Pick<GraphParts, "edges">): Map<string, string[]> {
  const neighbours = new Map<string, string[]>();
  const add = (a: string, b: string): void => void neighbours.set(a, [...(neighbours.get(a) ?? []), b]);
  for (const edge of graph.edges) {
    add(edge.src, edge.dst);
    add(edge.dst, edge.src);
  }
  return neighbours;
}

/** Moves each node of a layer towards the middle of its neighbours, which removes most crossings in small layered graphs. */
function orderByNeighbours(
  layer: readonly ContextNode[],
  height: ReadonlyMap<string, number>,
  neighbours: Map<string, string[]>,
): ContextNode[] {
  const wish = new Map<string, number>();
  for (const node of layer) {
    const known = (neighbours.get(node.id) ?? []).map((id) => height.get(id)).filter((y) => y !== undefined);
    const own = height.get(node.id) ?? 0;
    wish.set(node.id, known.length === 0 ? own : known.reduce((a, b) => a + b, 0) / known.length);
  }
  return layer.toSorted((a, b) => (wish.get(a.id) ?? 0) - (wish.get(b.id) ?? 0) || (height.get(a.id) ?? 0) - (height.get(b.id) ?? 0));
}

/** A tall layer is folded into two or more columns, so that sixteen touched hosts do not make the picture unreadable. */
function columnsOf(layer: readonly ContextNode[], tallest: number): ContextNode[][] {
  const count = Math.max(1, Math.ceil(layer.length / tallest));
  const columns: ContextNode[][] = Array.from({ length: count }, () => []);
  for (const [i, node] of layer.entries()) columns[i % count]?.push(node);
  return columns;
}

/** The column height at which the picture comes out largest in a pane of the usual proportions. */
export function tallestColumn(layerSizes: readonly number[], pane = { width: 660, height: 370 }): number {
  const scaleAt = (rows: number): number => {
    const columns = layerSizes.reduce((sum, size) => sum + Math.ceil(size / rows), 0);
    const height = Math.min(rows, Math.max(1, ...layerSizes)) * nodeGap;
    return Math.min(pane.width / (columns * layerWidth), pane.height / height);
  };
  return [3, 4, 5, 6, 7, 8, 9, 10].reduce((best, rows) => (scaleAt(rows) > scaleAt(best) + 1e-9 ? rows : best), 3);
}

/**
 * Left to right by layer: who and where from, subject, what it touched, what that could reach. Pure and deterministic; a node
 * keeps its place whatever the order of the input.
 */
export function layoutGraph(graph: GraphParts): ReadonlyMap<string, Point> {
  const neighbours = neighboursOf(graph);
  let layers = toLayers(graph).filter((layer) => layer.length > 0);
  const height = new Map<string, number>();
  const spread = (layer: readonly ContextNode[]): void => {
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
