import { z } from "zod";
import { loadText } from "../runtime.ts";
import type { Database } from "./connection.ts";
import { DecisionRow } from "./decision-chain.ts";
import { query } from "./statement.ts";

const allSql = loadText(import.meta.url, "decision-all.sql");
const lastMergeSql = loadText(import.meta.url, "decision-last-merge.sql");

/** Every entry of the log as it is stored, in its order. */
export const readRows = (db: Database): DecisionRow[] => query(db, allSql, DecisionRow).all();

/** The id of the newest merge in the log; undefined where copies were never merged. */
export const lastMerge = (db: Database): string | undefined => query(db, lastMergeSql, z.object({ id: z.string() })).get()?.id;
