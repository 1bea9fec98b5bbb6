import { create } from "zustand";

interface HelpState {
  /** The text searched for in the open Help sheet; undefined while it is closed. */
  readonly sheet: string | undefined;
  /** How often it was asked what a word on the screen means. */
  readonly asks: number;
  readonly isTouring: boolean;
}

export const useHelp = create<HelpState>()(() => ({ sheet: undefined, asks: 0, isTouring: false }));

export const openHelp = (text = ""): void => useHelp.setState({ sheet: text });
export const closeHelp = (): void => useHelp.setState({ sheet: undefined });
export const askWord = (): void => useHelp.setState(({ asks }) => ({ asks: asks + 1 }));
export const startTour = (): void => useHelp.setState({ isTouring: true });
export const endTour = (): void => useHelp.setState({ isTouring: false });
