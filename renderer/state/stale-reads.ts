import { type Query, useQueryClient } from "@tanstack/react-query";
import { useCallback, useSyncExternalStore } from "react";

/** Answers on the screen that could not be read again and are shown as they were. */
export interface StaleReads {
  readonly count: number;
  /** When the oldest of them was read, microseconds since 1970 UTC. */
  readonly readAtUs: number;
  readonly error: Error;
  readonly retry: () => void;
}

const isStale = ({ state }: Query): boolean => state.data !== undefined && state.status === "error";

export function useStaleReads(): StaleReads | undefined {
  const queries = useQueryClient();
  const cache = queries.getQueryCache();
  const subscribe = useCallback((changed: () => void) => cache.subscribe(changed), [cache]);
  // A text, so that the component draws again only when something about it changed.
  const read = (): string => {
    const old = cache.findAll({ type: "active", predicate: isStale });
    return old.length === 0 ? "" : `${String(old.length)} ${String(Math.min(...old.map(({ state }) => state.dataUpdatedAt)))}`;
  };
  const [count = 0, readAtMs = 0] = useSyncExternalStore(subscribe, read).split(" ").map(Number);
  const [first] = cache.findAll({ type: "active", predicate: isStale });
  const error = first?.state.error;
  if (count === 0 || !(error instanceof Error)) return undefined;
  return { count, readAtUs: readAtMs * 1000, error, retry: () => void queries.refetchQueries({ type: "active", predicate: isStale }) };
}
