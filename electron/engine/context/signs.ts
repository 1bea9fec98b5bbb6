import { z } from "zod";
import { integers, readRows, texts, times, type Reader } from "../duckdb/read-rows.ts";
import { loadText } from "../runtime.ts";
import { dayUs, type Focus } from "./focus.ts";
import { usageKey } from "./usage.ts";

const signsSql = loadText(import.meta.url, "signs.sql");

/** One sign of what a host is for, with how often, by how many, on how many days. */
export const Sign = z.object({
  place_no: z.number(),
  kind: z.enum(["port", "program", "logon", "ticket"]),
  what: z.string(),
  n: z.number(),
  others: z.number(),
  days: z.number(),
});
export type Sign = z.infer<typeof Sign>;

const windowDays = 30;

/** Signs of the hosts that each focus may be about, by `usageKey`. */
export async function readSigns(
  reader: Reader,
  focuses: readonly Focus[],
  hostsOf: (focus: Focus) => readonly string[],
): Promise<ReadonlyMap<string, readonly Sign[]>> {
  const places = focuses.flatMap((focus) =>
    [...new Set(hostsOf(focus).map((host) => host.toLowerCase()))].map((host) => ({ focus, host })),
  );
  if (places.length === 0) return new Map();
  const time = (name: string, of: (focus: Focus) => number) =>
    times(
      name,
      places.map(({ focus }) => of(focus)),
    );
  const columns = [
    integers(
      "place_no",
      places.map((_, i) => i),
    ),
    texts(
      "host",
      places.map(({ host }) => host),
    ),
    texts(
      "address",
      places.map(({ focus }) => (focus.isSourceAddress ? (focus.source ?? null) : null)),
    ),
    time("from_time", (focus) => focus.anomaly.toUs - windowDays * dayUs),
    time("served_from", (focus) => focus.recentFromUs),
    time("to_time", (focus) => focus.anomaly.toUs),
  ];
  const rows = await readRows(reader, "signs.sql", signsSql, [{ name: "places", columns }], Sign);
  const byPlace = Map.groupBy(rows, (row) => row.place_no);
  return new Map(places.map(({ focus, host }, i) => [usageKey(focus.no, host), byPlace.get(i) ?? []]));
}
