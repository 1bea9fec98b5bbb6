/** Average precision as scikit-learn defines it: sum over distinct scores of (recall gained) * precision; higher scores first. 0 without an anomaly. */
export function averagePrecision(scores: ArrayLike<number>, isAnomaly: readonly boolean[]): number {
  const order = Array.from(scores, (_, i) => i).sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0));
  const anomalies = isAnomaly.filter(Boolean).length;
  if (anomalies === 0) return 0;
  let found = 0;
  let sum = 0;
  for (let start = 0; start < order.length;) {
    const before = found;
    let end = start;
    while (end < order.length && scores[order[end] ?? 0] === scores[order[start] ?? 0]) {
      if (isAnomaly[order[end] ?? 0] === true) found++;
      end++;
    }
    sum += ((found - before) / anomalies) * (found / end);
    start = end;
  }
  return sum;
}
