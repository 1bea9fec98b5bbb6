import { z } from "zod";
import { loadText } from "../../runtime.ts";
import type { Database } from "../../sqlite/database.ts";
import { query } from "../../sqlite/statement.ts";

const surfacedSql = loadText(import.meta.url, "surfaced-by.sql");
const Row = z.object({ id: z.string(), label: z.string(), model: z.string(), is_in_review: z.number() });

/** In the place of a label set or verdict, in the id of a node that stands for anomalies: all that the run surfaced. */
export const allOfRun = "run";

/** What a run surfaced, by rank. */
export const surfacedBy = (db: Database, run: string): z.infer<typeof Row>[] => query(db, surfacedSql, Row).all({ run });
