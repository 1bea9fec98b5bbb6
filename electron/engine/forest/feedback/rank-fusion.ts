/** k of reciprocal-rank fusion (Cormack, Clarke and Büttcher 2009); small, since only the head of a queue matters. */
const k = 10;

/** Place of every row when the highest score comes first, from 1; ties keep the order of the rows. */
export function placesOf(scores: ArrayLike<number>): Int32Array {
  const order = Uint32Array.from({ length: scores.length }, (_, row) => row).sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || a - b);
  const places = new Int32Array(scores.length);
  for (const [i, row] of order.entries()) places[row] = i + 1;
  return places;
}

/** Sum over the rankings of 1 / (10 + place); higher is stranger. Every ranking has one score per row. */
export function fuseRanks(rankings: readonly ArrayLike<number>[]): Float64Array {
  const fused = new Float64Array(rankings[0]?.length ?? 0);
  for (const scores of rankings) {
    const places = placesOf(scores);
    for (let row = 0; row < fused.length; row++) fused[row] = (fused[row] ?? 0) + 1 / (k + (places[row] ?? 0));
  }
  return fused;
}
