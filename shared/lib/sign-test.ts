/**
 * Chance that a fair coin thrown n times falls as far from even as k, on either side. Over pairs that only one of two methods got right this is the
 * exact McNemar test (McNemar 1947): k those of the one, n - k those of the other. 1 when n is 0.
 */
export function signTest(k: number, n: number): number {
  const few = Math.min(k, n - k);
  let term = 0.5 ** n;
  let tail = 0;
  for (let i = 0; i <= few; i++) {
    tail += term;
    term *= (n - i) / (i + 1);
  }
  return Math.min(1, 2 * tail);
}

/** Pairs that differ below which no outcome could reach the level: six at 5 %. */
export function fewestPairs(level: number): number {
  let n = 1;
  while (signTest(n, n) > level) n++;
  return n;
}
