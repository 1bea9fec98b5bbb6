import cytoscape from "cytoscape";
import { type EdgeElement, diffElements, type GraphElement, type NodeElement } from "./elements.ts";
import type { Trail } from "./history.ts";
import type { Point } from "./layout.ts";
import type { Palette } from "./palette.ts";
import { boxOf, nameSize, viewOf } from "./frame.ts";
import { toStylesheet } from "./stylesheet.ts";

/** What is marked in a drawing: one thing chosen, and with `dims` only what passes through it; or a trail, the rest dimmed. */
export interface Marks {
  readonly chosen: string | undefined;
  readonly dims: boolean;
  readonly trail: Trail | undefined;
}

/** The one imperative island: owns a Cytoscape instance and nothing else does. */
export interface GraphCanvasHandle {
  show(elements: readonly GraphElement[], marks: Marks): void;
  mark(marks: Marks): void;
  paint(palette: Palette): void;
  fit(): void;
  zoom(factor: number): void;
  /** The whole drawing as a picture, twice the size it is drawn at. */
  png(): Promise<Blob>;
  close(): void;
}

export interface CanvasEvents {
  /** A node, an edge, or undefined for the ground between them. */
  onPick(id: string | undefined): void;
  onHover(id: string | undefined): void;
  onMove(id: string, to: Point): void;
}

interface CanvasOptions extends CanvasEvents {
  readonly container: HTMLElement;
  readonly palette: Palette;
}

const imageLoadMs = 80;
const renameMs = 120;
const pictureSide = 8000;
const suffixes = ["\u0000label", "\u0000below", "\u0000pin"] as const;

const captionOffset = (element: NodeElement): number => (element.shape === "fold" ? 21 : element.size / 2 + 4);

interface Part {
  readonly suffix: (typeof suffixes)[number];
  readonly at: Point;
  readonly classes: string;
  readonly text: string;
}

/** What stands around a node as things of their own. A name does only where the node's one label is taken by a sign inside it. */
function partsAround(element: NodeElement): readonly Part[] {
  const { position, size, sublabel, label, glyph } = element;
  const y = position.y + captionOffset(element);
  return [
    ...(glyph === "" ? [] : [{ suffix: "\u0000label" as const, at: { x: position.x, y }, classes: "caption", text: label }]),
    ...(sublabel === ""
      ? []
      : [{ suffix: "\u0000below" as const, at: { x: position.x, y: y + 14 }, classes: "caption below", text: sublabel }]),
    ...(element.isPinned
      ? [{ suffix: "\u0000pin" as const, at: { x: position.x + size / 2, y: position.y - size / 2 }, classes: "pin", text: "" }]
      : []),
  ];
}

function edgeDefinition({ id, source, target, tone, label, width, bend }: EdgeElement): cytoscape.ElementDefinition {
  const { direction, weights, distances } = bend;
  return { group: "edges", data: { id, source, target, tone, label, width, direction, weights: [...weights], distances: [...distances] } };
}

function nodeDefinitions(element: NodeElement): cytoscape.ElementDefinition[] {
  const { id, position, shape, tone, glyph, hasCrown, isProbable, isHeld, size, sublabel, label } = element;
  const isStrong = tone === "subject" || tone === "evidence";
  const isNamed = glyph === "";
  const look = { shape, tone, text: isNamed ? label : glyph, hasCrown, isProbable, isHeld, size, isStrong: isNamed && isStrong };
  return [
    { group: "nodes", data: { id, ...look }, position: { ...position }, classes: isNamed ? "named" : "" },
    ...partsAround(element).map(({ suffix, at, classes, text }) => ({
      group: "nodes" as const,
      data: {
        id: `${id}${suffix}`,
        owner: id,
        text,
        isStrong: isStrong && classes === "caption",

        isNew: sublabel.startsWith("NEW"),
      },
      position: { ...at },
      classes,
      selectable: false,
      grabbable: false,
    })),
  ];
}

const toDefinitions = (element: GraphElement): cytoscape.ElementDefinition[] =>
  element.kind === "edge" ? [edgeDefinition(element)] : nodeDefinitions(element);

/** Hands what is done on the drawing over, captions moving along with the node that is dragged. */
function listen(cy: cytoscape.Core, events: CanvasEvents): void {
  cy.on("tap", (event) => {
    const target: unknown = event.target;
    const element = cy.elements().filter((candidate) => candidate === target);
    events.onPick(element.nonempty() ? element.id() : undefined);
  });
  cy.on("mouseover", "node[shape],edge", (event: cytoscape.EventObjectNode) => events.onHover(event.target.id()));
  cy.on("mouseout", "node[shape],edge", () => events.onHover(undefined));
  let grabbed: Point | undefined;
  cy.on("grab", "node[shape]", (event: cytoscape.EventObjectNode) => (grabbed = { ...event.target.position() }));
  cy.on("drag", "node[shape]", (event: cytoscape.EventObjectNode) => {
    const node = event.target;
    const { x, y } = node.position();
    const before = grabbed ?? { x, y };
    for (const suffix of suffixes) cy.getElementById(`${node.id()}${suffix}`).shift({ x: x - before.x, y: y - before.y });
    grabbed = { x, y };
  });
  cy.on("dragfree", "node[shape]", (event: cytoscape.EventObjectNode) => events.onMove(event.target.id(), { ...event.target.position() }));
}

function applyMarks(cy: cytoscape.Core, { chosen, dims, trail }: Marks): void {
  cy.elements().removeClass("dimmed focused trail");
  const target: cytoscape.CollectionReturnValue = chosen === undefined ? cy.collection() : cy.getElementById(chosen).addClass("focused");
  const kept = new Set(trail === undefined ? [] : [...trail.nodes, ...trail.edges]);
  if (trail === undefined && (!dims || target.empty())) return;
  // Of a node all that leads to it and from it; of an edge its ends.
  const through = target.union(target.nodes().predecessors()).union(target.nodes().successors()).union(target.edges().connectedNodes());
  cy.elements().forEach((element) => {
    const owner: unknown = element.data("owner");
    const id = typeof owner === "string" ? owner : element.id();
    const isNear = trail === undefined ? through.has(cy.getElementById(id)) : kept.has(id);
    if (!isNear) element.addClass("dimmed");
    else if (trail !== undefined && element.isEdge()) element.addClass("trail");
  });
}

export function openCanvas({ container, palette, ...events }: CanvasOptions): GraphCanvasHandle {
  const cy = cytoscape({
    container,
    style: toStylesheet(palette, nameSize(1)),
    layout: { name: "preset" },
    minZoom: 0.1,
    maxZoom: 3,
    boxSelectionEnabled: false,
    selectionType: "single",
  });
  let shown: readonly GraphElement[] = [];
  let colours = palette;
  let repaint: ReturnType<typeof setTimeout> | undefined;
  let renaming: ReturnType<typeof setTimeout> | undefined;
  let named = nameSize(1);
  listen(cy, events);
  /** Names are as large as can be read at the distance the drawing is looked at from. */
  const nameFor = (zoom: number): void => {
    const size = nameSize(zoom);
    if (size === named) return;
    named = size;
    cy.style(toStylesheet(colours, named));
  };
  const fit = (): void => {
    cy.resize();
    const view = viewOf(boxOf(shown), { width: cy.width(), height: cy.height() }, cy.minZoom());
    if (view === undefined) return;
    cy.viewport(view);
    nameFor(view.zoom);
  };
  /** A drawing that grew is fitted only when something of it lies outside: what is in sight stays where it is. */
  const fitGrown = (): void => {
    const box = boxOf(shown);
    const { x1, y1, x2, y2 } = cy.extent();
    if (box === undefined) return;
    if (box.x1 < x1 || box.y1 < y1 || box.x2 > x2 || box.y2 > y2) fit();
  };
  const remove = (id: string): void => {
    for (const part of [id, ...suffixes.map((suffix) => `${id}${suffix}`)]) cy.getElementById(part).remove();
  };
  cy.on("zoom", () => {
    clearTimeout(renaming);
    renaming = setTimeout(() => nameFor(cy.zoom()), renameMs);
  });
  return {
    show(elements, marks) {
      const { removed, added, changed } = diffElements(shown, elements);
      const isSameDrawing = shown.some((element) => element.kind === "node" && !removed.includes(element.id));
      shown = elements;
      if (!isSameDrawing) fit();
      cy.batch(() => {
        // Nodes take their edges with them when they go, so edges are re-added after.
        for (const id of [...removed, ...changed.map((element) => element.id)]) remove(id);
        const again = new Set([...added, ...changed]);
        const missing = elements.filter(
          (element) => element.kind === "edge" && !again.has(element) && cy.getElementById(element.id).empty(),
        );
        const all = new Set([...again, ...missing]);
        cy.add(elements.filter((element) => all.has(element)).flatMap(toDefinitions));
      });
      if (isSameDrawing && added.length > 0) fitGrown();
      cy.batch(() => applyMarks(cy, marks));
      // Cytoscape 3.34 repaints when a new background image has loaded only for the elements it had then.
      clearTimeout(repaint);
      repaint = setTimeout(() => cy.forceRender(), imageLoadMs);
    },
    mark: (marks) => cy.batch(() => applyMarks(cy, marks)),
    paint(next) {
      colours = next;
      cy.style(toStylesheet(next, named));
    },
    fit,
    zoom: (factor) =>
      cy.zoom({ level: cy.zoom() * factor, renderedPosition: { x: container.clientWidth / 2, y: container.clientHeight / 2 } }),
    png: () => cy.png({ output: "blob-promise", full: true, scale: 2, bg: colours.bg, maxWidth: pictureSide, maxHeight: pictureSide }),
    close: () => {
      clearTimeout(repaint);
      clearTimeout(renaming);
      cy.destroy();
    },
  };
}
