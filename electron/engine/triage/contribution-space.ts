import { isMaterial } from "../scoring/sentences.ts";

/** Contributions to a score by feature; positive ones raise it. */
export type Parts = Readonly<Record<string, number>>;

/** The features that raise the score most, strongest first; fewer than `n` when no more of them are worth a sentence. */
export function leadingReasons(parts: Parts, n: number): readonly string[] {
  const raising = Object.entries(parts).filter(([, part]) => part > 0);
  const total = raising.reduce((sum, [, part]) => sum + part, 0);
  return raising
    .filter(([, part]) => isMaterial(part, total))
    .toSorted(([f, a], [g, b]) => b - a || (f < g ? -1 : 1))
    .slice(0, n)
    .map(([feature]) => feature);
}

/** Euclidean; a feature that one of them does not have contributes nothing there. */
export function contributionDistance(a: Parts, b: Parts): number {
  const features = new Set([...Object.keys(a), ...Object.keys(b)]);
  return Math.sqrt([...features].reduce((sum, feature) => sum + ((a[feature] ?? 0) - (b[feature] ?? 0)) ** 2, 0));
}
