import { z } from "zod";
import { integers, readRows, texts, type Reader } from "../duckdb/read-rows.ts";
import { loadText } from "../runtime.ts";
import { nodeId } from "./node-id.ts";
import type { DaySpan } from "./relations.ts";

const dailySql = loadText(import.meta.url, "daily-activity.sql");
const seenSql = loadText(import.meta.url, "seen-span.sql");

const DailyActivity = z.object({
  way: z.enum(["out", "in"]),
  type: z.string(),
  kind: z.string(),
  day: z.number(),
  n: z.number(),
  others: z.number(),
  new_others: z.number(),
  bytes: z.number(),
  failures: z.number(),
});
export type DailyActivity = z.infer<typeof DailyActivity>;

const Seen = z.object({ key: z.string(), label: z.string(), kind: z.string(), first_seen: z.number(), last_seen: z.number() });
export type Seen = z.infer<typeof Seen>;

const wanted = (keys: readonly string[]) => ({ name: "wanted", columns: [texts("id", keys.map(nodeId))] });

/** What the things did in the span, together; a day without any has no row. */
export const readDailyActivity = (reader: Reader, keys: readonly string[], { fromDay, toDay }: DaySpan): Promise<DailyActivity[]> =>
  readRows(
    reader,
    "daily-activity.sql",
    dailySql,
    [wanted(keys), { name: "span", columns: [integers("from_day", [fromDay]), integers("to_day", [toDay])] }],
    DailyActivity,
  );

/** Those of the things that the telemetry has, with when it first and last did. Times in microseconds UTC. */
export const readSeen = (reader: Reader, keys: readonly string[]): Promise<Seen[]> =>
  readRows(reader, "seen-span.sql", seenSql, [wanted(keys)], Seen);
