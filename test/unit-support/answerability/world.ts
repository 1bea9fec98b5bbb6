import { join } from "node:path";
import { buildContexts } from "../../../electron/engine/context/build-contexts.ts";
import { readContext } from "../../../electron/engine/context/read-context.ts";
import type { StatementEngine } from "../../../electron/engine/duckdb/query-engine.ts";
import { evidenceFor } from "../../../electron/engine/features/evidence.ts";
import { loadPackage } from "../../../electron/engine/features/packages.ts";
import { packagesDir } from "../../../electron/engine/runtime.ts";
import type { AnomalyBody } from "../../../electron/engine/scoring/anomaly-body.ts";
import type { Database } from "../../../electron/engine/sqlite/database.ts";
import { execute } from "../../../electron/engine/sqlite/statement.ts";
import { judgeCase, type JudgedCase } from "./judge.ts";
import type { AnswerCase, FeatureGiven } from "./truth.ts";

/** Telemetry and inventories that cases are asked about. */
export interface AnswerWorld {
  readonly db: Database;
  readonly engine: StatementEngine;
  readonly snapshots: readonly string[];
}

const contribution = ({ title, value, usually, weight }: FeatureGiven): AnomalyBody["contributions"][number] => ({
  feature: title.toLowerCase().replaceAll(" ", "_"),
  title,
  unit: "",
  value,
  contribution: weight,
  baseline: { n: 1_000, p05: 0, p25: 0, median: usually, p75: usually, p95: usually, min: 0, max: usually },
  percentile: 1,
  sentence: `${title}: ${value} (usual: ${usually}).`,
  attackerControlled: false,
});

export const caseId = (id: string): string => id.replaceAll(/[^a-z0-9-]/gi, "-");
const idOf = (one: AnswerCase): string => caseId(one.id);

function store(db: Database, cases: readonly AnswerCase[]): void {
  execute(db, "INSERT OR IGNORE INTO dataset_version (id, number, snapshots, events, created_at_us) VALUES ('d1', 1, '[]', 0, 0)");
  for (const model of new Set(cases.map((one) => one.model))) {
    execute(db, "INSERT OR IGNORE INTO model_version VALUES ($model, $model, '{}', 'd1', 0)", { model });
    execute(db, "INSERT OR IGNORE INTO run VALUES ($model, $model, $model, 'd1', '{}', 0)", { model });
  }
  for (const one of cases)
    execute(db, "INSERT INTO anomaly VALUES ($id, $model, 1, $model, $subject, $label, $from, $to, 0.5, 0.01, 0.02, '{}')", {
      id: idOf(one),
      model: one.model,
      subject: JSON.stringify(one.keys),
      label: one.keys.join(" → "),
      from: one.fromUs,
      to: one.toUs,
    });
}

async function bodies(world: AnswerWorld, model: string, cases: readonly AnswerCase[]): Promise<AnomalyBody[]> {
  const pkg = loadPackage(join(packagesDir(), model));
  const subjects = cases.map((one) => ({ keys: one.keys, windowFromUs: one.fromUs, windowToUs: one.toUs }));
  const query = { queryEngine: world.engine, scope: { snapshots: world.snapshots }, pkg, fileName: () => "events" };
  const found = await evidenceFor(query, subjects);
  return cases.map((one, i): AnomalyBody => {
    const evidence = found[i] ?? [];
    if (evidence.length === 0) throw new Error(`case ${one.id} has no evidence`);
    const features = one.features ?? [];
    return {
      subject: {
        type: pkg.spec.grain.keys.map((key) => key.entity).join("+"),
        keys: Object.fromEntries(pkg.spec.grain.keys.map(({ column }, k) => [column, one.keys[k] ?? ""])),
        label: one.keys.join(" → "),
      },
      headline: one.id,
      reasons: features.filter((f) => f.weight > 0).map((f) => f.title),
      features: {},
      base: 0,
      additiveScore: 0,
      contributions: features.map(contribution),
      whyNotHigher: "",
      evidence: evidence.slice(0, 50),
      evidenceCount: evidence.length,
      extras: {},
      isNew: false,
      entities: [],
    };
  });
}

/** Builds the contexts of all cases as a run would, one model after the other, and judges each as it is read back. */
export async function judgeWorld(world: AnswerWorld, cases: readonly AnswerCase[], prepare?: () => void): Promise<JudgedCase[]> {
  store(world.db, cases);
  for (const [model, own] of Map.groupBy(cases, (one) => one.model)) {
    const made = await bodies(world, model, own);
    await buildContexts({
      db: world.db,
      queryEngine: world.engine,
      scope: { snapshots: [...world.snapshots] },
      run: { datasetVersion: "d1" },
      grain: loadPackage(join(packagesDir(), model)).spec.grain.keys,
      anomalies: own.flatMap((one, i) => {
        const body = made[i];
        return body === undefined ? [] : [{ id: idOf(one), model, fromUs: one.fromUs, toUs: one.toUs, body }];
      }),
    });
  }
  prepare?.();
  return cases.map((one) => judgeCase(one, readContext(world.db, idOf(one))));
}
