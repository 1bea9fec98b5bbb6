import type { Handlers } from "../../../shared/contract/client.ts";
import { AppError } from "../../../shared/contract/errors.ts";
import type { ModelVersion } from "../../../shared/contract/models.ts";
import type { Reproduction } from "../../../shared/contract/reproduce.ts";
import type { JobProgress } from "../jobs/job-registry.ts";
import { recordedLabels } from "../labels/recorded-labels.ts";
import { type Bundle, loadBundle } from "../scoring/bundle.ts";
import { reproduce } from "../scoring/reproduce.ts";
import { findVersion } from "../scoring/versions.ts";
import { getDatasetVersion } from "../workspace/dataset-versions.ts";
import type { EngineParts } from "./engine-parts.ts";
import { runJob } from "./run-job.ts";

interface Control {
  readonly signal: AbortSignal;
  readonly progress: (progress: JobProgress) => void;
}

/** Reasons why a version cannot be made again that are an answer; anything else is a failure. */
const answers = new Set(["workspace-damaged", "not-found", "evidence-unreadable", "no-subjects", "model-mismatch"]);

export function reproduceOperations(parts: EngineParts): Pick<Handlers, "models.reproduce"> {
  return {
    "models.reproduce": ({ model, version: selector }, context) => {
      const version = findVersion(parts.workspace.db, model, selector);
      if (version === undefined) throw new AppError("not-found", `${model} has no version "${selector}".`, { field: "version" });
      return runJob(parts, "models.reproduce", `Make ${model} ${version.id.slice(0, 12)} again`, context, async (signal, progress) => {
        try {
          return await again(parts, version, { signal, progress });
        } catch (error) {
          if (!(error instanceof AppError && answers.has(error.code))) throw error;
          return { ...unmade(version), because: error.message };
        }
      });
    },
  };
}

const unmade = (version: ModelVersion): Omit<Reproduction, "because"> => ({
  model: version.model,
  version: version.id,
  level: "CANNOT",
  rebuilt: null,
  from: {
    dataset: version.datasetVersion,
    range: version.timeRange,
    seed: version.seed,
    packageDigest: version.packageDigest,
    codeDigest: version.codeDigest,
    labels: version.labels === undefined ? 0 : version.labels.positives + version.labels.negatives,
  },
  files: [],
  scores: null,
});

async function again(parts: EngineParts, version: ModelVersion, control: Control): Promise<Reproduction> {
  const { db, paths } = parts.workspace;
  if (version.foreign !== undefined)
    return { ...unmade(version), because: "It was made elsewhere: its file was taken as it came, and what it was trained on is not here." };
  const bundle = loadBundle(paths.root, version.model, version.id);
  const { pkg, manifest } = bundle;
  const work = {
    db,
    workspaceRoot: paths.root,
    queryEngine: parts.queryEngine,
    runtime: parts.runtime,
    pkg,
    dataset: getDatasetVersion(db, manifest.datasetVersion),
    range: manifest.timeRange,
    ...control,
  };
  return { ...unmade(version), ...(await reproduce(work, version.id, bundle, labelsOf(parts, bundle))) };
}

const labelsOf = ({ workspace: { db } }: EngineParts, { pkg, training }: Bundle) =>
  training === undefined ? undefined : recordedLabels(db, pkg, training);
