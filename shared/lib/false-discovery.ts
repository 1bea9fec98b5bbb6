/**
 * Smallest false-discovery rate at which Benjamini-Hochberg (1995) would flag each p-value; monotone in p. Holds for p-values
 * that are independent or positively dependent.
 */
export function benjaminiHochberg(pValues: Float64Array): Float64Array {
  const m = pValues.length;
  const order = Uint32Array.from(pValues, (_, i) => i).sort((a, b) => (pValues[a] ?? 0) - (pValues[b] ?? 0));
  const qValues = new Float64Array(m);
  let smallest = 1;
  for (let rank = m; rank >= 1; rank--) {
    const row = order[rank - 1] ?? 0;
    smallest = Math.min(smallest, ((pValues[row] ?? 1) * m) / rank);
    qValues[row] = smallest;
  }
  return qValues;
}

/** The same after Benjamini and Yekutieli (2001, Annals of Statistics 29): holds under any dependence, at the cost of 1 + 1/2 + … + 1/m. */
export function benjaminiYekutieli(pValues: Float64Array): Float64Array {
  const cost = pValues.reduce((sum, _, i) => sum + 1 / (i + 1), 0);
  return benjaminiHochberg(pValues.map((p) => p * cost));
}
