import { z } from "zod";
import type { Blind } from "../../../shared/contract/triage.ts";
import { blindSources } from "../../../shared/domain/blind.ts";
import { loadText } from "../runtime.ts";
import type { Database } from "../sqlite/database.ts";
import { query } from "../sqlite/statement.ts";

const blindSql = loadText(import.meta.url, "blind-of.sql");

/** The columns of `queue_item` that say so. */
export const BlindColumns = z.object({
  is_blind: z.number(),
  blind_kind: z.enum(blindSources).nullable(),
  propensity: z.number().nullable(),
});

export const toBlind = ({ is_blind, blind_kind, propensity }: z.infer<typeof BlindColumns>): Blind | null =>
  is_blind === 0 ? null : { kind: blind_kind, propensity };

/** Null for an anomaly that is not of the blind sample, or that there is none of. */
export function blindOf(db: Database, anomaly: string): Blind | null {
  const row = query(db, blindSql, BlindColumns).get({ anomaly });
  return row === undefined ? null : toBlind(row);
}
