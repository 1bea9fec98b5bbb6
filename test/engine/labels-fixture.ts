import { contentId } from "../../electron/engine/hash.ts";
import type { AnomalyBody } from "../../electron/engine/scoring/anomaly-body.ts";
import type { Database } from "../../electron/engine/sqlite/database.ts";
import { execute } from "../../electron/engine/sqlite/statement.ts";

export interface FixtureAnomaly {
  readonly id: string;
  readonly model: string;
  readonly subject: string;
  readonly fromUs?: number;
  readonly features?: Readonly<Record<string, number | null>>;
  readonly label?: string;
}

export const hour = 3_600_000_000;
export const start = Date.UTC(2026, 2, 1) * 1000;

export const anomalyBody = (given: Partial<AnomalyBody> & { keys: Record<string, string> }): AnomalyBody => {
  const { keys, ...rest } = given;
  return {
    subject: { type: "pair", keys, label: Object.values(keys).join(" → ") },
    headline: "Something odd happened",
    reasons: ["more than usual"],
    features: {},
    base: 0,
    additiveScore: 0,
    contributions: [],
    whyNotHigher: "",
    evidence: [],
    evidenceCount: 0,
    extras: {},
    isNew: false,
    entities: [],
    ...rest,
  };
};

/** A dataset version, one model version and one run for each model named, and the anomalies. */
export function storeAnomalies(db: Database, anomalies: readonly FixtureAnomaly[]): void {
  execute(db, "INSERT INTO dataset_version (id, number, snapshots, events, created_at_us) VALUES ('d1', 1, '[]', 0, 0)");
  for (const model of new Set(anomalies.map((a) => a.model))) {
    const manifest = JSON.stringify({ featureSqlDigest: `sql-${model}`, files: { "model.onnx": `onnx-${model}` } });
    execute(db, "INSERT INTO model_version VALUES ($id, $model, $manifest, 'd1', 0)", { id: `v-${model}`, model, manifest });
    execute(db, "INSERT INTO run VALUES ($id, $model, $version, 'd1', '{}', 0)", { id: `r-${model}`, model, version: `v-${model}` });
  }
  anomalies.forEach((a, i) => {
    const from = a.fromUs ?? start;
    const body = anomalyBody({ keys: { src: a.subject }, features: { ...a.features } });
    execute(db, "INSERT INTO anomaly VALUES ($id, $run, $rank, $model, $subject, $label, $from, $to, 0.5, 0.01, 0.02, $body)", {
      id: a.id,
      run: `r-${a.model}`,
      rank: i + 1,
      model: a.model,
      subject: a.subject,
      label: a.label ?? a.subject,
      from,
      to: from + hour,
      body: JSON.stringify({ ...body, subject: { ...body.subject, label: a.label ?? a.subject } }),
    });
  });
}

export interface FixtureVerdict {
  readonly verdict: string;
  readonly reason?: string;
  readonly bulkId?: string;
  readonly atUs?: number;
  readonly confidence?: string;
  readonly analyst?: string;
}

/** One decision for each verdict, as the log and its projection hold it. */
export function judge(db: Database, verdicts: Readonly<Record<string, FixtureVerdict>>): void {
  Object.entries(verdicts).forEach(([anomaly, v], i) => {
    const seq = i + 1;
    const atUs = v.atUs ?? start + i;
    const id = contentId({ seq, atUs });
    const body = JSON.stringify({
      anomalyIds: [anomaly],
      verdict: v.verdict,
      ...(v.confidence === undefined ? {} : { confidence: v.confidence }),
    });
    execute(
      db,
      "INSERT INTO decision (seq, id, at_us, actor, kind, body, prev_hash, hash) VALUES ($seq, $id, $at, $analyst, 'verdict.record', $body, 'p', $hash)",
      {
        seq,
        id,
        analyst: v.analyst ?? "ada",
        at: atUs,
        body,
        hash: `h${seq}-${atUs}`,
      },
    );
    execute(db, "INSERT INTO verdict_current VALUES ($anomaly, $decision, $verdict, $reason, 'a note', $analyst, $at, $bulk)", {
      anomaly,
      decision: id,
      analyst: v.analyst ?? "ada",
      verdict: v.verdict,
      reason: v.reason ?? "",
      at: atUs,
      bulk: v.bulkId ?? null,
    });
  });
}
