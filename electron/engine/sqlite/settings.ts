import { z } from "zod";
import { defaultAuditShare, defaultReviewShare } from "../../../shared/domain/blind.ts";
import { loadText } from "../runtime.ts";
import type { Database } from "./connection.ts";
import { execute, query } from "./statement.ts";

const getSql = loadText(import.meta.url, "setting-get.sql");
const putSql = loadText(import.meta.url, "setting-put.sql");
const removeSql = loadText(import.meta.url, "setting-remove.sql");
const Value = z.object({ value: z.string() });

export type SettingKey =
  | "analyst"
  | `${"workspace" | "audit" | "review" | "budget" | "log" | "dataset" | "retention"}.${string}`
  | "preferences";

export function findSetting(db: Database, key: SettingKey): string | undefined {
  return query(db, getSql, Value).get({ key })?.value;
}

export function putSetting(db: Database, key: SettingKey, value: string): void {
  execute(db, putSql, { key, value });
}

export function removeSetting(db: Database, key: SettingKey): void {
  execute(db, removeSql, { key });
}

/** Expected share of a run's queue that goes to audit items. */
export const auditShareOf = (db: Database): number => Number(findSetting(db, "audit.share") ?? defaultAuditShare);

const defaultBudget = 40;
/** Cases that may be judged on a day. */
export const budgetPerDay = (db: Database): number => Number(findSetting(db, "budget.per-day") ?? defaultBudget);

/** Share of verdicts that another analyst is to judge too. */
export const reviewShareOf = (db: Database): number => Number(findSetting(db, "review.share") ?? defaultReviewShare);

/** Runs that verdicts brought from other copies of the workspace are about and that could not be brought with them, by id. */
export const lackingRunsOf = (db: Database): readonly string[] =>
  z.array(z.string()).parse(JSON.parse(findSetting(db, "log.lacking-runs") ?? "[]"));

export const putLackingRuns = (db: Database, runs: readonly string[]): void =>
  putSetting(db, "log.lacking-runs", JSON.stringify([...new Set(runs)].toSorted()));
