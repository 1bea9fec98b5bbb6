import { readFileSync } from "node:fs";
import { createRandom, type Random } from "../../shared/lib/random.ts";
import type { ModelMatrix } from "../../electron/engine/forest/forest.ts";

export interface LabelledMatrix extends ModelMatrix {
  readonly isAnomaly: readonly boolean[];
}

/** A CSV of numbers with a header and the label, 0 or 1, in the last column. Errors name the file and line. */
export function readLabelled(path: string): LabelledMatrix {
  const lines = readFileSync(path, "utf8").trim().split("\n");
  const featureCount = (lines[0] ?? "").split(",").length - 1;
  const rowCount = lines.length - 1;
  const data = new Float32Array(rowCount * featureCount);
  const isAnomaly: boolean[] = [];
  for (let row = 0; row < rowCount; row++) {
    const cells = (lines[row + 1] ?? "").split(",").map(Number);
    if (cells.length !== featureCount + 1 || cells.some((x) => !Number.isFinite(x)))
      throw new Error(`${path}, line ${row + 2}: ${featureCount + 1} numbers are expected`);
    for (let f = 0; f < featureCount; f++) data[row * featureCount + f] = cells[f] ?? 0;
    isAnomaly.push(cells[featureCount] === 1);
  }
  return { rowCount, featureCount, data, isAnomaly };
}

export function takeRows(matrix: LabelledMatrix, rows: readonly number[]): LabelledMatrix {
  const { featureCount } = matrix;
  const data = new Float32Array(rows.length * featureCount);
  for (const [i, row] of rows.entries()) data.set(matrix.data.subarray(row * featureCount, (row + 1) * featureCount), i * featureCount);
  return { rowCount: rows.length, featureCount, data, isAnomaly: rows.map((row) => matrix.isAnomaly[row] === true) };
}

export function shuffled(rows: readonly number[], random: Random): number[] {
  const result = [...rows];
  for (let i = result.length - 1; i > 0; i--) {
    const j = random.below(i + 1);
    const moved = result[i] ?? 0;
    result[i] = result[j] ?? 0;
    result[j] = moved;
  }
  return result;
}

/** Min-max scaling fitted on `fitted`. */
function scaled(matrix: LabelledMatrix, fitted: LabelledMatrix): LabelledMatrix {
  const { featureCount } = matrix;
  const low = new Float64Array(featureCount).fill(Infinity);
  const high = new Float64Array(featureCount).fill(-Infinity);
  for (const [i, x] of fitted.data.entries()) {
    const f = i % featureCount;
    low[f] = Math.min(low[f] ?? 0, x);
    high[f] = Math.max(high[f] ?? 0, x);
  }
  const data = matrix.data.map((x, i) => {
    const f = i % featureCount;
    const span = (high[f] ?? 0) - (low[f] ?? 0);
    return span === 0 ? 0 : (x - (low[f] ?? 0)) / span;
  });
  return { ...matrix, data };
}

/** ADBench's protocol: to 1,000 rows by bootstrap or 10,000 by sampling, 70/30 stratified, scaled on the training part. */
export function adbenchSplit(all: LabelledMatrix, seed: number): { train: LabelledMatrix; test: LabelledMatrix } {
  const random = createRandom(seed);
  const numbers = Array.from({ length: all.rowCount }, (_, i) => i);
  const sized =
    all.rowCount < 1000
      ? Array.from({ length: 1000 }, () => random.below(all.rowCount))
      : all.rowCount > 10_000
        ? shuffled(numbers, random).slice(0, 10_000)
        : numbers;
  const part = (label: boolean): number[] =>
    shuffled(
      sized.filter((row) => all.isAnomaly[row] === label),
      random,
    );
  const [odd, ordinary] = [part(true), part(false)];
  const cut = (rows: readonly number[]): number => Math.round(rows.length * 0.7);
  const train = takeRows(all, [...odd.slice(0, cut(odd)), ...ordinary.slice(0, cut(ordinary))]);
  const test = takeRows(all, [...odd.slice(cut(odd)), ...ordinary.slice(cut(ordinary))]);
  return { train: scaled(train, train), test: scaled(test, train) };
}

/** Area under the ROC curve by ranks, ties counted half; a higher score means more anomalous. */
export function auroc(scores: ArrayLike<number>, isAnomaly: readonly boolean[]): number {
  const order = Array.from(scores, (_, i) => i).sort((a, b) => (scores[a] ?? 0) - (scores[b] ?? 0));
  let rankSum = 0;
  for (let start = 0; start < order.length;) {
    let end = start;
    while (end < order.length && scores[order[end] ?? 0] === scores[order[start] ?? 0]) end++;
    const midRank = (start + 1 + end) / 2;
    for (let i = start; i < end; i++) if (isAnomaly[order[i] ?? 0] === true) rankSum += midRank;
    start = end;
  }
  const anomalies = isAnomaly.filter(Boolean).length;
  return (rankSum - (anomalies * (anomalies + 1)) / 2) / (anomalies * (isAnomaly.length - anomalies));
}
