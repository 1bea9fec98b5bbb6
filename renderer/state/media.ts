import { useSyncExternalStore } from "react";

export function useMedia(query: string): boolean {
  const subscribe = (changed: () => void): (() => void) => {
    const list = window.matchMedia(query);
    list.addEventListener("change", changed);
    return () => list.removeEventListener("change", changed);
  };
  return useSyncExternalStore(subscribe, () => window.matchMedia(query).matches);
}
