import type { Run } from "../../../shared/contract/models.ts";
import { buildContexts } from "../context/build-contexts.ts";
import { loadBundle } from "../scoring/bundle.ts";
import { readAnomaliesOf, type StoredAnomaly } from "../triage/case.ts";
import { getDatasetVersion } from "../workspace/dataset-versions.ts";
import type { EngineParts } from "./engine-parts.ts";

/** What is read for a case is held until its context is drawn, some 2 MB of it: more at once would save little time. */
const together = 200;

/** Builds and stores the context of everything a run surfaced. Those that were stored before it is cancelled stay. */
export async function buildRunContexts(parts: EngineParts, run: Run, signal: AbortSignal | undefined): Promise<void> {
  const all = readAnomaliesOf(parts.workspace.db, run.id);
  for (let first = 0; first < all.length; first += together) await buildContextsOf(parts, run, all.slice(first, first + together), signal);
}

/** Builds and stores the context of some of what a run surfaced. */
export async function buildContextsOf(
  parts: EngineParts,
  run: Run,
  anomalies: readonly StoredAnomaly[],
  signal: AbortSignal | undefined,
): Promise<void> {
  const { db, paths } = parts.workspace;
  await buildContexts({
    db,
    queryEngine: parts.queryEngine,
    scope: { snapshots: getDatasetVersion(db, run.datasetVersion).snapshots },
    run,
    grain: loadBundle(paths.root, run.model, run.modelVersion).pkg.spec.grain.keys,
    anomalies: anomalies.map(({ id, model, window, body }) => ({ id, model, fromUs: window.from, toUs: window.to, body })),
    signal,
  });
}
