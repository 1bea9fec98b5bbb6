/**
 * Chance that a fair coin thrown n times falls as far from even as k, on either side. Over pairs that only one of two methods got right this is the
 * exact McNemar test (McNemar 1947): k those of the one, n - k those of the other. 1 when n is 0. In logarithms, since 0.5ⁿ leaves the range of
 * numbers beyond a thousand throws.
 */
export function signTest(k: number, n: number): number {
  const few = Math.min(k, n - k);
  let logTerm = n * Math.log(0.5);
  let tail = 0;
  for (let i = 0; i <= few; i++) {
    tail += Math.exp(logTerm);
    logTerm += Math.log((n - i) / (i + 1));
  }
  return Math.min(1, 2 * tail);
}

/** Pairs that differ below which no outcome could reach the level: six at 5 %. */
export function fewestPairs(level: number): number {
  let n = 1;
  while (signTest(n, n) > level) n++;
  return n;
}
