import { z } from "zod";
import { DriftReport, type DriftWindow } from "../../../../shared/contract/drift.ts";
import { ShadowRun } from "../../../../shared/contract/preview.ts";
import { canonicalJson } from "../../../../shared/lib/canonical-json.ts";
import { loadText } from "../../runtime.ts";
import type { Database } from "../../sqlite/database.ts";
import { execute, inTransaction, query } from "../../sqlite/statement.ts";

const putRunSql = loadText(import.meta.url, "put-shadow-run.sql");
const insertPlaceSql = loadText(import.meta.url, "insert-shadow-place.sql");
const runsSql = loadText(import.meta.url, "shadow-runs.sql");
const placesSql = loadText(import.meta.url, "shadow-places.sql");
const driftSql = loadText(import.meta.url, "shadow-drift-before.sql");

const PlaceBody = z.object({
  headline: z.string(),
  reasons: z.array(z.string()),
  /** As observed, before any transform; null where missing. */
  features: z.record(z.string(), z.number().nullable()),
});

/** Where a version puts a subject among all that it scored. */
export interface ShadowPlace extends z.infer<typeof PlaceBody> {
  /** From 1. */
  readonly rank: number;
  readonly subjectKey: string;
  readonly label: string;
  readonly fromUs: number;
  readonly toUs: number;
  readonly score: number;
  readonly pValue: number;
}

/** Stores a shadow run with its places in one transaction. */
export function storeShadowRun(db: Database, run: ShadowRun, places: readonly ShadowPlace[], driftReport?: DriftReport): void {
  inTransaction(db, () => {
    execute(db, putRunSql, {
      id: run.id,
      model: run.model,
      version: run.modelVersion,
      beside: run.beside,
      body: canonicalJson({ ...run, ...(driftReport === undefined ? {} : { driftReport }) }),
      createdAt: run.createdAt,
    });
    for (const { rank, subjectKey, label, fromUs, toUs, score, pValue, headline, reasons, features } of places)
      execute(db, insertPlaceSql, {
        run: run.id,
        rank,
        subjectKey,
        label,
        from: fromUs,
        to: toUs,
        score,
        pValue,
        body: canonicalJson({ headline, reasons, features }),
      });
  });
}

/** Newest first. */
export const shadowRuns = (db: Database, version: string): ShadowRun[] =>
  query(db, runsSql, z.object({ body: z.string() }))
    .all({ version })
    .map(({ body }) => ShadowRun.parse(JSON.parse(body)));

const PlaceRow = z.object({
  rank: z.number(),
  subject_key: z.string(),
  label: z.string(),
  from_us: z.number(),
  to_us: z.number(),
  score: z.number(),
  p_value: z.number(),
  body: z.string(),
});

/** By rank. */
export const shadowPlaces = (db: Database, run: string): ShadowPlace[] =>
  query(db, placesSql, PlaceRow)
    .all({ run })
    .map(({ rank, subject_key: subjectKey, label, from_us: fromUs, to_us: toUs, score, p_value: pValue, body }) => ({
      rank,
      subjectKey,
      label,
      fromUs,
      toUs,
      score,
      pValue,
      ...PlaceBody.parse(JSON.parse(body)),
    }));

/** Windows of the version as the newest of its other shadow runs left them. */
export function shadowDriftBefore(db: Database, run: string, version: string): DriftWindow[] {
  const row = query(db, driftSql, z.object({ report: z.string() })).get({ run, version });
  return row === undefined ? [] : DriftReport.parse(JSON.parse(row.report)).windows;
}
