import { type KeyboardEvent, type RefObject, useEffect, useRef } from "react";
import type { Drawing, PlacedNode } from "./layers.ts";
import type { Traced } from "./use-lineage.ts";

/** The node that an arrow leads to: along a line to the side where there is one, else to what stands nearest there. */
export function nextNode({ nodes, edges }: Drawing, from: PlacedNode, key: string): PlacedNode | undefined {
  const byDistance = (a: PlacedNode, b: PlacedNode): number => Math.abs(a.y - from.y) - Math.abs(b.y - from.y) || a.row - b.row;
  if (key === "ArrowUp" || key === "ArrowDown") {
    const row = from.row + (key === "ArrowDown" ? 1 : -1);
    return nodes.find((one) => one.layer === from.layer && one.row === row);
  }
  if (key === "Home") return nodes[0];
  if (key === "End") return nodes.at(-1);
  if (key !== "ArrowLeft" && key !== "ArrowRight") return undefined;
  const isRight = key === "ArrowRight";
  const linked = new Set(
    edges.flatMap(({ from: a, to: b }) => (isRight ? (a === from.node.id ? [b] : []) : b === from.node.id ? [a] : [])),
  );
  const [along] = nodes
    .filter(({ node }) => linked.has(node.id))
    .toSorted((a, b) => Math.abs(a.layer - from.layer) - Math.abs(b.layer - from.layer) || byDistance(a, b));
  return along ?? nodes.filter((one) => one.layer === from.layer + (isRight ? 1 : -1)).toSorted(byDistance)[0];
}

interface Walk {
  readonly ground: RefObject<HTMLDivElement | null>;
  readonly move: (event: KeyboardEvent) => void;
}

/** Arrows walk the drawing, or the rows of the table; what is chosen has the focus while the focus is there at all, and is in sight. */
export function useWalk({ drawing, chosen, choose }: Traced, isTable: boolean): Walk {
  const ground = useRef<HTMLDivElement>(null);
  const seen = useRef(false);
  useEffect(() => {
    const element = ground.current?.querySelector<HTMLElement>("[data-chosen]");
    if (element === null || element === undefined) return;
    if (ground.current?.contains(document.activeElement) === true) element.focus();
    element.scrollIntoView(seen.current ? { block: "nearest", inline: "nearest" } : { block: "center", inline: "center" });
    seen.current = true;
  }, [chosen?.id, drawing]);
  const move = (event: KeyboardEvent): void => {
    const at = drawing.nodes.findIndex(({ node }) => node.id === chosen?.id);
    const from = drawing.nodes[at];
    if (from === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    const inRows = event.key === "ArrowDown" ? drawing.nodes[at + 1] : event.key === "ArrowUp" ? drawing.nodes[at - 1] : undefined;
    const next = isTable && event.key.startsWith("Arrow") ? inRows : nextNode(drawing, from, event.key);
    if (next === undefined) return;
    event.preventDefault();
    choose(next.node.id);
  };
  return { ground, move };
}
