import { z } from "zod";
import { integers, lastOfScope, readRows, texts, type Reader } from "../duckdb/read-rows.ts";
import type { InputTable } from "../duckdb/query-engine.ts";
import { loadText } from "../runtime.ts";
import { nodeId } from "./node-id.ts";

const countsSql = loadText(import.meta.url, "neighbour-counts.sql");
const neighboursSql = loadText(import.meta.url, "neighbours.sql");
const historiesSql = loadText(import.meta.url, "relation-histories.sql");
const degreesSql = loadText(import.meta.url, "degrees.sql");
const coverageSql = loadText(import.meta.url, "coverage-days.sql");

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

const CoverageDay = z.object({ type: z.string(), kind: z.string(), day: z.number() });

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

const span = ({ fromDay, toDay }: DaySpan): InputTable => ({
  name: "span",
  columns: [integers("from_day", [fromDay]), integers("to_day", [toDay])],
});

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

/** A relation and the days it is judged by. */
export interface DatedRelation extends RelationKey {
  readonly days: ComparedSpan;
}

/** How usual each relation is, by its place in `edges`; one that was never seen is missing. One query for all of them. */
export async function readHistories(reader: Reader, edges: readonly DatedRelation[]): Promise<ReadonlyMap<number, EdgeStatistics>> {
  if (edges.length === 0) return new Map();
  const text = (name: string, of: (edge: DatedRelation) => string) => texts(name, edges.map(of));
  const integer = (name: string, of: (edge: DatedRelation, i: number) => number) => integers(name, edges.map(of));
  const columns = [
    integer("edge_no", (_, i) => i),
    text("src", (edge) => nodeId(edge.src)),
    text("dst", (edge) => nodeId(edge.dst)),
    text("type", (edge) => edge.type),
    integer("from_day", (edge) => edge.days.fromDay),
    integer("to_day", (edge) => edge.days.toDay),
    integer("baseline_day", (edge) => edge.days.baselineDay),
  ];
  const rows = await readRows(reader, "relation-histories.sql", historiesSql, [{ name: "edges", columns }], EdgeStatistics);
  return new Map(rows.map((row) => [row.edge_no, row]));
}

/** As `readHistories`, for relations that are judged by the same days. */
export const readEdgeStatistics = (
  reader: Reader,
  edges: readonly RelationKey[],
  days: ComparedSpan,
): Promise<ReadonlyMap<number, EdgeStatistics>> =>
  readHistories(
    reader,
    edges.map((edge) => ({ ...edge, days })),
  );

/** How many things each has to do with, by way, type and kind; over several snapshots at least so many. A thing never seen has none. */
export async function readDegrees(reader: Reader, keys: readonly string[]): Promise<ReadonlyMap<string, readonly Degree[]>> {
  const keyOf = new Map(keys.map((key) => [nodeId(key), key]));
  if (keyOf.size === 0) return new Map();
  const rows = await readRows(reader, "degrees.sql", degreesSql, [wanted([...keyOf.values()])], Degree);
  const found = new Map<string, Degree[]>(keys.map((key) => [key, []]));
  for (const { id, ...degree } of rows) found.get(keyOf.get(id) ?? "")?.push(degree);
  return found;
}

/** Counts the days of a span on which a relation of a type from a kind of thing could be seen at all. */
export interface Coverage {
  daysOf(type: string, kind: string, days: DaySpan): number;
  /** As `daysOf`, of the kind that was seen most. */
  mostDaysOf(type: string, days: DaySpan): number;
  /** Days on which anything at all from that kind of thing could be seen. */
  daysWith(kind: string, days: DaySpan): readonly number[];
  /** The first day on which anything could be seen. */
  readonly firstDay: number | undefined;
}

const readCoverageDays = lastOfScope((reader) => readRows(reader, "coverage-days.sql", coverageSql, [], CoverageDay));

export async function readCoverage(reader: Reader): Promise<Coverage> {
  const rows = await readCoverageDays(reader);
  const byType = new Map([...Map.groupBy(rows, (row) => row.type)].map(([type, own]) => [type, Map.groupBy(own, (row) => row.kind)]));
  const byKind = Map.groupBy(rows, (row) => row.kind);
  const isIn =
    ({ fromDay, toDay }: DaySpan) =>
    ({ day }: { readonly day: number }): boolean =>
      day >= fromDay && day <= toDay;
  return {
    daysOf: (type, kind, days) => (byType.get(type)?.get(kind) ?? []).filter(isIn(days)).length,
    mostDaysOf: (type, days) => Math.max(0, ...(byType.get(type)?.values() ?? []).map((own) => own.filter(isIn(days)).length)),
    daysWith: (kind, days) => {
      const seen = (byKind.get(kind) ?? []).filter(isIn(days));
      return [...new Set(seen.map(({ day }) => day))].toSorted((a, b) => a - b);
    },
    firstDay: rows.reduce<number | undefined>((first, { day }) => Math.min(first ?? day, day), undefined),
  };
}
