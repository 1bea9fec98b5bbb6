import { z } from "zod";
import { integers, readRows, texts, type Reader } from "../duckdb/read-rows.ts";
import type { InputTable } from "../duckdb/query-engine.ts";
import { loadText } from "../runtime.ts";
import { nodeId } from "./node-id.ts";

const countsSql = loadText(import.meta.url, "neighbour-counts.sql");
const neighboursSql = loadText(import.meta.url, "neighbours.sql");
const statisticsSql = loadText(import.meta.url, "edge-statistics.sql");
const degreesSql = loadText(import.meta.url, "degrees.sql");
const coverageSql = loadText(import.meta.url, "relation-coverage.sql");

/** Days since 1970 UTC, both inclusive. */
export interface DaySpan {
  readonly fromDay: number;
  readonly toDay: number;
}

/** `baselineDay` to the day before `fromDay` is what is usual; from there it is recent. */
export interface ComparedSpan extends DaySpan {
  readonly baselineDay: number;
}

export const dayOf = (us: number): number => Math.floor(us / 86_400_000_000);

const Way = z.enum(["out", "in"]);
export type Way = z.infer<typeof Way>;

const NeighbourCount = z.object({
  way: Way,
  type: z.string(),
  kind: z.string(),
  others: z.number(),
  n: z.number(),
  new_others: z.number(),
  first_seen: z.number(),
  last_seen: z.number(),
});
export type NeighbourCount = z.infer<typeof NeighbourCount>;

const Neighbour = z.object({
  total: z.number(),
  way: Way,
  type: z.string(),
  key: z.string(),
  kind: z.string(),
  label: z.string(),
  n: z.number(),
  days: z.number(),
  bytes: z.number(),
  failures: z.number(),
  days_before: z.number(),
  first_seen: z.number(),
  last_seen: z.number(),
});
export type Neighbour = z.infer<typeof Neighbour>;

const EdgeStatistics = z.object({
  edge_no: z.number(),
  n: z.number(),
  days: z.number(),
  baseline_n: z.number(),
  baseline_days: z.number(),
  bytes: z.number(),
  failures: z.number(),
  first_seen: z.number(),
  last_seen: z.number(),
});
export type EdgeStatistics = z.infer<typeof EdgeStatistics>;

const Degree = z.object({ id: z.string(), way: Way, type: z.string(), kind: z.string(), n: z.number() });
export type Degree = Omit<z.infer<typeof Degree>, "id">;

const RelationCoverage = z.object({
  type: z.string(),
  kind: z.string(),
  days: z.number(),
  days_before: z.number(),
  first_day: z.number(),
  last_day: z.number(),
});
export type RelationCoverage = z.infer<typeof RelationCoverage>;

/** Both ends by canonical key. */
export interface RelationKey {
  readonly src: string;
  readonly dst: string;
  readonly type: string;
}

export interface NeighbourPage {
  readonly way?: Way | undefined;
  readonly type?: string | undefined;
  /** Of the others. */
  readonly kind?: string | undefined;
  readonly skip: number;
  readonly take: number;
}

const wanted = (keys: readonly string[]): InputTable => ({ name: "wanted", columns: [texts("id", keys.map(nodeId))] });

const span = ({ fromDay, toDay }: DaySpan, ...more: InputTable["columns"]): InputTable => ({
  name: "span",
  columns: [integers("from_day", [fromDay]), integers("to_day", [toDay]), ...more],
});

const compared = (days: ComparedSpan): InputTable => span(days, integers("baseline_day", [days.baselineDay]));

/** How many things a thing has to do with in the span, by way, type of relation and kind. The scope's own bounds in time apply as well. */
export const countNeighbours = (reader: Reader, key: string, days: DaySpan): Promise<NeighbourCount[]> =>
  readRows(reader, "neighbour-counts.sql", countsSql, [wanted([key]), span(days)], NeighbourCount);

/** A page of them, new ones first and then those of the fewest days. Times are microseconds UTC; `first_seen` is the first ever. */
export function readNeighbours(reader: Reader, key: string, days: DaySpan, page: NeighbourPage): Promise<Neighbour[]> {
  const columns = [
    texts("way", [page.way ?? null]),
    texts("type", [page.type ?? null]),
    texts("kind", [page.kind ?? null]),
    integers("skip", [page.skip]),
    integers("take", [page.take]),
  ];
  return readRows(reader, "neighbours.sql", neighboursSql, [wanted([key]), span(days), { name: "page", columns }], Neighbour);
}

/** How usual each relation is, by its place in `edges`; one that was never seen is missing. One query for all of them. */
export async function readEdgeStatistics(
  reader: Reader,
  edges: readonly RelationKey[],
  days: ComparedSpan,
): Promise<ReadonlyMap<number, EdgeStatistics>> {
  if (edges.length === 0) return new Map();
  const columns = [
    integers(
      "edge_no",
      edges.map((_, i) => i),
    ),
    texts(
      "src",
      edges.map((edge) => nodeId(edge.src)),
    ),
    texts(
      "dst",
      edges.map((edge) => nodeId(edge.dst)),
    ),
    texts(
      "type",
      edges.map((edge) => edge.type),
    ),
  ];
  const rows = await readRows(reader, "edge-statistics.sql", statisticsSql, [{ name: "edges", columns }, compared(days)], EdgeStatistics);
  return new Map(rows.map((row) => [row.edge_no, row]));
}

/** How many things each has to do with, by way, type and kind; over several snapshots at least so many. A thing never seen has none. */
export async function readDegrees(reader: Reader, keys: readonly string[]): Promise<ReadonlyMap<string, readonly Degree[]>> {
  const keyOf = new Map(keys.map((key) => [nodeId(key), key]));
  if (keyOf.size === 0) return new Map();
  const rows = await readRows(reader, "degrees.sql", degreesSql, [wanted([...keyOf.values()])], Degree);
  const found = new Map<string, Degree[]>(keys.map((key) => [key, []]));
  for (const { id, ...degree } of rows) found.get(keyOf.get(id) ?? "")?.push(degree);
  return found;
}

/** Days on which each type of relation from each kind of thing could be seen at all. */
export const readRelationCoverage = (reader: Reader, days: ComparedSpan): Promise<RelationCoverage[]> =>
  readRows(reader, "relation-coverage.sql", coverageSql, [compared(days)], RelationCoverage);
