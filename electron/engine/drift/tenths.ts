/** The tenth, 0 to 9, of the reference that each of its counts begins in; by ties there may be tenths that none begins in. */
export function tenthsOf(reference: Float64Array): number[] {
  const all = reference.reduce((sum, n) => sum + n, 0);
  let before = 0;
  return Array.from(reference, (n) => {
    const tenth = Math.min(9, Math.floor((10 * before) / all));
    before += n;
    return tenth;
  });
}

/** Counts in ten bins of about equal shares of the reference. */
export function inTenths(counts: Float64Array, reference: Float64Array): Float64Array {
  const sums = new Float64Array(10);
  for (const [k, tenth] of tenthsOf(reference).entries()) sums[tenth] = (sums[tenth] ?? 0) + (counts[k] ?? 0);
  return sums;
}
