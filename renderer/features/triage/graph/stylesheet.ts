import type { StylesheetJson } from "cytoscape";
import type { NodeElement } from "./elements.ts";
import { isMoreRead, moreSize } from "./frame.ts";
import { glyphImage } from "./glyphs.ts";
import { layerWidth } from "./layout.ts";
import type { Palette } from "./palette.ts";

const cytoscapeShapes: Record<NodeElement["shape"], string> = {
  round: "ellipse",
  host: "round-rectangle",
  address: "ellipse",
  domain: "diamond",
  process: "hexagon",
  file: "rectangle",
  cloud: "octagon",
  fold: "round-rectangle",
  plain: "round-rectangle",
};

/** Smaller than this on the screen a name cannot be read, and costs more to draw than all the rest. */
const leastFontPx = 6;

const glyphShapes = ["round", "host", "address", "file", "cloud", "process"] as const;
const tones = ["subject", "evidence", "new", "usual"] as const;

export function toneColour(palette: Palette, tone: NodeElement["tone"]): string {
  if (tone === "subject") return palette.acc;
  if (tone === "evidence") return palette.bad;
  return tone === "new" ? palette.warn : palette.tx2;
}

function nodeRules(palette: Palette): StylesheetJson {
  return [
    {
      selector: "node",
      style: {
        "background-color": palette.panel,
        "border-width": 2,
        "border-color": palette.tx2,
        "font-family": palette.fontUi,
        "font-size": 11,
        color: palette.tx,
        label: "data(text)",
        "min-zoomed-font-size": leastFontPx,
        "text-valign": "center",
        "text-halign": "center",
        "overlay-opacity": 0,
        "background-width": "22px",
        "background-height": "22px",
        "background-image-smoothing": "yes",
      },
    },
    { selector: "node[size]", style: { width: "data(size)", height: "data(size)" } },
    ...Object.entries(cytoscapeShapes).map(([shape, cytoscapeShape]) => ({
      selector: `node[shape = "${shape}"]`,
      style: { shape: cytoscapeShape },
    })),
    { selector: 'node[shape = "process"]', style: { width: 44, height: 40 } },
    { selector: 'node[shape = "file"]', style: { width: 34, height: 40 } },
    { selector: 'node[shape = "fold"]', style: { width: 46, height: 34, "font-weight": 600, "border-color": palette.usual } },
    {
      selector: 'node[tone = "subject"]',
      style: { "border-width": 3, "border-color": palette.acc, "background-color": palette.accBg },
    },
    { selector: 'node[tone = "evidence"]', style: { "border-width": 2.5, "border-color": palette.bad } },
    { selector: 'node[shape = "domain"][tone = "evidence"]', style: { "background-color": palette.badBg } },
    { selector: 'node[tone = "new"]', style: { "border-width": 2.2, "border-color": palette.warn, "border-style": "dashed" } },
    { selector: "node[?isProbable]", style: { "border-style": "dashed" } },
    ...glyphShapes.flatMap((shape) =>
      tones.map((tone) => ({
        selector: `node[shape = "${shape}"][tone = "${tone}"]`,
        style: { "background-image": glyphImage(shape, toneColour(palette, tone)) },
      })),
    ),
    { selector: "node[?hasCrown]", style: { "background-image": glyphImage("crown", palette.warn), "border-width": 3 } },
    {
      selector: "node[?isHeld]",
      style: {
        "background-image": "none",
        "border-style": "double",
        "border-width": 5,
        color: palette.warn,
        "font-size": 18,
        "font-weight": 600,
      },
    },
  ] as StylesheetJson; // literal unions widen in the spread rows
}

function captionRules(palette: Palette, nameSize: number): StylesheetJson {
  const caption = {
    width: 1,
    height: 1,
    "background-opacity": 0,
    "border-width": 0,
    "background-image": "none",
    events: "no",
    "text-valign": "bottom",
    label: "data(text)",
    "text-background-color": palette.bg,
    "text-background-opacity": 0.85,
    "text-background-padding": "1px",
  };
  return [
    {
      selector: "node.pin",
      style: {
        ...caption,
        width: 14,
        height: 14,
        "background-image": glyphImage("pin", palette.acc),
        label: "",
        "background-width": "14px",
        "background-height": "14px",
      },
    },
    {
      selector: "node.named",
      style: { "text-valign": "bottom", "text-margin-y": 4, "text-background-color": palette.bg, "text-background-opacity": 0.85 },
    },
    { selector: "node.caption", style: caption },
    {
      selector: "node.named,node.caption",
      style: { "font-size": nameSize, color: palette.tx, "text-wrap": "ellipsis", "text-max-width": `${layerWidth - 14}px` },
    },
    { selector: "node[?isStrong]", style: { "font-weight": 600 } },
    {
      selector: "node.caption.below",
      style: { label: isMoreRead(nameSize) ? "data(text)" : "", "font-size": moreSize, color: palette.tx3 },
    },
    { selector: "node.caption.below[?isNew]", style: { color: palette.warn } },
  ] as StylesheetJson;
}

function edgeRules(palette: Palette, nameSize: number): StylesheetJson {
  return [
    {
      selector: "edge",
      style: {
        width: "data(width)",
        "line-color": palette.usual,
        "curve-style": "unbundled-bezier",
        "edge-distances": "node-position",
        "control-point-weights": "data(weights)",
        "control-point-distances": "data(distances)",
        "source-endpoint": "90deg",
        "target-endpoint": "270deg",
        "font-family": palette.fontUi,
        "font-size": nameSize,
        color: palette.bad,
        label: "data(label)",
        "min-zoomed-font-size": leastFontPx,
        "text-background-color": palette.bg,
        "text-background-opacity": 0.9,
        "text-background-padding": "2px",
        "overlay-opacity": 0,
      },
    },
    { selector: 'edge[direction = "back"]', style: { "source-endpoint": "270deg", "target-endpoint": "90deg" } },
    { selector: 'edge[direction = "level"]', style: { "source-endpoint": "90deg", "target-endpoint": "90deg" } },
    {
      selector: 'edge[tone = "evidence"]',
      style: { "line-color": palette.bad, "target-arrow-color": palette.bad, "target-arrow-shape": "triangle", "arrow-scale": 0.8 },
    },
    { selector: 'edge[tone = "stale"]', style: { "line-style": "dotted" } },
    { selector: 'edge[tone = "new"]', style: { "line-color": palette.warn, "line-style": "dashed", "line-dash-pattern": [6, 4] } },
    { selector: 'edge[tone = "rare"]', style: { "line-color": palette.tx2 } },
  ] as StylesheetJson;
}

/** Encodings: shape = type, ring = role, dashes = new, thickness = how often, dimmed = not on the way through the chosen node. */
export function toStylesheet(palette: Palette, nameSize: number): StylesheetJson {
  return [
    ...nodeRules(palette),
    ...captionRules(palette, nameSize),
    ...edgeRules(palette, nameSize),
    { selector: ".dimmed", style: { opacity: 0.22 } },
    {
      selector: "edge.trail",
      style: { "line-color": palette.acc, "target-arrow-color": palette.acc, "target-arrow-shape": "triangle", width: 3.5 },
    },
    { selector: "edge.focused", style: { "underlay-color": palette.acc, "underlay-opacity": 0.3, "underlay-padding": 4 } },
    { selector: "node.focused", style: { "outline-width": 2, "outline-color": palette.acc, "outline-offset": 4 } },
  ] as StylesheetJson;
}
