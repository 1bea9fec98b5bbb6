import { loadText } from "../runtime.ts";
import { Act, type Bucket, type Contact, Coverage, type Moment, Presence, type Reached, Relative } from "./fact-rows.ts";
import type { Focus } from "./focus.ts";
import { readActivity } from "./read-activity.ts";
import { readContacts, readReached } from "./read-contacts.ts";
import { readMoments } from "./read-moments.ts";
import { type CloudFact, readCloud } from "./cloud.ts";
import { readSigns, type Sign } from "./signs.ts";
import { readUsage, type Usage } from "./usage.ts";
import { isMachineAccount } from "../entities/things.ts";
import { distinct, groupBy, lastOfScope, readRows, texts, type Reader } from "../duckdb/read-rows.ts";

const coverageSql = loadText(import.meta.url, "coverage.sql");
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

/** `leaseNames`: hosts that inventories put behind a focus's address. Statements that need no other's answer are asked together. */
export async function readFacts(
  reader: Reader,
  focuses: readonly Focus[],
  leaseNames: (focus: Focus) => readonly string[],
): Promise<Facts> {
  const coverage = await readTelemetry(reader);
  const seen = Promise.all([readMoments(reader, focuses), readLineage(reader, focuses)]);
  const [[moments, lineage], contacts, reached, cloud, [acts, activity], { presence, usage, signs }] = await Promise.all([
    seen,
    readContacts(
      reader,
      focuses.filter((focus) => focus.source !== undefined && focus.process === undefined),
    ),
    readReached(
      reader,
      focuses.filter((focus) => focus.destination !== undefined),
    ),
    readCloud(reader, focuses),
    seen.then(([, family]) => Promise.all([readActs(reader, focuses, family), readActivity(reader, focuses, family)])),
    seen.then(([around, family]) => readPlaces(reader, focuses, { moments: around, lineage: family, coverage, leaseNames })),
  ]);
  return {
    coverage,
    contacts: groupBy(contacts, (row) => row.window_no),
    reached,
    lineage: groupBy(lineage, (row) => row.subject),
    acts: groupBy(acts, (row) => row.uid),
    presence: groupBy(presence, (row) => presenceKey(row.relation, row.one)),
    moments: groupBy(moments, (row) => row.anomaly_no),
    activity: groupBy(activity, (row) => row.anomaly_no),
    cloud,
    usage,
    signs,
  };
}

interface Seen {
  readonly moments: readonly Moment[];
  readonly lineage: readonly Relative[];
  readonly coverage: readonly Coverage[];
  readonly leaseNames: (focus: Focus) => readonly string[];
}

/** Who is where, and what that tells of the hosts that the focuses may be about. */
async function readPlaces(
  reader: Reader,
  focuses: readonly Focus[],
  seen: Seen,
): Promise<Pick<Facts, "usage" | "signs"> & { readonly presence: readonly Presence[] }> {
  const presence = await readPresence(reader, focuses, seen);
  const agents = groupBy(
    presence.filter((row) => row.relation === "host-of-address"),
    (row) => row.one,
  );
  const hostsOf = (focus: Focus): readonly string[] =>
    focus.source === undefined
      ? []
      : focus.isSourceAddress
        ? [...seen.leaseNames(focus), ...(agents.get(focus.source) ?? []).map((row) => row.other)]
        : [focus.source];
  const tellsOfUse = seen.coverage.some((one) => one.class === "authentication" || one.class === "process_activity");
  const isUsed = (focus: Focus): boolean => tellsOfUse && focus.process === undefined && focus.account === undefined && !focus.isFolded;
  const [usage, signs] = await Promise.all([readUsage(reader, focuses.filter(isUsed), hostsOf), readSigns(reader, focuses, hostsOf)]);
  return { presence, usage, signs };
}

const subjectsOf = (focuses: readonly Focus[]): string[] => distinct(focuses.map((focus) => focus.process));

async function readLineage(reader: Reader, focuses: readonly Focus[]): Promise<Relative[]> {
  const subjects = subjectsOf(focuses);
  if (subjects.length === 0) return [];
  return readRows(reader, "lineage.sql", lineageSql, [{ name: "processes", columns: [texts("uid", subjects)] }], Relative);
}

async function readActs(reader: Reader, focuses: readonly Focus[], lineage: readonly Relative[]): Promise<Act[]> {
  const kin = lineage.filter((r) => r.relation === "child" || r.relation === "sibling");
  const actors = distinct([...subjectsOf(focuses), ...kin.map((r) => r.uid)]);
  return actors.length === 0 ? [] : readRows(reader, "acts.sql", actsSql, [{ name: "actors", columns: [texts("uid", actors)] }], Act);
}

function readPresence(reader: Reader, focuses: readonly Focus[], { moments, lineage, leaseNames }: Seen): Promise<Presence[]> {
  const sources = focuses.map((f) => (f.isSourceAddress ? undefined : f.source));
  const hosts = distinct(
    [...sources, ...focuses.flatMap(leaseNames), ...moments.map((m) => m.device ?? undefined)].map((name) => name?.toLowerCase()),
  );
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
