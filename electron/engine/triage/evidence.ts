import type { EvidenceRef, EvidenceRow } from "../../../shared/contract/triage.ts";
import { snapshotPrefix } from "../../../shared/domain/ids.ts";
import type { QueryEngine } from "../duckdb/query-engine.ts";
import { evidenceFor } from "../features/evidence.ts";
import { loadBundle } from "../scoring/bundle.ts";
import { findSnapshot } from "../workspace/snapshots.ts";
import type { Workspace } from "../workspace/workspace.ts";
import { readAnomaly, type StoredAnomaly } from "./case.ts";
import { readEvidenceRows } from "./evidence-rows.ts";

interface Source {
  readonly workspace: Workspace;
  readonly queryEngine: QueryEngine;
}

/** A page of the events behind an anomaly. The first ones are stored with it; later ones are found by the version's own evidence SQL. */
export async function readEvidence(
  source: Source,
  input: { anomalyId: string; limit: number; offset: number },
  signal: AbortSignal,
): Promise<{ rows: EvidenceRow[]; total: number }> {
  const anomaly = readAnomaly(source.workspace.db, input.anomalyId);
  const { evidence, evidenceCount } = anomaly.body;
  const stored = evidence.slice(input.offset, input.offset + input.limit);
  const wanted = Math.min(input.limit, Math.max(0, evidenceCount - input.offset));
  const refs = stored.length >= wanted ? stored : await findMore(source, anomaly, input, signal);
  return { rows: await readEvidenceRows(source.queryEngine, anomaly.snapshots, refs, signal), total: evidenceCount };
}

async function findMore(
  { workspace, queryEngine }: Source,
  anomaly: StoredAnomaly,
  page: { limit: number; offset: number },
  signal: AbortSignal,
): Promise<readonly EvidenceRef[]> {
  const { pkg } = loadBundle(workspace.paths.root, anomaly.model, anomaly.run.modelVersion);
  const { range } = anomaly.run;
  const scope = {
    snapshots: anomaly.snapshots,
    ...(range.from === undefined ? {} : { fromUs: range.from }),
    ...(range.to === undefined ? {} : { toUs: range.to }),
  };
  const files = new Map(anomaly.snapshots.map((id) => [snapshotPrefix(id), findSnapshot(workspace.db, id)?.manifest.files ?? []]));
  const fileName = (prefix: string, fileNo: number): string => files.get(prefix)?.[fileNo]?.name ?? `file ${fileNo}`;
  const keys = pkg.spec.grain.keys.map(({ column }) => anomaly.body.subject.keys[column] ?? "");
  const subject = { keys, windowFromUs: anomaly.window.from, windowToUs: anomaly.window.to };
  const [found] = await evidenceFor({ queryEngine, scope, pkg, fileName, signal }, [subject], page);
  return found ?? [];
}
