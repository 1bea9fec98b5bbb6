import { AppError } from "../../../shared/contract/errors.ts";
import type { Run } from "../../../shared/contract/models.ts";
import { extractFeatures } from "../features/extract-features.ts";
import type { FeatureMatrix } from "../features/feature-matrix.ts";
import { type Bundle, loadBundle } from "./bundle.ts";
import { totalBudget } from "./rank.ts";
import type { NewAnomaly } from "./runs.ts";
import { onlyScored, runIdOf } from "./score-model.ts";
import { surface } from "./surface.ts";
import { type ModelWork, scopeOf } from "./train-model.ts";
import { openScorer } from "./version-scorer.ts";

/** What makes a run the run it is, but for its budget, which its id attests. */
export type RunRecipe = Pick<Run, "id" | "model" | "modelVersion" | "surfaced" | "auditShare">;

const mostPerDay = 10_000;

/** The places that the run had: the package's own budget, what it surfaced, or so many for each day, whichever gives the run its id. */
function budgetOf(
  { dataset, range }: Pick<ModelWork, "dataset" | "range">,
  run: RunRecipe,
  { pkg }: Bundle,
  matrix: FeatureMatrix,
): number {
  const isIt = (budget: number): boolean =>
    runIdOf({ version: run.modelVersion, dataset: dataset.id, range, budget, auditShare: run.auditShare ?? 0 }) === run.id;
  const guesses = [totalBudget(pkg.spec, matrix), run.surfaced];
  const found = guesses.find(isIt);
  if (found !== undefined) return found;
  const perDay = totalBudget(pkg.spec, matrix, 1);
  for (let n = 1; n <= mostPerDay; n += 1) if (isIt(perDay * n)) return perDay * n;
  throw new AppError("conflict", `run ${run.id.slice(0, 12)} is not one of this version, dataset version and time range`);
}

/** Makes a run's anomalies anew and stores nothing. Throws as `scoreModel` does, and AppError `conflict` when the run is none of this work. */
export async function rescore(work: Omit<ModelWork, "pkg">, run: RunRecipe): Promise<NewAnomaly[]> {
  const bundle = loadBundle(work.workspaceRoot, run.model, run.modelVersion);
  const given: ModelWork = { ...work, pkg: bundle.pkg };
  const extracted = await extractFeatures(work.queryEngine, scopeOf(work.dataset, work.range), bundle.pkg, work.signal);
  const scorer = await openScorer(given, bundle);
  try {
    const { matrix, scores } = onlyScored(extracted, (await scorer.score(extracted)).scores);
    const budget = budgetOf(work, run, bundle, matrix);
    return await surface({
      work: given,
      bundle,
      matrix,
      scores,
      runId: run.id,
      scorer,
      budget,
      auditShare: run.auditShare ?? 0,
      drift: undefined,
    });
  } finally {
    scorer.close();
  }
}
