import type { Period } from "../../../../shared/contract/evaluations.ts";

type Within = Period["candidate"];

const rate = ({ k, n }: Within["precision"]): number => (n === 0 ? 0 : k / n);

/** Of precision and recall within the budget, the mean. */
export const meanWithin = ({ precision, recall }: Within): number => (rate(precision) + rate(recall)) / 2;

/** Area under a metric over consecutive periods, between 0 and 1: AUT of Pendlebury et al. 2019 (TESSERACT), by trapezoids. */
export function areaUnder(values: readonly number[]): number {
  const steps = values.slice(1).map((value, i) => (value + (values[i] ?? 0)) / 2);
  return steps.length === 0 ? (values[0] ?? 0) : steps.reduce((sum, step) => sum + step, 0) / steps.length;
}
