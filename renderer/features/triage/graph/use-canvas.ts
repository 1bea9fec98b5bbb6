import { type RefObject, useEffect, useRef, useState } from "react";
import { showFailure } from "../../../state/messages.ts";
import type { CanvasEvents, GraphCanvasHandle } from "./canvas.ts";
import { readPalette } from "./palette.ts";

/** Opens the drawing surface once; pictures come and go on it. */
export function useCanvas(container: RefObject<HTMLDivElement | null>, events: CanvasEvents): GraphCanvasHandle | undefined {
  const [canvas, setCanvas] = useState<GraphCanvasHandle>();
  const latest = useRef(events);
  useEffect(() => {
    latest.current = events;
  });
  useEffect(() => {
    const element = container.current;
    if (element === null) return;
    let opened: GraphCanvasHandle | undefined;
    let isGone = false;
    import("./canvas.ts")
      .then(({ openCanvas }) => {
        // Taken out of the page an element has no style to read, and its clean-up may be yet to come.
        if (isGone || !element.isConnected) return;
        opened = openCanvas({
          container: element,
          palette: readPalette(element),
          onPick: (id) => latest.current.onPick(id),
          onHover: (id) => latest.current.onHover(id),
          onMove: (id, to) => latest.current.onMove(id, to),
        });
        setCanvas(opened);
      })
      .catch((error: unknown) => showFailure("The graph could not be drawn", error));
    const themes = new MutationObserver(() => {
      if (element.isConnected) opened?.paint(readPalette(element));
    });
    themes.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme", "data-forced"] });
    const sizes = new ResizeObserver(() => opened?.fit());
    sizes.observe(element);
    return () => {
      isGone = true;
      themes.disconnect();
      sizes.disconnect();
      opened?.close();
      setCanvas(undefined);
    };
  }, [container]);
  return canvas;
}
