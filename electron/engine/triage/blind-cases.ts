import { z } from "zod";
import { AppError } from "../../../shared/contract/errors.ts";
import { loadText } from "../runtime.ts";
import type { Database } from "../sqlite/database.ts";
import { query } from "../sqlite/statement.ts";

const withheldSql = loadText(import.meta.url, "review-withheld.sql");
const casesSql = loadText(import.meta.url, "review-of-cases.sql");

const Row = z.object({
  anomaly_id: z.string(),
  run_id: z.string(),
  propensity: z.number(),
  is_known: z.number(),
  other: z.string().nullable(),
});

/** How a verdict is given that is one of a blind review. */
export interface InReview {
  readonly review: string;
  /** By anomaly, the chance it had of being drawn. */
  readonly propensities: ReadonlyMap<string, number>;
  /** By anomaly, another analyst's verdict that this one is given without sight of. */
  readonly unseen: Readonly<Record<string, string>>;
}

/**
 * The blind review that a verdict of an analyst on some anomalies belongs to; undefined where it is an ordinary one, as it is of a case whose review the
 * analyst has ended. Throws AppError `bad-input` where only some of them belong to it.
 */
export function inReview(db: Database, anomalyIds: readonly string[], analyst: string): InReview | undefined {
  const rows = query(db, casesSql, Row)
    .all({ anomalies: JSON.stringify(anomalyIds), analyst })
    .filter(({ is_known }) => is_known === 0);
  const [first] = rows;
  if (first === undefined) return undefined;
  if (rows.length < new Set(anomalyIds).size || rows.some(({ run_id }) => run_id !== first.run_id))
    throw new AppError("bad-input", "Cases of a blind review are judged by themselves, not together with others.", { field: "anomalyIds" });
  return {
    review: first.run_id,
    propensities: new Map(rows.map((row) => [row.anomaly_id, row.propensity])),
    unseen: Object.fromEntries(rows.flatMap(({ anomaly_id, other }) => (other === null ? [] : [[anomaly_id, other]]))),
  };
}

/** Throws AppError `conflict` for a case of a blind review that whoever looks has not ended: what scored it is not told. */
export function refuseInReview(db: Database, anomaly: string): void {
  if (query(db, withheldSql, z.object({ anomaly_id: z.string() })).get({ anomaly }) !== undefined)
    throw new AppError("conflict", "What scored this case is told when you have ended its blind review.", { field: "anomalyId" });
}
