import type { GraphElement } from "./elements.ts";
import type { Point } from "./layout.ts";

/** Kept free around the drawing: for the tools below, and for what is said of the chosen node above where the pane is high enough. */
const margin = { side: 18, top: 34, topShare: 0.08, bottom: 34 };
const largestZoom = 1.15;
/** In px: of a name in the drawing, at least on the screen where there is room for it, and at most in the drawing. */
const nameSizes = { drawn: 11.5, seen: 9.5, most: 25 };
/** What a node and its two lines take around its place. */
const around = { side: 78, top: 30, bottom: 62 };

/** The size of names in a drawing looked at from so far: readable on the screen for as long as there is room. */
export const nameSize = (zoom: number): number =>
  Math.min(nameSizes.most, Math.max(nameSizes.drawn, Math.round((2 * nameSizes.seen) / zoom) / 2));

/** In px: of what stands below a name. */
export const moreSize = 10.5;
/**
 * Whether what stands below names of such a size can be read: it has no room to grow with the distance, and is left to the detail of the chosen
 * node then. Cytoscape's own least size will not do, which it takes at the next power of two of the zoom.
 */
export const isMoreRead = (size: number): boolean => size <= 12.5;

interface Box {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
  readonly w: number;
  readonly h: number;
}

/** All that is drawn; from the places, since asking Cytoscape has it measure every line of text. */
export function boxOf(elements: readonly GraphElement[]): Box | undefined {
  const nodes = elements.filter((element) => element.kind === "node");
  if (nodes.length === 0) return undefined;
  const xs = nodes.map(({ position }) => position.x);
  const ys = nodes.map(({ position }) => position.y);
  const [x1, y1] = [Math.min(...xs) - around.side, Math.min(...ys) - around.top];
  const [x2, y2] = [Math.max(...xs) + around.side, Math.max(...ys) + around.bottom];
  return { x1, y1, x2, y2, w: x2 - x1, h: y2 - y1 };
}

/** How far from, and where, all of the box is seen in a pane; undefined in one that has no size, as when it is not shown. */
export function viewOf(
  box: Box | undefined,
  pane: { readonly width: number; readonly height: number },
  leastZoom: number,
): { zoom: number; pan: Point } | undefined {
  const top = Math.min(margin.top, margin.topShare * pane.height);
  const [width, height] = [pane.width - 2 * margin.side, pane.height - top - margin.bottom];
  if (box === undefined || !(width > 0 && height > 0)) return undefined;
  const zoom = Math.max(leastZoom, Math.min(largestZoom, width / box.w, height / box.h));
  const x = margin.side + (width - zoom * box.w) / 2 - zoom * box.x1;
  const y = top + (height - zoom * box.h) / 2 - zoom * box.y1;
  return { zoom, pan: { x, y } };
}
