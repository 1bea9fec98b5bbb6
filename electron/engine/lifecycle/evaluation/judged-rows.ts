import { type Judged, featureSqlOf, readJudged } from "../../labels/label-rows.ts";
import type { Database } from "../../sqlite/database.ts";
import type { CaseRow } from "./case-rows.ts";

/** An anomaly with a verdict in force, as it was scored. */
export interface JudgedRow {
  readonly anomaly: string;
  readonly decision: string;
  readonly verdict: string;
  readonly analyst: string;
  readonly atUs: number;
  /** Null where the verdict decides neither way, or analysts differ. */
  readonly isBad: boolean | null;
  readonly featureSql: string | undefined;
  readonly row: CaseRow;
}

/** Every judged anomaly of a model; a subject judged again counts by its latest verdict alone. */
export const judgedRows = (db: Database, model: string): JudgedRow[] => readJudged(db, model).map(toJudgedRow);

function toJudgedRow({ row, kind, body, excludedBecause }: Judged): JudgedRow {
  return {
    anomaly: row.anomaly,
    decision: row.decision_id,
    verdict: row.verdict,
    analyst: row.analyst,
    atUs: row.at_us,
    isBad: excludedBecause !== undefined || kind.trainingUse === "none" ? null : kind.trainingUse === "positive",
    featureSql: featureSqlOf(row),
    row: {
      keys: body.subject.keys,
      label: body.subject.label,
      fromUs: row.from_us,
      toUs: row.to_us,
      events: body.evidenceCount,
      features: body.features,
      extras: body.extras,
    },
  };
}
