import { z } from "zod";
import { integers, readRows, texts, type Reader } from "../duckdb/read-rows.ts";
import { nodeId } from "../relations/node-id.ts";
import type { DaySpan } from "../relations/relations.ts";
import { loadText } from "../runtime.ts";

const daysSql = loadText(import.meta.url, "days-of-things.sql");
const ThingDay = z.object({
  thing_no: z.number(),
  day: z.number(),
  n: z.number(),
  counterparts: z.number(),
  bytes: z.number(),
  failures: z.number(),
  new_counterparts: z.number(),
});
export type ThingDay = z.infer<typeof ThingDay>;

export interface WantedThing {
  readonly no: number;
  readonly key: string;
  /** The days it is told of. */
  readonly fromDay: number;
  /** The days the key means it. */
  readonly meant: DaySpan;
}

/** What each thing did on each of its days, as the source of relations. One query for all. */
export async function readThingDays(reader: Reader, things: readonly WantedThing[]): Promise<ReadonlyMap<number, readonly ThingDay[]>> {
  if (things.length === 0) return new Map();
  const columns = [
    integers(
      "thing_no",
      things.map((thing) => thing.no),
    ),
    texts(
      "id",
      things.map((thing) => nodeId(thing.key)),
    ),
    integers(
      "since_day",
      things.map((thing) => thing.meant.fromDay),
    ),
    integers(
      "from_day",
      things.map((thing) => thing.fromDay),
    ),
    integers(
      "to_day",
      things.map((thing) => thing.meant.toDay),
    ),
  ];
  return Map.groupBy(await readRows(reader, "days-of-things.sql", daysSql, [{ name: "wanted", columns }], ThingDay), (row) => row.thing_no);
}
