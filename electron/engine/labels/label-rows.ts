import { z } from "zod";
import { canonicalJson } from "../../../shared/lib/canonical-json.ts";
import { blindSources } from "../../../shared/domain/blind.ts";
import { bulkWeight, validities, type Validity, verdictKinds, type VerdictKind } from "../../../shared/domain/verdict.ts";
import { loadText } from "../runtime.ts";
import { AnomalyBody } from "../scoring/anomaly-body.ts";
import type { Database } from "../sqlite/database.ts";
import { query } from "../sqlite/statement.ts";
import type { Cell, LabelTable } from "./label-table.ts";

const judgedSql = loadText(import.meta.url, "judged.sql");

const JudgedRow = z.object({
  anomaly: z.string(),
  run: z.string(),
  model: z.string(),
  subject_key: z.string(),
  from_us: z.number(),
  to_us: z.number(),
  score: z.number(),
  p_value: z.number(),
  body: z.string(),
  model_version: z.string(),
  dataset_version: z.string(),
  manifest: z.string(),
  /** Surfaced by the model, drawn at random from what it did not surface, or of a blind review's sample of two versions' lists. */
  stratum: z.enum(blindSources),
  /** Chance of having been put before the analyst. */
  propensity: z.number(),
  verdict: z.string(),
  reason: z.string(),
  analyst: z.string(),
  at_us: z.number(),
  bulk_id: z.string().nullable(),
  decision_id: z.string(),
  is_disputed: z.number(),
  seq: z.number(),
  decision: z.string(),
});
type JudgedRow = z.infer<typeof JudgedRow>;

const VersionFacts = z.object({
  featureSqlDigest: z.string().optional(),
  onnxSha256: z.string().optional(),
  files: z.record(z.string(), z.string()).optional(),
});
const DecisionFacts = z.object({ confidence: z.string().optional(), valid: z.enum(validities).optional() });

const contradiction = "contradictory verdicts of different analysts on the same subject";
const disputed = "analysts differ on it, and nobody has settled it yet";
const superseded = "superseded by a later verdict on the same subject";

export interface Judged {
  readonly row: JudgedRow;
  readonly kind: VerdictKind;
  readonly body: AnomalyBody;
  /** Why it is not a label, or undefined. */
  readonly excludedBecause: string | undefined;
}

/** What a verdict weighs as a label, before anything that depends on the other labels. */
export function labelWeight({ kind, row }: Pick<Judged, "kind" | "row">): number {
  return kind.weight * (row.bulk_id === null ? 1 : bulkWeight);
}
export const confidenceOf = (row: JudgedRow): string | undefined => DecisionFacts.parse(JSON.parse(row.decision)).confidence;
const validityOf = ({ row, kind }: Judged): Validity => DecisionFacts.parse(JSON.parse(row.decision)).valid ?? kind.anomalyValid;
export const featureSqlOf = (row: JudgedRow): string | undefined => versionFacts(row).featureSqlDigest;

const subjectOf = (row: JudgedRow): string => JSON.stringify([row.model, row.subject_key, row.from_us, row.to_us]);

/** Every anomaly judged, in the order of the export, each used or with the reason why not. */
export function readJudged(db: Database, model: string | undefined): Judged[] {
  const judged = query(db, judgedSql, JudgedRow)
    .all({ model: model ?? null })
    .map((row) => {
      const kind = verdictKinds.find((one) => one.key === row.verdict);
      if (kind === undefined) throw new Error(`verdict ${row.verdict} of ${row.anomaly} is unknown`);
      return { row, kind, body: AnomalyBody.parse(JSON.parse(row.body)) };
    });
  const bySubject = Map.groupBy(judged, ({ row }) => subjectOf(row));
  const excluded = new Map([...bySubject.values()].flatMap((same) => [...whyExcluded(same)]));
  return judged.map((one) => ({ ...one, excludedBecause: excluded.get(one.row.anomaly) }));
}

type OfSubject = Pick<Judged, "row" | "kind">;

/**
 * A subject scored again and judged again is one label, not two: an analyst's later verdict replaces their earlier one, and of
 * analysts who agree the latest stands for all. Analysts who disagree about the same subject make none,
 * nor does a subject on which verdicts given without sight of each other differ until that is settled.
 */
function whyExcluded(same: readonly OfSubject[]): Map<string, string | undefined> {
  if (same.some(({ row }) => row.is_disputed === 1)) return new Map(same.map((one) => [one.row.anomaly, disputed]));
  const newestFirst = same.toSorted((a, b) => b.row.seq - a.row.seq);
  const latest = [...Map.groupBy(newestFirst, ({ row }) => row.analyst).values()].flatMap((own) => own.slice(0, 1));
  const uses = new Set(latest.flatMap(({ kind }) => (kind.trainingUse === "none" ? [] : [kind.trainingUse])));
  const [label] = latest.filter(({ kind }) => kind.trainingUse !== "none");
  return new Map(
    same.map((one) => {
      if (!latest.includes(one)) return [one.row.anomaly, superseded];
      if (one.kind.trainingUse === "none") return [one.row.anomaly, one.kind.excludedBecause ?? "not a label"];
      if (uses.size > 1) return [one.row.anomaly, contradiction];
      return [one.row.anomaly, one === label ? undefined : superseded];
    }),
  );
}

const iso = (us: number): string => {
  const micro = ((us % 1_000_000) + 1_000_000) % 1_000_000;
  return `${new Date((us - micro) / 1000).toISOString().slice(0, 19)}.${String(micro).padStart(6, "0")}Z`;
};

const fixedColumns: readonly {
  readonly name: string;
  readonly type: LabelTable["columns"][number]["type"];
  readonly of: (one: Judged) => Cell;
}[] = [
  { name: "anomaly_id", type: "string", of: ({ row }) => row.anomaly },
  { name: "model", type: "string", of: ({ row }) => row.model },
  { name: "model_version", type: "string", of: ({ row }) => row.model_version },
  { name: "dataset_version", type: "string", of: ({ row }) => row.dataset_version },
  { name: "run", type: "string", of: ({ row }) => row.run },
  { name: "subject_type", type: "string", of: ({ body }) => body.subject.type },
  { name: "subject_keys", type: "string", of: ({ body }) => canonicalJson(body.subject.keys) },
  { name: "subject_label", type: "string", of: ({ body }) => body.subject.label },
  { name: "window_from", type: "string", of: ({ row }) => iso(row.from_us) },
  { name: "window_to", type: "string", of: ({ row }) => iso(row.to_us) },
  { name: "window_from_us", type: "int64", of: ({ row }) => row.from_us },
  { name: "window_to_us", type: "int64", of: ({ row }) => row.to_us },
  { name: "label", type: "int32", of: ({ kind }) => (kind.trainingUse === "positive" ? 1 : 0) },
  { name: "weight", type: "double", of: labelWeight },
  { name: "stratum", type: "string", of: ({ row }) => row.stratum },
  { name: "propensity", type: "double", of: ({ row }) => row.propensity },
  { name: "verdict", type: "string", of: ({ row }) => row.verdict },
  { name: "ocsf_verdict_id", type: "int32", of: ({ kind }) => kind.ocsfVerdictId },
  { name: "reason", type: "string", of: ({ row }) => row.reason },
  { name: "confidence", type: "string", of: ({ row }) => confidenceOf(row) ?? null },
  { name: "anomaly_valid", type: "string", of: validityOf },
  { name: "analyst", type: "string", of: ({ row }) => row.analyst },
  { name: "score", type: "double", of: ({ row }) => row.score },
  { name: "p_value", type: "double", of: ({ row }) => row.p_value },
  { name: "feature_sql_digest", type: "string", of: ({ row }) => featureSqlOf(row) ?? null },
  { name: "onnx_sha256", type: "string", of: ({ row }) => versionFacts(row).onnxSha256 ?? versionFacts(row).files?.["model.onnx"] ?? null },
];

function versionFacts(row: JudgedRow): z.infer<typeof VersionFacts> {
  return VersionFacts.parse(JSON.parse(row.manifest));
}

/** Feature columns by model, `f_` before the feature's name, sorted. */
export function featureColumns(used: readonly Judged[]): Record<string, string[]> {
  const byModel = new Map<string, Set<string>>();
  for (const { row, body } of used) {
    const names = byModel.get(row.model) ?? new Set();
    for (const name of Object.keys(body.features)) names.add(`f_${name}`);
    byModel.set(row.model, names);
  }
  return Object.fromEntries([...byModel].map(([model, names]) => [model, [...names].toSorted()]));
}

/** One row per label. A feature that a model does not have, or that the telemetry did not give, is null: never zero. */
export function toLabelTable(used: readonly Judged[]): LabelTable {
  const features = [...new Set(Object.values(featureColumns(used)).flat())].toSorted();
  return {
    rowCount: used.length,
    columns: [
      ...fixedColumns.map(({ name, type, of }) => ({ name, type, values: used.map(of) })),
      ...features.map((name) => ({ name, type: "double" as const, values: used.map(({ body }) => body.features[name.slice(2)] ?? null) })),
    ],
  };
}
