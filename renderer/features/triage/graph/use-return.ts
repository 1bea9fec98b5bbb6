import { type RefObject, useEffect } from "react";
import { returnToDrawing, useGraphs } from "./graph-store.ts";

/** Gives the focus to where one was when one comes back from an entity's page. */
export function useReturn(place: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    if (!useGraphs.getState().returns) return;
    place.current?.focus();
    returnToDrawing(false);
  }, [place]);
}
