import { z } from "zod";
import { integers, readRows, texts, times, type Reader } from "../duckdb/read-rows.ts";
import { loadText } from "../runtime.ts";
import { aroundUs, type Focus } from "./focus.ts";

const cloudSql = loadText(import.meta.url, "cloud.sql");

/** One thing known of a cloud principal's calls; `cloud.sql` says what each relation is. */
export const CloudFact = z.object({
  anomaly_no: z.number(),
  relation: z.enum(["ever", "session", "account", "operation", "address", "alike", "before", "after"]),
  what: z.string(),
  n: z.number(),
  others: z.number(),
  first_seen: z.number(),
  last_seen: z.number(),
});
export type CloudFact = z.infer<typeof CloudFact>;

/** What the principals among the focuses did, by anomaly. */
export async function readCloud(reader: Reader, focuses: readonly Focus[]): Promise<ReadonlyMap<number, readonly CloudFact[]>> {
  const principals = focuses.filter((focus) => focus.isPrincipal);
  if (principals.length === 0) return new Map();
  const time = (name: string, of: (focus: Focus) => number) => times(name, principals.map(of));
  const columns = [
    integers(
      "anomaly_no",
      principals.map((focus) => focus.no),
    ),
    texts(
      "principal",
      principals.map((focus) => focus.account ?? ""),
    ),
    time("from_time", (focus) => focus.anomaly.fromUs),
    time("to_time", (focus) => focus.anomaly.toUs),
    time("near_from", (focus) => focus.anchorUs - aroundUs),
    time("anchor", (focus) => focus.anchorUs),
    time("near_to", (focus) => focus.anchorUs + aroundUs),
  ];
  const rows = await readRows(reader, "cloud.sql", cloudSql, [{ name: "principals", columns }], CloudFact);
  return Map.groupBy(rows, (row) => row.anomaly_no);
}
