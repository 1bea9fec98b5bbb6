import type { Handlers } from "../../../shared/contract/client.ts";
import { findPackage, listPackages } from "../features/packages.ts";
import { previewVersion, runInQueue } from "../lifecycle/preview/preview.ts";
import { requireVersion } from "../lifecycle/set-stage.ts";
import { getDatasetVersion } from "../workspace/dataset-versions.ts";
import { type EngineParts, requireWritable } from "./engine-parts.ts";
import { workOf } from "./model-operations.ts";
import { runJob } from "./run-job.ts";
import { scoreShadow } from "./shadow-scoring.ts";

type Names = "models.preview" | "models.scoreBeside";

export function previewOperations(parts: EngineParts): Pick<Handlers, Names> {
  const { db, paths } = parts.workspace;
  return {
    "models.preview": async ({ model, version, dataset, limit }) => {
      findPackage(listPackages(parts.packagesDir), model);
      const datasetId = dataset === undefined ? undefined : getDatasetVersion(db, dataset).id;
      return previewVersion({ db, workspaceRoot: paths.root, version: requireVersion(db, model, version), dataset: datasetId, limit });
    },
    "models.scoreBeside": (input, context) => {
      requireWritable(parts);
      const pkg = findPackage(listPackages(parts.packagesDir), input.model);
      const version = requireVersion(db, input.model, input.version);
      const datasetId = input.dataset === undefined ? undefined : getDatasetVersion(db, input.dataset).id;
      const run = runInQueue(db, version, datasetId);
      const dataset = getDatasetVersion(db, run.datasetVersion);
      return runJob(parts, "models.scoreBeside", `Preview ${input.model}`, context, async (signal, progress) => {
        const made = await scoreShadow(parts, workOf(parts, pkg, dataset, run.range, { signal, progress }), version, run);
        parts.emit("models.changed", { model: input.model });
        return made;
      });
    },
  };
}
