import type { HeldOutEffect } from "../../../shared/contract/training.ts";
import type { ModelVersion } from "../../../shared/contract/models.ts";
import { guardsOf } from "../labels/guards.ts";
import { heldOutEffect } from "../labels/held-out-effect.ts";
import { refuseOutcomeColumns } from "../labels/outcome-columns.ts";
import { selectLabels } from "../labels/training-labels.ts";
import { contentId } from "../hash.ts";
import { nowUs } from "../runtime.ts";
import type { LabelledRow, TrainingLabels } from "../scoring/labelled-rows.ts";
import { type ModelWork, type PreparedTraining, prepareTraining, stageControl, trainModel } from "../scoring/train-model.ts";

type Round = ModelWork & { readonly seed: number };

/** Trains with the verdicts in force: what may teach, what it would have taught in time, and the rules it was held to, go into the bundle. */
export async function trainWithLabels(work: Round): Promise<ModelVersion> {
  refuseOutcomeColumns(work.pkg);
  const prepared = await prepareTraining(work);
  return trainModel({ ...work, prepared, labels: await trainingLabels(work, prepared) });
}

/** What the verdicts in force would have taught in time, with nothing trained to keep. Throws as `trainModel`. */
export async function expectedEffect(work: Round): Promise<HeldOutEffect> {
  const prepared = await prepareTraining(work);
  return effectOf(work, prepared, selectLabels(work.db, work.pkg, nowUs()).rows);
}

function effectOf(work: Round, prepared: PreparedTraining, labels: readonly LabelledRow[]): Promise<HeldOutEffect> {
  const { trees, sampleSize } = work.pkg.spec.algorithm;
  return heldOutEffect({
    ...prepared,
    labels,
    parameters: { trees, sampleSize, seed: work.seed },
    runtime: work.runtime,
    control: stageControl(work, "testing the lessons", "trees"),
  });
}

async function trainingLabels(work: Round, prepared: PreparedTraining): Promise<TrainingLabels> {
  const { pkg, db } = work;
  const selected = selectLabels(db, pkg, nowUs());
  const effect = await effectOf(work, prepared, selected.rows);
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
