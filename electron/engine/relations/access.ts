import { z } from "zod";
import { integers, readRows, type Reader } from "../duckdb/read-rows.ts";
import { loadText } from "../runtime.ts";
import type { DaySpan } from "./relations.ts";

const pairsSql = loadText(import.meta.url, "access-pairs.sql");

const AccessPair = z.object({ src: z.string(), dst: z.string(), type: z.string(), last_day: z.number() });
export type AccessPair = z.infer<typeof AccessPair>;

/** Who could act as or on whom, as telemetry showed it within the days. Ids are those of `nodeId`. */
export const readAccessPairs = (reader: Reader, { fromDay, toDay }: DaySpan): Promise<AccessPair[]> =>
  readRows(
    reader,
    "access-pairs.sql",
    pairsSql,
    [{ name: "span", columns: [integers("from_day", [fromDay]), integers("to_day", [toDay])] }],
    AccessPair,
  );
