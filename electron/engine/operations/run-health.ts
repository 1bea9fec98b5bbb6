import type { Run } from "../../../shared/contract/models.ts";
import { parseEventId, snapshotPrefix } from "../../../shared/domain/ids.ts";
import { toFocus } from "../context/focus.ts";
import { judgeAnomaly, type JudgedAnomaly } from "../health/gates.ts";
import { type Health, healthKey, measureHealth } from "../health/report.ts";
import { storeAnomalyHealth } from "../health/store-anomaly-health.ts";
import { storeReport } from "../health/store-report.ts";
import { type HealthSubject, Slices } from "../health/subject-slice.ts";
import { loadBundle } from "../scoring/bundle.ts";
import { readAnomaliesOf, type StoredAnomaly } from "../triage/case.ts";
import { getDatasetVersion } from "../workspace/dataset-versions.ts";
import { findSnapshot } from "../workspace/snapshots.ts";
import type { EngineParts } from "./engine-parts.ts";

/** The newest measurement of each open workspace: scoring the same data again, with another model or seed, measures nothing anew. */
const measured = new WeakMap<EngineParts, { readonly key: string; readonly health: Health }>();

/** The health of a dataset version as it is now; measured once for all the models that score it. */
export async function measureRunHealth(parts: EngineParts, datasetVersion: string, signal: AbortSignal | undefined): Promise<Health> {
  const { db } = parts.workspace;
  const dataset = getDatasetVersion(db, datasetVersion);
  const key = healthKey(db, dataset, undefined);
  const known = measured.get(parts);
  if (known?.key === key) return known.health;
  const health = await measureHealth({ db, queryEngine: parts.queryEngine, dataset, signal });
  storeReport(db, key, health);
  measured.set(parts, { key, health });
  return health;
}

/** Judges every anomaly of a run by the gates of its model, each over its own slice, and keeps the outcome with it. */
export function storeRunHealth(parts: EngineParts, run: Run, health: Health): void {
  const { db, paths } = parts.workspace;
  const { spec } = loadBundle(paths.root, run.model, run.modelVersion).pkg;
  const slices = new Slices(db, health);
  const sources = sourcesByPrefix(parts, run);
  const judged = new Map<string, JudgedAnomaly>();
  for (const anomaly of readAnomaliesOf(db, run.id)) {
    const subject = toSubject(anomaly, spec.grain.keys, sources);
    judged.set(anomaly.id, judgeAnomaly(slices, slices.of(subject), spec, health.fixOf));
  }
  storeAnomalyHealth(db, judged, health.report.id);
}

function sourcesByPrefix(parts: EngineParts, run: Run): ReadonlyMap<string, string> {
  const { db } = parts.workspace;
  const { snapshots } = getDatasetVersion(db, run.datasetVersion);
  return new Map(snapshots.map((id) => [snapshotPrefix(id), findSnapshot(db, id)?.manifest.source ?? ""]));
}

function toSubject(anomaly: StoredAnomaly, grain: Parameters<typeof toFocus>[1], sourceOf: ReadonlyMap<string, string>): HealthSubject {
  const { id, model, window, body } = anomaly;
  const focus = toFocus({ id, model, fromUs: window.from, toUs: window.to, body }, grain, 0);
  const prefixes = body.evidence.map((ref) => parseEventId(ref.eventId)?.snapshot ?? "");
  const isPoint = window.to - window.from < 1000;
  return {
    id,
    fromUs: window.from,
    toUs: isPoint ? window.from + 1 : window.to,
    sources: [...new Set(prefixes.flatMap((prefix) => sourceOf.get(prefix) ?? []))].toSorted(),
    device: focus.source,
    isAddress: focus.isSourceAddress,
    account: focus.account,
    destination: focus.destination,
  };
}
