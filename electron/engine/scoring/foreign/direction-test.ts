import type { DirectionTest, ScoreDirection } from "../../../../shared/contract/foreign-models.ts";
import { refuse } from "../../onnx/foreign/refuse.ts";

/** Scores of rows known to be strange and to be ordinary, as the model gives them. */
export interface KnownScores {
  readonly bad: readonly number[];
  readonly good: readonly number[];
  /** Where they come from, for people. */
  readonly from: string;
}

export const minKnownRows = 10;
export const signOf = (direction: ScoreDirection): 1 | -1 => (direction === "higher_is_anomalous" ? 1 : -1);

/** Share of pairs in which the strange row scores higher; equal scores count half (Mann-Whitney). */
export function areaUnderCurve(bad: readonly number[], good: readonly number[]): number {
  const ascending = Float64Array.from(good).sort();
  const below = (value: number, isEqualToo: boolean): number => {
    let low = 0;
    let high = ascending.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const other = ascending[middle] ?? 0;
      if (other < value || (isEqualToo && other === value)) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const won = bad.reduce((sum, value) => sum + (below(value, false) + below(value, true)) / 2, 0);
  return won / (bad.length * good.length);
}

/** Standard error of an area under the curve (Hanley and McNeil 1982, Radiology 143). */
function standardError(auc: number, bad: number, good: number): number {
  const q1 = auc / (2 - auc);
  const q2 = (2 * auc * auc) / (1 + auc);
  return Math.sqrt(Math.max(0, auc * (1 - auc) + (bad - 1) * (q1 - auc * auc) + (good - 1) * (q2 - auc * auc)) / (bad * good));
}

const z95 = 1.959963984540054;
const shown = (value: number): string => value.toFixed(2);

/** Whether the score points where it is said to. Refuses a model that ranks what is known to be strange below what is known to be ordinary. */
export function testDirection({ bad, good, from }: KnownScores, direction: ScoreDirection): DirectionTest {
  const counts = { bad: bad.length, good: good.length };
  if (bad.length < minKnownRows || good.length < minKnownRows)
    return {
      ...counts,
      state: "insufficient",
      auc: null,
      low: null,
      high: null,
      because: `The direction could not be tested: ${bad.length} known strange and ${good.length} known ordinary rows (${from}); ${minKnownRows} of each are needed.`,
    };
  const sign = signOf(direction);
  const auc = areaUnderCurve(
    bad.map((s) => s * sign),
    good.map((s) => s * sign),
  );
  const error = standardError(auc, bad.length, good.length);
  const [low, high] = [Math.max(0, auc - z95 * error), Math.min(1, auc + z95 * error)];
  const figures = `AUC ${shown(auc)}, 95 % interval ${shown(low)} to ${shown(high)}, ${bad.length} strange and ${good.length} ordinary rows (${from})`;
  if (auc <= 0.5)
    return refuse(
      `with the declared direction it ranks known strange rows below known ordinary ones (${figures})`,
      high < 0.5 ? "Turn the direction round." : "The model does not tell these rows apart.",
    );
  const state = low > 0.5 ? "pass" : "uncertain";
  return {
    ...counts,
    state,
    auc,
    low,
    high,
    because: state === "pass" ? `${figures}.` : `${figures}: the interval does not rule out chance.`,
  };
}
