import type { ModelVersion } from "../../../shared/contract/models.ts";
import { guardsOf } from "../labels/guards.ts";
import { heldOutEffect } from "../labels/held-out-effect.ts";
import { refuseOutcomeColumns } from "../labels/outcome-columns.ts";
import { selectLabels } from "../labels/training-labels.ts";
import { contentId } from "../hash.ts";
import { nowUs } from "../runtime.ts";
import type { TrainingLabels } from "../scoring/labelled-rows.ts";
import { type ModelWork, type PreparedTraining, prepareTraining, stageControl, trainModel } from "../scoring/train-model.ts";

type Round = ModelWork & { readonly seed: number };

/** Trains with the verdicts in force: what may teach, what it would have taught in time, and the rules it was held to, go into the bundle. */
export async function trainWithLabels(work: Round): Promise<ModelVersion> {
  refuseOutcomeColumns(work.pkg);
  const prepared = await prepareTraining(work);
  return trainModel({ ...work, prepared, labels: await trainingLabels(work, prepared) });
}

async function trainingLabels(work: Round, prepared: PreparedTraining): Promise<TrainingLabels> {
  const { pkg, db, runtime, seed } = work;
  const selected = selectLabels(db, pkg, nowUs());
  const { trees, sampleSize } = pkg.spec.algorithm;
  const effect = await heldOutEffect({
    ...prepared,
    labels: selected.rows,
    parameters: { trees, sampleSize, seed },
    runtime,
    control: stageControl(work, "testing the lessons", "trees"),
  });
  const used = selected.rows.map(({ anomalyId, isAnomaly, weight }) => ({ anomalyId, isAnomaly, weight }));
  return {
    rows: selected.rows,
    report: {
      schema: 1,
      labelSet: contentId(used),
      used,
      leftOut: [...selected.leftOut],
      guards: guardsOf(selected, pkg.spec.features, effect),
      effect,
    },
  };
}
