import type { EdgeElement, GraphElement, NodeElement } from "./elements.ts";
import { glyphStrokes } from "./glyphs.ts";
import type { Point } from "./layout.ts";
import type { Palette } from "./palette.ts";
import { toneColour } from "./stylesheet.ts";

const margin = 60;
const refused = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;
const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** Text as XML may carry it: what XML has no place for is left out, what means something to it is spelt out. */
export const toXml = (text: string): string =>
  text.replaceAll(refused, "").replaceAll(/[&<>"']/g, (character) => entities[character] ?? "");

const colourOf = (palette: Palette, tone: EdgeElement["tone"]): string =>
  tone === "evidence" ? palette.bad : tone === "new" ? palette.warn : tone === "rare" ? palette.tx2 : palette.usual;

const polygons: Partial<Record<NodeElement["shape"], readonly (readonly [number, number])[]>> = {
  domain: [
    [0, -1],
    [1, 0],
    [0, 1],
    [-1, 0],
  ],
  process: [
    [-0.5, -1],
    [0.5, -1],
    [1, 0],
    [0.5, 1],
    [-0.5, 1],
    [-1, 0],
  ],
  cloud: [
    [-0.4, -1],
    [0.4, -1],
    [1, -0.4],
    [1, 0.4],
    [0.4, 1],
    [-0.4, 1],
    [-1, 0.4],
    [-1, -0.4],
  ],
};

function outlineOf({ shape, position: { x, y }, size }: NodeElement): string {
  const half = size / 2;
  if (shape === "round" || shape === "address") return `<circle cx="${x}" cy="${y}" r="${half}"`;
  const corners = polygons[shape];
  if (corners !== undefined) return `<polygon points="${corners.map(([dx, dy]) => `${x + dx * half},${y + dy * half}`).join(" ")}"`;
  const width = shape === "fold" ? 46 : shape === "file" ? 34 : size;
  const height = shape === "fold" ? 34 : size;
  return `<rect x="${x - width / 2}" y="${y - height / 2}" width="${width}" height="${height}" rx="${shape === "file" ? 0 : 7}"`;
}

function nodeSvg(node: NodeElement, palette: Palette): string {
  const { x, y } = node.position;
  const colour = toneColour(palette, node.tone);
  const dashes = node.isProbable || node.tone === "new" ? ' stroke-dasharray="5 4"' : "";
  const glyph = node.isHeld ? "" : glyphStrokes(node.hasCrown ? "crown" : node.shape);
  const below = y + node.size / 2 + 16;
  const text = (at: number, size: number, fill: string, words: string, weight = 400): string =>
    words === ""
      ? ""
      : `<text x="${x}" y="${at}" text-anchor="middle" font-size="${size}" font-weight="${weight}" fill="${fill}">${toXml(words)}</text>`;
  return [
    `${outlineOf(node)} fill="${palette.panel}" stroke="${colour}" stroke-width="${node.tone === "subject" ? 3 : 2}"${dashes}/>`,
    glyph === ""
      ? text(y + 4, 11, node.isHeld ? palette.warn : palette.tx, node.glyph, 600)
      : `<g transform="translate(${x - 11} ${y - 11}) scale(0.917)" fill="none" stroke="${node.hasCrown ? palette.warn : colour}" stroke-width="1.8">${glyph}</g>`,
    text(below, 11.5, palette.tx, node.label, node.tone === "usual" ? 400 : 600),
    text(below + 14, 10.5, node.sublabel.startsWith("NEW") ? palette.warn : palette.tx3, node.sublabel),
  ].join("");
}

function edgeSvg(edge: EdgeElement, places: ReadonlyMap<string, Point>, palette: Palette): string {
  const [from, to] = [places.get(edge.source), places.get(edge.target)];
  if (from === undefined || to === undefined) return "";
  const middle = (from.x + to.x) / 2;
  const bulge = edge.bend.direction === "level" ? 46 : 0;
  const path = `M${from.x} ${from.y}C${middle + bulge} ${from.y} ${middle + bulge} ${to.y} ${to.x} ${to.y}`;
  const colour = colourOf(palette, edge.tone);
  const dashes = edge.tone === "new" ? ' stroke-dasharray="6 4"' : "";
  const label =
    edge.label === ""
      ? ""
      : `<text x="${middle}" y="${(from.y + to.y) / 2 - 6}" text-anchor="middle" font-size="11" fill="${colour}">${toXml(edge.label)}</text>`;
  return `<path d="${path}" fill="none" stroke="${colour}" stroke-width="${edge.width}"${dashes}/>${label}`;
}

/** The drawing as a standalone SVG document: shapes, strokes and text, nothing that acts. Same elements, same bytes. */
export function toSvg(elements: readonly GraphElement[], palette: Palette, title: string): string {
  const nodes = elements.filter((element) => element.kind === "node");
  const places = new Map(nodes.map((node) => [node.id, node.position]));
  const xs = nodes.map(({ position }) => position.x);
  const ys = nodes.map(({ position }) => position.y);
  const [left, top] = [Math.min(0, ...xs) - margin, Math.min(0, ...ys) - margin];
  const [width, height] = [Math.max(0, ...xs) + margin - left, Math.max(0, ...ys) + margin - top];
  const body = [
    ...elements.map((element) => (element.kind === "edge" ? edgeSvg(element, places, palette) : "")),
    ...nodes.map((node) => nodeSvg(node, palette)),
  ].filter((part) => part !== "");
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${left} ${top} ${width} ${height}" width="${width}" height="${height}" font-family="Inter, sans-serif">`,
    `<title>${toXml(title)}</title>`,
    `<rect x="${left}" y="${top}" width="${width}" height="${height}" fill="${palette.bg}"/>`,
    ...body,
    "</svg>",
    "",
  ].join("\n");
}
