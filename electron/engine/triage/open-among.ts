import { z } from "zod";
import { loadText } from "../runtime.ts";
import type { Database } from "../sqlite/database.ts";
import { query } from "../sqlite/statement.ts";

const closedSql = loadText(import.meta.url, "closed-among.sql");

/** How many of these, each an anomaly and named once, a suppression can hide: those without a verdict that are not of the blind sample. */
export const countOpen = (db: Database, anomalyIds: readonly string[]): number =>
  anomalyIds.length - (query(db, closedSql, z.object({ n: z.number() })).get({ anomalies: JSON.stringify(anomalyIds) })?.n ?? 0);
