import { z } from "zod";
import { sha256 } from "../hash.ts";
import { loadText } from "../runtime.ts";
import type { Database } from "../sqlite/database.ts";
import { execute, inTransaction, query } from "../sqlite/statement.ts";

const atDeskSql = loadText(import.meta.url, "looks-at-desk.sql");
const ofAnalystSql = loadText(import.meta.url, "looks-of-analyst.sql");
const viewerSql = loadText(import.meta.url, "viewer.sql");
const undrawnSql = loadText(import.meta.url, "lots-missing.sql");
const drawSql = loadText(import.meta.url, "lot-put.sql");

/**
 * Decides whether a verdict is put to another analyst: uniform in [0, 1), from the ids of decision and anomaly alone. The decision's id is a hash of
 * what was decided and when, so that nobody can tell before the verdict which cases will be looked at again; raising the share only adds to them. A settlement has
 * been looked at by several and gets no lot.
 */
export const lotOf = (decision: string, anomaly: string): number =>
  Number.parseInt(sha256(`second look\n${decision}\n${anomaly}`).slice(0, 13), 16) / 2 ** 52;

/** Draws for verdicts that were recorded before there were lots. */
export function drawMissingLots(db: Database): void {
  const undrawn = query(db, undrawnSql, z.object({ anomaly_id: z.string(), decision_id: z.string() })).all();
  inTransaction(db, () => {
    for (const { anomaly_id: anomaly, decision_id: decision } of undrawn)
      execute(db, drawSql, { anomaly, decision, lot: lotOf(decision, anomaly) });
  });
}

/** Who looks at the desk; undefined in a database that no engine has opened. */
export const viewerOf = (db: Database): string | undefined =>
  query(db, viewerSql, z.object({ name: z.string().nullable() })).get()?.name ?? undefined;

/** A case to be judged without sight of `decision`, the verdict on `judged`; that is another anomaly where the verdict was carried over from it. */
export interface SecondLook {
  readonly anomaly: string;
  readonly judged: string;
  readonly decision: string;
}

const LookRow = z.object({ anomaly: z.string(), judged: z.string(), decision: z.string() });

/** Those of some anomalies whose verdict is kept from the analyst at the desk. */
export const looksAtDesk = (db: Database, anomalyIds: readonly string[]): SecondLook[] =>
  query(db, atDeskSql, LookRow).all({ anomalies: JSON.stringify(anomalyIds) });

/** What an analyst is to look at, in an order that tells nothing; all of it, or among some anomalies. */
export const looksOf = (db: Database, analyst: string, anomalyIds?: readonly string[]): SecondLook[] =>
  query(db, ofAnalystSql, LookRow).all({ analyst, anomalies: anomalyIds === undefined ? null : JSON.stringify(anomalyIds) });
