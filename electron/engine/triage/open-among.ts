import { z } from "zod";
import { loadText } from "../runtime.ts";
import type { Database } from "../sqlite/database.ts";
import { query } from "../sqlite/statement.ts";

const openSql = loadText(import.meta.url, "open-among.sql");

/** How many of these a suppression can hide: those without a verdict that are not of the blind sample. */
export const countOpen = (db: Database, anomalyIds: readonly string[]): number =>
  query(db, openSql, z.object({ n: z.number() })).get({ anomalies: JSON.stringify(anomalyIds) })?.n ?? 0;
