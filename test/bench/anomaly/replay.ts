import { averagePrecision } from "../../../electron/engine/scoring/average-precision.ts";
import { type Forest, type ModelMatrix, pathLengthSums } from "../../../electron/engine/forest/forest.ts";
import { taughtForest, teach } from "../../../electron/engine/forest/feedback/teach.ts";
import { trainForest } from "../../../electron/engine/forest/train-forest.ts";
import { createRandom } from "../../../shared/lib/random.ts";
import { auroc, type LabelledMatrix, shuffled, takeRows } from "../../unit-support/benchmark-data.ts";
import { askOracle } from "./feedback.ts";
import { type Measured, measured, range } from "./statistics.ts";

const steps = ["before", "after", "replay"] as const;
type Step = (typeof steps)[number];
const verdicts = 60;

/** 60 verdicts on 70 % of the rows; the other 30 % ranked before, after, and by a new forest the same verdicts were replayed into. */
export function heldOut(all: LabelledMatrix, seeds: readonly number[]): Record<Step, { ap: Measured; auroc: Measured }> {
  const runs = seeds.map((seed) => runOf(all, seed));
  const of = (step: Step): { ap: Measured; auroc: Measured } => ({
    ap: measured(runs.map((run) => run[step].ap)),
    auroc: measured(runs.map((run) => run[step].auroc)),
  });
  return { before: of("before"), after: of("after"), replay: of("replay") };
}

function runOf(all: LabelledMatrix, seed: number): Record<Step, { ap: number; auroc: number }> {
  const rows = shuffled(range(all.rowCount), createRandom(seed));
  const cut = Math.round(all.rowCount * 0.7);
  const train = takeRows(all, rows.slice(0, cut));
  const test = takeRows(all, rows.slice(cut));
  const forest = trainForest(train, { trees: 100, sampleSize: 256, seed });
  const other = trainForest(train, { trees: 100, sampleSize: 256, seed: seed + 1000 });
  const judged = askOracle("fg", forest, train, verdicts);
  const labelled: ModelMatrix = takeRows(
    train,
    judged.map((j) => j.row),
  );
  const figures = (of: Forest): { ap: number; auroc: number } => {
    const scores = pathLengthSums(of, test).map((sum) => -sum);
    return { ap: averagePrecision(scores, test.isAnomaly), auroc: auroc(scores, test.isAnomaly) };
  };
  return {
    before: figures(forest),
    after: figures(taughtForest(forest, teach(forest, train, labelled, judged))),
    replay: figures(taughtForest(other, teach(other, train, labelled, judged))),
  };
}
