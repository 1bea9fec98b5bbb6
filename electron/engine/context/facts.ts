import { loadText } from "../runtime.ts";
import { Act, type Bucket, Contact, Coverage, type Moment, Presence, Reached, Relative } from "./fact-rows.ts";
import type { Focus } from "./focus.ts";
import { readActivity } from "./read-activity.ts";
import { readMoments } from "./read-moments.ts";
import { type CloudFact, readCloud } from "./cloud.ts";
import { readSigns, type Sign } from "./signs.ts";
import { readUsage, type Usage } from "./usage.ts";
import { isMachineAccount } from "../entities/things.ts";
import { distinct, groupBy, integers, lastOfScope, readRows, texts, times, type Reader } from "../duckdb/read-rows.ts";

const coverageSql = loadText(import.meta.url, "coverage.sql");
const contactsSql = loadText(import.meta.url, "contacts.sql");
const reachedBySql = loadText(import.meta.url, "reached-by.sql");
const lineageSql = loadText(import.meta.url, "lineage.sql");
const actsSql = loadText(import.meta.url, "acts.sql");
const presenceSql = loadText(import.meta.url, "presence.sql");

/** What the dataset says about all anomalies of a run, in the few statements it takes to ask. */
export interface Facts {
  readonly coverage: readonly Coverage[];
  readonly contacts: ReadonlyMap<number, readonly Contact[]>;
  readonly reached: ReadonlyMap<string, readonly Reached[]>;
  readonly lineage: ReadonlyMap<string, readonly Relative[]>;
  readonly acts: ReadonlyMap<string, readonly Act[]>;
  readonly presence: ReadonlyMap<string, readonly Presence[]>;
  readonly moments: ReadonlyMap<number, readonly Moment[]>;
  readonly activity: ReadonlyMap<number, readonly Bucket[]>;
  /** What cloud principals did, by anomaly. */
  readonly cloud: ReadonlyMap<number, readonly CloudFact[]>;
  /** By `usageKey`. */
  readonly usage: ReadonlyMap<string, readonly Usage[]>;
  /** By `usageKey`. */
  readonly signs: ReadonlyMap<string, readonly Sign[]>;
}

export const presenceKey = (relation: Presence["relation"], one: string): string => `${relation} ${one}`;

const readTelemetry = lastOfScope((reader) => readRows(reader, "coverage.sql", coverageSql, [], Coverage));

/** `leaseNames`: hosts that inventories put behind a focus's address. Runs the statements one after the other: they share a thread's memory, and the second phase needs the first. */
export async function readFacts(
  reader: Reader,
  focuses: readonly Focus[],
  leaseNames: (focus: Focus) => readonly string[],
): Promise<Facts> {
  const coverage = await readTelemetry(reader);
  const sources = focuses.filter((focus) => focus.source !== undefined && focus.process === undefined);
  const contacts = sources.length === 0 ? [] : await readContacts(reader, sources);
  const destinations = focuses.filter((focus) => focus.destination !== undefined);
  const reached = destinations.length === 0 ? [] : await readReached(reader, destinations);
  const subjects = distinct(focuses.map((focus) => focus.process));
  const lineage =
    subjects.length === 0
      ? []
      : await readRows(reader, "lineage.sql", lineageSql, [{ name: "processes", columns: [texts("uid", subjects)] }], Relative);
  const actors = distinct([...subjects, ...lineage.filter((r) => r.relation === "child" || r.relation === "sibling").map((r) => r.uid)]);
  const acts =
    actors.length === 0 ? [] : await readRows(reader, "acts.sql", actsSql, [{ name: "actors", columns: [texts("uid", actors)] }], Act);
  const moments = await readMoments(reader, focuses);
  const presence = await readPresence(reader, focuses, { moments, lineage, leaseNames: focuses.flatMap(leaseNames) });
  const agents = groupBy(
    presence.filter((row) => row.relation === "host-of-address"),
    (row) => row.one,
  );
  const hostsOf = (focus: Focus): readonly string[] =>
    focus.source === undefined
      ? []
      : focus.isSourceAddress
        ? [...leaseNames(focus), ...(agents.get(focus.source) ?? []).map((row) => row.other)]
        : [focus.source];
  const tellsOfUse = coverage.some((one) => one.class === "authentication" || one.class === "process_activity");
  const isUsed = (focus: Focus): boolean => tellsOfUse && focus.process === undefined && focus.account === undefined && !focus.isFolded;
  const usage = await readUsage(reader, focuses.filter(isUsed), hostsOf);
  const signs = await readSigns(reader, focuses, hostsOf);
  const activity = await readActivity(reader, focuses, lineage);
  return {
    coverage,
    contacts: groupBy(contacts, (row) => row.window_no),
    reached: groupBy(reached, (row) => row.destination),
    lineage: groupBy(lineage, (row) => row.subject),
    acts: groupBy(acts, (row) => row.uid),
    presence: groupBy(presence, (row) => presenceKey(row.relation, row.one)),
    moments: groupBy(moments, (row) => row.anomaly_no),
    activity: groupBy(activity, (row) => row.anomaly_no),
    cloud: await readCloud(reader, focuses),
    usage,
    signs,
  };
}

const readContacts = (reader: Reader, focuses: readonly Focus[]): Promise<Contact[]> =>
  readRows(
    reader,
    "contacts.sql",
    contactsSql,
    [
      {
        name: "windows",
        columns: [
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
        ],
      },
    ],
    Contact,
  );

function readReached(reader: Reader, focuses: readonly Focus[]): Promise<Reached[]> {
  const suffix = new Map<string, number>();
  for (const { destination, isDomain } of focuses)
    if (destination !== undefined) suffix.set(destination, Math.max(suffix.get(destination) ?? 0, isDomain ? 1 : 0));
  const values = [...suffix.keys()].toSorted();
  const columns = [
    texts("value", values),
    integers(
      "suffix",
      values.map((value) => suffix.get(value) ?? 0),
    ),
  ];
  return readRows(reader, "reached-by.sql", reachedBySql, [{ name: "destinations", columns }], Reached);
}

interface Seen {
  readonly moments: readonly Moment[];
  readonly lineage: readonly Relative[];
  readonly leaseNames: readonly string[];
}

function readPresence(reader: Reader, focuses: readonly Focus[], { moments, lineage, leaseNames }: Seen): Promise<Presence[]> {
  const sources = focuses.map((f) => (f.isSourceAddress ? undefined : f.source));
  const hosts = distinct([...sources, ...leaseNames, ...moments.map((m) => m.device ?? undefined)].map((name) => name?.toLowerCase()));
  const addresses = distinct(focuses.map((f) => (f.isSourceAddress ? f.source : undefined)));
  const ranAs = lineage.filter((row) => row.relation === "self").map((row) => row.user_name ?? undefined);
  const named = [...focuses.map((f) => f.account), ...ranAs.filter((name) => name !== undefined && !isMachineAccount(name))];
  const accounts = distinct(named.map((name) => name?.toLowerCase().split("\\").at(-1)));
  const tables = [
    { name: "hosts", columns: [texts("value", hosts)] },
    { name: "addresses", columns: [texts("value", addresses)] },
    { name: "accounts", columns: [texts("value", accounts)] },
  ];
  return readRows(reader, "presence.sql", presenceSql, tables, Presence);
}
