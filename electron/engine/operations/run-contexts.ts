import type { Run } from "../../../shared/contract/models.ts";
import { buildContexts } from "../context/build-contexts.ts";
import { loadBundle } from "../scoring/bundle.ts";
import { readAnomaliesOf } from "../triage/case.ts";
import { getDatasetVersion } from "../workspace/dataset-versions.ts";
import type { EngineParts } from "./engine-parts.ts";

/** Builds and stores the context of everything a run surfaced. */
export async function buildRunContexts(parts: EngineParts, run: Run, signal: AbortSignal | undefined): Promise<void> {
  const { db, paths } = parts.workspace;
  const anomalies = readAnomaliesOf(db, run.id).map((a) => ({
    id: a.id,
    model: a.model,
    fromUs: a.window.from,
    toUs: a.window.to,
    body: a.body,
  }));
  await buildContexts({
    db,
    queryEngine: parts.queryEngine,
    scope: { snapshots: getDatasetVersion(db, run.datasetVersion).snapshots },
    run,
    grain: loadBundle(paths.root, run.model, run.modelVersion).pkg.spec.grain.keys,
    anomalies,
    signal,
  });
}
