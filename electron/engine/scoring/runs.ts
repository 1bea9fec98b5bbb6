import { z } from "zod";
import type { DriftReport } from "../../../shared/contract/drift.ts";
import { Run } from "../../../shared/contract/models.ts";
import { canonicalJson } from "../../../shared/lib/canonical-json.ts";
import { loadText } from "../runtime.ts";
import type { Database } from "../sqlite/database.ts";
import { execute, inTransaction, query } from "../sqlite/statement.ts";
import type { AnomalyBody } from "./anomaly-body.ts";
import type { DrawnItem } from "./blind-draw.ts";

const runsSql = loadText(import.meta.url, "runs.sql");
const upsertRunSql = loadText(import.meta.url, "upsert-run.sql");
const insertAnomalySql = loadText(import.meta.url, "insert-anomaly.sql");
const insertPlaceSql = loadText(import.meta.url, "insert-place.sql");
const insertBlindSql = loadText(import.meta.url, "insert-blind.sql");
const insertEntitySql = loadText(import.meta.url, "insert-anomaly-entity.sql");

const Row = z.object({ id: z.string(), model: z.string(), body: z.string() });
const toRun = (row: z.infer<typeof Row>): Run => Run.parse(JSON.parse(row.body));

/** Newest first. */
export const listRuns = (db: Database, model?: string): Run[] =>
  query(db, runsSql, Row)
    .all({ model: model ?? null })
    .map(toRun);

/** The newest run of each model, by model name; over one dataset version where its id is given. */
export function latestRuns(db: Database, model?: string, datasetVersion?: string): Run[] {
  const newest = new Map<string, Run>();
  for (const run of listRuns(db, model))
    if (!newest.has(run.model) && (datasetVersion ?? run.datasetVersion) === run.datasetVersion) newest.set(run.model, run);
  return [...newest.values()].toSorted((a, b) => (a.model < b.model ? -1 : 1));
}

export interface NewAnomaly {
  readonly id: string;
  readonly rank: number;
  /** In the run's share of the queue, from 1. */
  readonly place: number;
  /** When it is of the blind sample. */
  readonly blind: DrawnItem | undefined;
  readonly subjectKey: string;
  readonly windowFromUs: number;
  readonly windowToUs: number;
  readonly score: number;
  readonly pValue: number;
  readonly qValue: number;
  readonly body: AnomalyBody;
}

/** Stores a run with its anomalies and its drift report in one transaction. A run of the same id becomes the newest; its anomalies stay as they are. */
export function storeRun(db: Database, run: Run, anomalies: readonly NewAnomaly[], driftReport?: DriftReport): void {
  inTransaction(db, () => {
    execute(db, upsertRunSql, {
      id: run.id,
      model: run.model,
      version: run.modelVersion,
      dataset: run.datasetVersion,
      body: canonicalJson({ ...run, ...(driftReport === undefined ? {} : { driftReport }) }),
      createdAt: run.createdAt,
    });
    for (const anomaly of anomalies) {
      execute(db, insertAnomalySql, {
        id: anomaly.id,
        run: run.id,
        rank: anomaly.rank,
        model: run.model,
        subjectKey: anomaly.subjectKey,
        label: anomaly.body.subject.label,
        from: anomaly.windowFromUs,
        to: anomaly.windowToUs,
        score: anomaly.score,
        pValue: anomaly.pValue,
        qValue: anomaly.qValue,
        body: canonicalJson(anomaly.body),
      });
      execute(db, insertPlaceSql, { id: anomaly.id, place: anomaly.place });
      if (anomaly.blind !== undefined) execute(db, insertBlindSql, { id: anomaly.id, ...anomaly.blind });
      for (const entity of anomaly.body.entities) execute(db, insertEntitySql, { entity, anomaly: anomaly.id });
    }
  });
}
