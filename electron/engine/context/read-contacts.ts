import { invariant } from "../../../shared/lib/invariant.ts";
import { distinct, groupBy, integers, keptOfScope, readRows, texts, times, type Reader } from "../duckdb/read-rows.ts";
import { loadText } from "../runtime.ts";
import { type Contact, OwnContact, Reached, Spread } from "./fact-rows.ts";
import type { Focus } from "./focus.ts";

const contactsSql = loadText(import.meta.url, "contacts.sql");
const spreadSql = loadText(import.meta.url, "spread.sql");
const reachedBySql = loadText(import.meta.url, "reached-by.sql");

/** Of some 150 bytes each. Cases share what many reach, which takes longest to count. */
const mostKeptRows = 50_000;

const readSpread = keptOfScope(mostKeptRows, async (reader, destinations) =>
  groupBy(
    await readRows(reader, "spread.sql", spreadSql, [{ name: "destinations", columns: [texts("value", destinations)] }], Spread),
    (row) => row.destination,
  ),
);

/** Whom each source talked to in its window, with how usual it is for the source and for everyone. */
export async function readContacts(reader: Reader, focuses: readonly Focus[]): Promise<Contact[]> {
  if (focuses.length === 0) return [];
  const columns = [
    integers(
      "window_no",
      focuses.map((f) => f.no),
    ),
    texts(
      "source",
      focuses.map((f) => f.source ?? null),
    ),
    times(
      "from_time",
      focuses.map((f) => f.recentFromUs),
    ),
    times(
      "to_time",
      focuses.map((f) => f.anomaly.toUs),
    ),
  ];
  const own = await readRows(reader, "contacts.sql", contactsSql, [{ name: "windows", columns }], OwnContact);
  const spread = await readSpread(reader, [...new Set(own.map((row) => row.destination))].toSorted());
  return own.map((row) => {
    const [everyone] = spread.get(row.destination) ?? [];
    invariant(everyone !== undefined, "who was talked to was talked to by somebody");
    return { ...row, ...everyone };
  });
}

const readReachedOf = {
  itself: keptOfScope(mostKeptRows, (reader, destinations) => askReached(reader, destinations, 0)),
  andBelow: keptOfScope(mostKeptRows, (reader, destinations) => askReached(reader, destinations, 1)),
};

async function askReached(
  reader: Reader,
  destinations: readonly string[],
  suffix: 0 | 1,
): Promise<ReadonlyMap<string, readonly Reached[]>> {
  const columns = [
    texts("value", destinations),
    integers(
      "suffix",
      destinations.map(() => suffix),
    ),
  ];
  return groupBy(
    await readRows(reader, "reached-by.sql", reachedBySql, [{ name: "destinations", columns }], Reached),
    (row) => row.destination,
  );
}

/** Who reached each destination, and the addresses it stood for. Of a domain some focus is about, names below it count too. */
export async function readReached(reader: Reader, focuses: readonly Focus[]): Promise<ReadonlyMap<string, readonly Reached[]>> {
  const domains = new Set(focuses.flatMap(({ destination, isDomain }) => (destination !== undefined && isDomain ? [destination] : [])));
  const others = distinct(focuses.map(({ destination }) => destination)).filter((destination) => !domains.has(destination));
  const [itself, below] = await Promise.all([
    others.length === 0 ? new Map<string, readonly Reached[]>() : readReachedOf.itself(reader, others),
    domains.size === 0 ? new Map<string, readonly Reached[]>() : readReachedOf.andBelow(reader, [...domains].toSorted()),
  ]);
  return new Map([...itself, ...below]);
}
