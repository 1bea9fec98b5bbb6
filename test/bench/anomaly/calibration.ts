import { type Forest, type ModelMatrix, pathLengthSums } from "../../../electron/engine/forest/forest.ts";
import { taughtForest, teach } from "../../../electron/engine/forest/feedback/teach.ts";
import { trainForest } from "../../../electron/engine/forest/train-forest.ts";
import { benjaminiHochberg } from "../../../shared/lib/false-discovery.ts";
import { conformalPValue, createCalibration } from "../../../electron/engine/scoring/conformal.ts";
import { createRandom } from "../../../shared/lib/random.ts";
import { type LabelledMatrix, shuffled, takeRows } from "../../unit-support/benchmark-data.ts";
import { askOracle } from "./feedback.ts";
import { type Measured, measured, range } from "./statistics.ts";

export interface ErrorRates {
  /** Share of ordinary test rows with p <= .05. */
  readonly typeOne: Measured;
  /** False discoveries among those flagged at alpha = .1 by Benjamini-Hochberg; 0 when nothing is flagged. */
  readonly fdr: Measured;
  /** Share of the test's anomalies flagged. */
  readonly power: Measured;
}

const alpha = 0.1;
const verdicts = 60;

/** 40 % train, 30 % calibration (ordinary rows only), 30 % test, per seed; also with 60 verdicts given on the training part. */
export function calibration(all: LabelledMatrix, seeds: readonly number[]): { before: ErrorRates; after: ErrorRates } {
  const runs = seeds.map((seed) => runOf(all, seed));
  return { before: ratesOf(runs.map((r) => r.before)), after: ratesOf(runs.map((r) => r.after)) };
}

interface Rates {
  readonly typeOne: number;
  readonly fdr: number;
  readonly power: number;
}
const ratesOf = (runs: readonly Rates[]): ErrorRates => ({
  typeOne: measured(runs.map((r) => r.typeOne)),
  fdr: measured(runs.map((r) => r.fdr)),
  power: measured(runs.map((r) => r.power)),
});

function runOf(all: LabelledMatrix, seed: number): { before: Rates; after: Rates } {
  const rows = shuffled(range(all.rowCount), createRandom(seed));
  const [a, b] = [Math.round(all.rowCount * 0.4), Math.round(all.rowCount * 0.7)];
  const train = takeRows(all, rows.slice(0, a));
  const held = takeRows(
    all,
    rows.slice(a, b).filter((row) => all.isAnomaly[row] !== true),
  );
  const test = takeRows(all, rows.slice(b));
  const forest = trainForest(train, { trees: 100, sampleSize: 256, seed });
  const judged = askOracle("fg", forest, train, verdicts);
  const labelled = takeRows(
    train,
    judged.map((j) => j.row),
  );
  return {
    before: errorRates(forest, held, test),
    after: errorRates(taughtForest(forest, teach(forest, train, labelled, judged)), held, test),
  };
}

function errorRates(forest: Forest, held: ModelMatrix, test: LabelledMatrix): Rates {
  const oddness = (matrix: ModelMatrix): Float64Array => pathLengthSums(forest, matrix).map((sum) => -sum);
  const slice = createCalibration(Float32Array.from(oddness(held)));
  const p = Float64Array.from(Float32Array.from(oddness(test)), (score) => conformalPValue(slice, score));
  const flagged = benjaminiHochberg(p).map((q) => (q <= alpha ? 1 : 0));
  const count = (of: (row: number) => boolean): number => range(test.rowCount).filter(of).length;
  const anomalies = count((row) => test.isAnomaly[row] === true);
  const discoveries = count((row) => flagged[row] === 1);
  const hits = count((row) => flagged[row] === 1 && test.isAnomaly[row] === true);
  return {
    typeOne: count((row) => test.isAnomaly[row] !== true && (p[row] ?? 1) <= 0.05) / Math.max(1, test.rowCount - anomalies),
    fdr: discoveries === 0 ? 0 : (discoveries - hits) / discoveries,
    power: hits / Math.max(1, anomalies),
  };
}
