import type { ModelPreview, PreviewChange, PreviewItem } from "../../../shared/contract/preview.ts";
import { formatCount, formatPercent } from "../../ui/format/number.ts";

type List = NonNullable<ModelPreview["list"]>;

/** In the order they are offered; what a filter says when nothing is of it. */
export const changeKinds: readonly { readonly key: PreviewChange; readonly word: string; readonly none: string }[] = [
  { key: "appeared", word: "appeared", none: "Nothing appears." },
  { key: "moved", word: "moved", none: "Nothing moves." },
  { key: "vanished", word: "vanished", none: "Nothing vanishes." },
  { key: "same", word: "stayed", none: "Nothing stays where it is." },
];

export const changeWord = (change: PreviewChange): string => changeKinds.find(({ key }) => key === change)?.word ?? change;

/** Where it stood and where it would stand; what vanished has its rank among all that was scored. */
export function rankWords({ change, from, to }: Pick<PreviewItem, "change" | "from" | "to">, subjects: number): string {
  const after = to === null ? "not scored" : formatCount(to);
  if (change === "vanished")
    return `${from === null ? "not listed" : formatCount(from)} → ${to === null ? after : `${after} of ${formatCount(subjects)}`}`;
  return `${from === null ? "not listed" : formatCount(from)} → ${after}`;
}

/** Share of the queue's places that stay in it, with its n and interval. */
export function sharedWords({ k, n, low, high }: List["shared"]): string {
  if (n === 0) return "insufficient: the queue has no place to compare";
  return `${formatCount(k)} of ${formatCount(n)} places are in both, ${formatPercent(low)} to ${formatPercent(high)} (95 %)`;
}

/** Two decimals and a true minus sign; one digit of what they would round to nothing. */
export function effectWords(effect: number): string {
  const size = Math.abs(effect);
  return `${effect < 0 ? "−" : "+"}${size < 0.005 ? String(Number(size.toPrecision(1))) : size.toFixed(2)}`;
}

/** A sentence as the end of another. */
export const continued = (sentence: string): string => `${sentence.charAt(0).toLowerCase()}${sentence.slice(1)}`;
