import { create } from "zustand";

/** The place one left to look something up, as it was: kept until one is back at it. */
export interface WayBack {
  /** What one goes back to, as in "Back to the case". */
  readonly to: string;
  readonly go: () => void;
}

export const useWayBack = create<{ readonly way: WayBack | undefined }>()(() => ({ way: undefined }));

export const setWayBack = (way: WayBack | undefined): void => useWayBack.setState({ way });
