import type { BundleRerun } from "../../../shared/contract/exports.ts";
import { AppError } from "../../../shared/contract/errors.ts";
import { rescore } from "../scoring/rescore.ts";
import type { ModelWork } from "../scoring/train-model.ts";
import { getDatasetVersion } from "../workspace/dataset-versions.ts";
import type { BundledAnomaly, BundledRun, HuntBundleManifest } from "./bundle-format.ts";

const mostDifferences = 20;

type Work = Omit<ModelWork, "pkg" | "dataset" | "range">;

/** Scores each run of a bundle again, with the dataset and model versions this workspace has, and compares anomaly by anomaly. Nothing is stored. */
export async function rerunBundle(
  work: Work,
  { runs }: HuntBundleManifest,
  anomalies: readonly BundledAnomaly[],
): Promise<BundleRerun["runs"]> {
  const results: BundleRerun["runs"] = [];
  for (const run of runs) {
    const wanted = anomalies.filter((one) => one.run === run.id);
    try {
      results.push({ ...named(run), ...(await rerun(work, run, wanted)) });
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      results.push({ ...named(run), state: "missing", because: error.message, compared: wanted.length, same: 0, differences: [] });
    }
  }
  return results;
}

const named = ({ id, model, modelVersion, datasetVersion }: BundledRun) => ({ run: id, model, modelVersion, datasetVersion });

async function rerun(work: Work, run: BundledRun, wanted: readonly BundledAnomaly[]) {
  const dataset = getDatasetVersion(work.db, run.datasetVersion);
  const range = {
    ...(run.range.from === undefined ? {} : { from: run.range.from }),
    ...(run.range.to === undefined ? {} : { to: run.range.to }),
  };
  const recipe = { id: run.id, model: run.model, modelVersion: run.modelVersion, surfaced: run.surfaced };
  const again = await rescore(
    { ...work, dataset, range },
    run.auditShare === undefined ? recipe : { ...recipe, auditShare: run.auditShare },
  );
  const byId = new Map(again.map((one) => [one.id, one]));
  const differences = wanted.flatMap(({ id, score, pValue, qValue }) => {
    const found = byId.get(id);
    if (found === undefined) return [`${id} is not surfaced`];
    const parts = [
      ["score", score, found.score],
      ["p", pValue, found.pValue],
      ["q", qValue, found.qValue],
    ] as const;
    return parts.flatMap(([what, then, now]) => (then === now ? [] : [`${id}: ${what} was ${then} and is ${now}`]));
  });
  const differing = new Set(differences.map((difference) => difference.split(/[: ]/)[0]));
  return {
    state: differences.length === 0 ? ("same" as const) : ("different" as const),
    because: "",
    compared: wanted.length,
    same: wanted.length - differing.size,
    differences: differences.slice(0, mostDifferences),
  };
}
