import { averagePrecision } from "../../../electron/engine/scoring/average-precision.ts";
import { type ModelMatrix, pathLengthSums } from "../../../electron/engine/forest/forest.ts";
import { trainForest } from "../../../electron/engine/forest/train-forest.ts";
import { adbenchSplit, auroc, type LabelledMatrix } from "../../unit-support/benchmark-data.ts";
import { type Measured, measured } from "./statistics.ts";

export interface Ranking {
  readonly auroc: Measured;
  readonly ap: Measured;
}

const parameters = { trees: 100, sampleSize: 256 };
const oddness = (train: ModelMatrix, test: ModelMatrix, seed: number): Float64Array =>
  pathLengthSums(trainForest(train, { ...parameters, seed }), test).map((sum) => -sum);

function over(seeds: readonly number[], split: (seed: number) => { train: ModelMatrix; test: LabelledMatrix }): Ranking {
  const results = seeds.map((seed) => {
    const { train, test } = split(seed);
    const scores = oddness(train, test, seed);
    return { auroc: auroc(scores, test.isAnomaly), ap: averagePrecision(scores, test.isAnomaly) };
  });
  return { auroc: measured(results.map((r) => r.auroc)), ap: measured(results.map((r) => r.ap)) };
}

/** The forest without feedback: fitted and scored on all rows, and by ADBench's protocol (70/30 stratified, scaled, 1,000 to 10,000 rows). */
export const rankings = (all: LabelledMatrix, seeds: readonly number[]): { allRows: Ranking; adbench: Ranking } => ({
  allRows: over(seeds, () => ({ train: all, test: all })),
  adbench: over(seeds, (seed) => adbenchSplit(all, seed)),
});
