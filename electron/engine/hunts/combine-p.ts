/**
 * One p-value for several, valid for small ones however they depend on each other: the Cauchy combination of Liu and Xie, "Cauchy
 * Combination Test", JASA 115 (2020), with equal weights. A p-value of exactly 1 stands for 1 − 1/n, as the authors' ACAT advises.
 * Below 1e-15 the tangent is out of digits, and 1/(πp) takes its place. Undefined for none.
 */
export function combinePValues(pValues: readonly number[]): number | undefined {
  const n = pValues.length;
  if (n === 0) return undefined;
  if (n === 1) return pValues[0];
  const ordered = pValues.toSorted((a, b) => b - a);
  let sum = 0;
  for (const given of ordered) {
    const p = given >= 1 ? 1 - 1 / n : given;
    sum += p < 1e-15 ? 1 / (Math.PI * p) : Math.tan((0.5 - p) * Math.PI);
  }
  const statistic = sum / n;
  return statistic > 1e15 ? 1 / (Math.PI * statistic) : upperTail(statistic);
}

/** P(Cauchy > x); by atan2, which keeps its digits where 0.5 − atan(x)/π has none left. */
const upperTail = (x: number): number => Math.atan2(1, x) / Math.PI;
