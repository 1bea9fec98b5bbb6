import { create } from "zustand";

interface HelpState {
  /** The text searched for in the open Help sheet; undefined while it is closed. */
  readonly sheet: string | undefined;
  /** How often it was asked what a word on the screen means. */
  readonly asks: number;
}

export const useHelp = create<HelpState>()(() => ({ sheet: undefined, asks: 0 }));

export const openHelp = (text = ""): void => useHelp.setState({ sheet: text });
export const closeHelp = (): void => useHelp.setState({ sheet: undefined });
export const askWord = (): void => useHelp.setState(({ asks }) => ({ asks: asks + 1 }));
