import type { DriftCheck } from "../../../shared/contract/drift.ts";
import type { Profile } from "./envelope.ts";
import { shown } from "./raw-check.ts";
import { tenthsOf } from "./tenths.ts";

type Shape = NonNullable<DriftCheck["shape"]>;

const total = (counts: Float64Array): number => counts.reduce((sum, n) => sum + n, 0);
const plain = (x: number): number => Math.sign(x) * Math.expm1(Math.abs(x));

/** Names of the bins of a profile, and which of its counts lie in each; bins that neither side has anything in are left out. */
function binsOf(profile: Profile, reference: Float64Array): { name: string; counts: number[] }[] {
  const { support, kind, signedLog: isLog } = profile;
  const valueAt = (k: number): number => (isLog ? plain(support[k - 1] ?? 0) : (support[k - 1] ?? 0));
  const known = support.map((_, i) => i + 1);
  const [beyond, missing] = [support.length + 1, support.length + 2];
  if (kind === "discrete")
    return [
      ...known.map((k) => ({ name: shown(valueAt(k)), counts: [k] })),
      { name: "other values", counts: [0, beyond] },
      { name: "missing", counts: [missing] },
    ];
  const tenthOf = tenthsOf(reference.subarray(0, beyond));
  const tenths = [...Map.groupBy(known, (k) => tenthOf[k]).values()];
  return [
    { name: `below ${shown(valueAt(1))}`, counts: [0] },
    ...tenths.map((counts) => ({ name: `to ${shown(valueAt(counts.at(-1) ?? 1))}`, counts })),
    { name: `above ${shown(valueAt(support.length))}`, counts: [beyond] },
    { name: "missing", counts: [missing] },
  ];
}

/** Shares of values by bin, of training and of a window, from counts by bin of the profile; null where a side is empty. */
export function shapeOf(profile: Profile, reference: Float64Array, window: Float64Array): Shape | null {
  const [all, these] = [total(reference), total(window)];
  if (all === 0 || these === 0) return null;
  const shareOf = (counts: Float64Array, of: readonly number[], n: number): number => of.reduce((sum, k) => sum + (counts[k] ?? 0), 0) / n;
  const bins = binsOf(profile, reference)
    .map(({ name, counts }) => ({ name, trained: shareOf(reference, counts, all), now: shareOf(window, counts, these) }))
    .filter(({ trained, now }) => trained > 0 || now > 0);
  return { bins: bins.map(({ name }) => name), trained: bins.map((b) => b.trained), now: bins.map((b) => b.now) };
}
