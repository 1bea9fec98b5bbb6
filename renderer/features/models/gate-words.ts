import type { GateLine, GateState, Share } from "../../../shared/contract/evaluations.ts";

export const stateWords: Readonly<Record<GateState, { readonly tone: "ok" | "bad" | "none"; readonly word: string }>> = {
  pass: { tone: "ok", word: "passes" },
  fail: { tone: "bad", word: "fails" },
  insufficient: { tone: "none", word: "insufficient" },
};

export const percent = (share: number): string => `${Math.round(share * 1000) / 10}\u00A0%`;
export const intervalWords = ({ low, high }: Pick<GateLine, "low" | "high">): string =>
  low === null || high === null ? "" : `${percent(low)} to ${percent(high)}`;
export const shareWords = (share: Share | null): string => (share === null || share.n === 0 ? "–" : `${share.k} of ${share.n}`);

/** How many lines stand how, worst first. */
export function summary(lines: readonly GateLine[]): string {
  const count = (state: GateState): number => lines.filter((line) => line.state === state).length;
  const parts = [
    [count("fail"), "fail"],
    [count("insufficient"), "insufficient"],
    [count("pass"), "pass"],
  ] as const;
  return parts
    .filter(([n]) => n > 0)
    .map(([n, word]) => `${n} ${word}`)
    .join(", ");
}
