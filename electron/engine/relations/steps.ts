import { z } from "zod";
import { integers, type Reader, readRows, texts } from "../duckdb/read-rows.ts";
import { loadText } from "../runtime.ts";
import type { DaySpan } from "./relations.ts";

const stepSql = loadText(import.meta.url, "path-step.sql");
const degreesSql = loadText(import.meta.url, "degrees.sql");
const thingsSql = loadText(import.meta.url, "things-by-id.sql");

const RelationRow = z.object({
  src: z.string(),
  dst: z.string(),
  type: z.string(),
  src_kind: z.string(),
  dst_kind: z.string(),
  n: z.number(),
  days: z.number(),
  first_seen: z.number(),
  last_seen: z.number(),
});
export type RelationRow = z.infer<typeof RelationRow>;

const DegreeRow = z.object({ id: z.string(), n: z.number() });

const ThingRow = z.object({ id: z.string(), key: z.string(), kind: z.string(), label: z.string() });
export type ThingRow = z.infer<typeof ThingRow>;

/** Relations of all the things (by id) within the span, the rarest `take` of them; times microseconds UTC. */
export function readStep(
  reader: Reader,
  ids: readonly string[],
  step: DaySpan & { readonly types: readonly string[]; readonly take: number },
): Promise<RelationRow[]> {
  const tables = [
    { name: "wanted", columns: [texts("id", ids)] },
    { name: "span", columns: [integers("from_day", [step.fromDay]), integers("to_day", [step.toDay])] },
    { name: "types", columns: [texts("type", step.types)] },
    { name: "page", columns: [integers("take", [step.take])] },
  ];
  return readRows(reader, "path-step.sql", stepSql, tables, RelationRow);
}

/** What things are called, by id; one that no telemetry mentions is missing. */
export async function readThings(reader: Reader, ids: readonly string[]): Promise<ReadonlyMap<string, ThingRow>> {
  if (ids.length === 0) return new Map();
  const rows = await readRows(reader, "things-by-id.sql", thingsSql, [{ name: "wanted", columns: [texts("id", ids)] }], ThingRow);
  return new Map(rows.map((row) => [row.id, row]));
}

/** How many things each thing (by id) has to do with, at least: the largest count of one way, type and kind. A thing never seen has none. */
export async function readNeighbourCounts(reader: Reader, ids: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const most = new Map<string, number>();
  if (ids.length === 0) return most;
  const rows = await readRows(reader, "degrees.sql", degreesSql, [{ name: "wanted", columns: [texts("id", ids)] }], DegreeRow);
  for (const { id, n } of rows) most.set(id, Math.max(n, most.get(id) ?? 0));
  return most;
}
