import cytoscape from "cytoscape";
import { diffElements, type GraphElement, type NodeElement } from "./elements.ts";
import type { Palette } from "./palette.ts";
import { toStylesheet } from "./stylesheet.ts";

/** The one imperative island: owns a Cytoscape instance and nothing else does. */
export interface GraphCanvasHandle {
  show(elements: readonly GraphElement[]): void;
  paint(palette: Palette): void;
  /** Marks a node as having keyboard focus and dims what does not pass through it when `dims`. */
  focus(nodeId: string | undefined, dims: boolean): void;
  fit(): void;
  zoom(factor: number): void;
  close(): void;
}

interface CanvasOptions {
  readonly container: HTMLElement;
  readonly palette: Palette;
  readonly onPick: (nodeId: string | undefined) => void;
}

const padding = 28;
const largestZoom = 1.15;
const imageLoadMs = 80;

const captionOffset = (element: NodeElement): number => (element.tone === "subject" ? 27 : element.shape === "fold" ? 21 : 24);

function toDefinitions(element: GraphElement): cytoscape.ElementDefinition[] {
  if (element.kind === "edge") {
    const { id, source, target, tone, label, width, bend } = element;
    const data = {
      id,
      source,
      target,
      tone,
      label,
      width,
      direction: bend.direction,
      weights: [...bend.weights],
      distances: [...bend.distances],
    };
    return [{ group: "edges", data }];
  }
  const { id, position, label, sublabel, shape, tone, glyph, hasCrown, isProbable } = element;
  const y = position.y + captionOffset(element);
  const caption = (suffix: string, text: string, at: number, classes: string): cytoscape.ElementDefinition => ({
    group: "nodes",
    data: {
      id: `${id}${suffix}`,
      owner: id,
      text,
      isStrong: suffix === "\u0000label" && (tone === "subject" || tone === "evidence"),
      isNew: sublabel.startsWith("NEW"),
    },
    position: { x: position.x, y: at },
    classes,
    selectable: false,
  });
  return [
    { group: "nodes", data: { id, shape, tone, glyph, hasCrown, isProbable }, position: { ...position } },
    caption("\u0000label", label, y, "caption"),
    ...(sublabel === "" ? [] : [caption("\u0000below", sublabel, y + 14, "caption below")]),
  ];
}

export function openCanvas({ container, palette, onPick }: CanvasOptions): GraphCanvasHandle {
  const cy = cytoscape({
    container,
    style: toStylesheet(palette),
    layout: { name: "preset" },
    minZoom: 0.2,
    maxZoom: 3,
    autoungrabify: true,
    boxSelectionEnabled: false,
    selectionType: "single",
  });
  let shown: readonly GraphElement[] = [];
  let repaint: ReturnType<typeof setTimeout> | undefined;
  cy.on("tap", (event) => {
    const target: unknown = event.target;
    if (target === cy) return onPick(undefined);
    const node = cy.nodes().filter((candidate) => candidate === target);
    if (node.nonempty()) onPick(node.id());
  });
  const fit = (): void => {
    cy.resize();
    if (cy.elements().empty()) return;
    cy.fit(cy.elements(), padding);
    if (cy.zoom() > largestZoom) {
      cy.zoom(largestZoom);
      cy.center(cy.elements());
    }
  };
  const remove = (id: string): void => {
    for (const part of [id, `${id}\u0000label`, `${id}\u0000below`]) cy.getElementById(part).remove();
  };
  return {
    show(elements) {
      const { removed, added, changed } = diffElements(shown, elements);
      cy.batch(() => {
        // Nodes take their edges with them when they go, so edges are re-added after.
        for (const id of [...removed, ...changed.map((element) => element.id)]) remove(id);
        const missing = elements.filter((element) => element.kind === "edge" && cy.getElementById(element.id).empty());
        const again = new Set([...added, ...changed, ...missing]);
        cy.add(elements.filter((element) => again.has(element)).flatMap(toDefinitions));
      });
      shown = elements;
      fit();
      // Cytoscape 3.34 repaints when a new background image has loaded only for the elements it had then.
      clearTimeout(repaint);
      repaint = setTimeout(() => cy.forceRender(), imageLoadMs);
    },
    paint: (next) => void cy.style(toStylesheet(next)),
    focus(nodeId, dims) {
      cy.batch(() => {
        cy.elements().removeClass("dimmed focused");
        if (nodeId === undefined) return;
        const node = cy.getElementById(nodeId).addClass("focused");
        if (!dims) return;
        const near = node.union(node.predecessors()).union(node.successors());
        cy.elements().forEach((element) => {
          const owner: unknown = element.data("owner");
          const isNear = near.has(element) || (typeof owner === "string" && near.has(cy.getElementById(owner)));
          if (!isNear) element.addClass("dimmed");
        });
      });
    },
    fit,
    zoom: (factor) =>
      cy.zoom({ level: cy.zoom() * factor, renderedPosition: { x: container.clientWidth / 2, y: container.clientHeight / 2 } }),
    close: () => {
      clearTimeout(repaint);
      cy.destroy();
    },
  };
}
