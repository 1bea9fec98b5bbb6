import { z } from "zod";
import { loadText } from "../runtime.ts";
import type { Database } from "./database.ts";
import { execute, query } from "./statement.ts";

const getSql = loadText(import.meta.url, "setting-get.sql");
const putSql = loadText(import.meta.url, "setting-put.sql");
const Value = z.object({ value: z.string() });

export type SettingKey = "analyst" | `${"workspace" | "budget" | "log" | "dataset" | "retention"}.${string}` | "preferences";

export function findSetting(db: Database, key: SettingKey): string | undefined {
  return query(db, getSql, Value).get({ key })?.value;
}

export function putSetting(db: Database, key: SettingKey, value: string): void {
  execute(db, putSql, { key, value });
}
