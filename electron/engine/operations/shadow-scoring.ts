import { AppError } from "../../../shared/contract/errors.ts";
import type { ModelVersion, Run, ScoreResult } from "../../../shared/contract/models.ts";
import type { ShadowRun } from "../../../shared/contract/preview.ts";
import { BundleBreak } from "../scoring/bundle.ts";
import { shortId } from "../scoring/resolve-version.ts";
import { scoreBeside } from "../scoring/shadow/score-beside.ts";
import type { ModelWork } from "../scoring/train-model.ts";
import { modelVersions } from "../scoring/versions.ts";
import type { EngineParts } from "./engine-parts.ts";
import { quarantineBroken } from "./guard-bundles.ts";
import { recordShadow } from "./model-lineage.ts";

/** Scores a version beside a run, over the same dataset version and range. Throws as `scoreBeside` does. */
export const scoreShadow = (parts: EngineParts, work: ModelWork, version: ModelVersion, beside: Run): Promise<ShadowRun> =>
  recordShadow(parts, work, version, () => scoreBeside({ ...work, version, beside }));

/**
 * Scores every challenger of a champion's model beside the champion's run. One that cannot score does not stop the run: it is told with why.
 */
export async function scoreChallengers(parts: EngineParts, work: ModelWork, run: Run): Promise<ScoreResult["skipped"]> {
  if (run.stage !== "champion") return [];
  const failed: ScoreResult["skipped"] = [];
  for (const version of modelVersions(parts.workspace.db, run.model).filter(({ stage }) => stage === "challenger")) {
    const named: ModelWork["progress"] = (change) =>
      work.progress?.({ ...change, stage: `challenger ${shortId(version.id)}: ${change.stage}` });
    try {
      await scoreShadow(parts, { ...work, progress: named }, version, run);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      if (error instanceof BundleBreak) await quarantineBroken(parts, error);
      failed.push({ model: `${version.model}@${shortId(version.id)}`, because: error.message });
    }
  }
  return failed;
}
