import { csvLine } from "../../../shared/lib/csv.ts";
import { canonicalJson } from "../../../shared/lib/canonical-json.ts";
import { verdictKind } from "../../../shared/domain/verdict.ts";
import { type Finding, observedTechniques, type RunFacts } from "./finding.ts";
import { findingStatus } from "./workflow-status.ts";

type Cell = string | number | null;

const iso = (us: number): string => new Date(Math.floor(us / 1000)).toISOString();

const columns: readonly { readonly name: string; readonly of: (facts: RunFacts, finding: Finding) => Cell }[] = [
  { name: "anomaly_id", of: (_, f) => f.id },
  { name: "model", of: ({ run }) => run.model },
  { name: "model_version", of: ({ run }) => run.modelVersion },
  { name: "dataset_version", of: ({ run }) => run.datasetVersion },
  { name: "run", of: ({ run }) => run.id },
  { name: "subject", of: (_, f) => f.label },
  { name: "subject_keys", of: (_, f) => canonicalJson(f.body.subject.keys) },
  { name: "window_from", of: (_, f) => iso(f.fromUs) },
  { name: "window_to", of: (_, f) => iso(f.toUs) },
  { name: "headline", of: (_, f) => f.body.headline },
  { name: "reasons", of: (_, f) => f.body.reasons.join("; ") },
  { name: "score", of: (_, f) => f.score },
  { name: "p_value", of: (_, f) => f.pValue },
  { name: "q_value", of: (_, f) => f.qValue },
  { name: "calibration_rows", of: ({ run }) => run.calibrationRows },
  { name: "status", of: (_, f) => findingStatus(f).status },
  { name: "is_alert", of: (_, f) => (f.verdict?.key === "malicious" ? 1 : 0) },
  { name: "verdict", of: (_, f) => f.verdict?.key ?? null },
  { name: "ocsf_verdict_id", of: (_, f) => (f.verdict === undefined ? 0 : verdictKind(f.verdict.key).ocsfVerdictId) },
  { name: "reason", of: (_, f) => f.verdict?.reason ?? null },
  { name: "note", of: (_, f) => f.verdict?.note ?? null },
  { name: "analyst", of: (_, f) => f.verdict?.analyst ?? null },
  { name: "decided_at", of: (_, f) => (f.verdict === undefined ? null : iso(f.verdict.atUs)) },
  { name: "decision_id", of: (_, f) => f.verdict?.decision ?? null },
  { name: "observed_techniques", of: (_, f) => observedTechniques(f).join(" ") },
  { name: "evidence_count", of: (_, f) => f.body.evidenceCount },
  { name: "evidence", of: (_, f) => f.body.evidence.map((ref) => `${ref.file}:${ref.record}`).join(" ") },
];

export const findingHeader = (): string => csvLine(columns.map(({ name }) => name));

/** RFC 4180, with texts guarded against running as formulas. */
export const findingLine = (facts: RunFacts, finding: Finding): string => csvLine(columns.map(({ of }) => of(facts, finding)));
