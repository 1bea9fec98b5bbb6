import { useEffect, useMemo } from "react";
import { showFailure } from "../../../state/messages.ts";
import type { Drawing } from "./drawing.ts";
import { adjust, usePins, withPins } from "./graph-store.ts";
import type { Places } from "./layout.ts";
import { requestLayout } from "./layout-client.ts";

/** Where everything stands: what has a place keeps it, the rest is placed in the layout's worker and follows a moment later. */
export function usePlaces(anomalyId: string, placed: Drawing["placed"], known: Places): Places {
  const pins = usePins(anomalyId);
  const isMissing = placed.nodes.some((node) => !known.has(node.id));
  useEffect(() => {
    if (!isMissing) return;
    let isPast = false;
    const ids = new Set(placed.nodes.map((node) => node.id));
    const fixed = known.size === 0 ? known : new Map([...withPins(known, pins)].filter(([id]) => ids.has(id)));
    requestLayout(placed, fixed)
      .then((places) => (isPast ? undefined : adjust(anomalyId, { places })))
      .catch((error: unknown) => showFailure("The graph could not be laid out", error));
    return () => {
      isPast = true;
    };
  }, [anomalyId, placed, known, pins, isMissing]);
  return useMemo(() => withPins(known, pins), [known, pins]);
}
