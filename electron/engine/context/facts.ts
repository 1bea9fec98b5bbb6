import { z } from "zod";
import { parseEventId } from "../../../shared/domain/ids.ts";
import { loadText } from "../runtime.ts";
import { aroundUs, type Focus } from "./focus.ts";
import { distinct, groupBy, integers, readRows, texts, times, type Reader } from "./read-rows.ts";

const coverageSql = loadText(import.meta.url, "coverage.sql");
const contactsSql = loadText(import.meta.url, "contacts.sql");
const reachedBySql = loadText(import.meta.url, "reached-by.sql");
const lineageSql = loadText(import.meta.url, "lineage.sql");
const actsSql = loadText(import.meta.url, "acts.sql");
const presenceSql = loadText(import.meta.url, "presence.sql");
const momentsSql = loadText(import.meta.url, "moments.sql");
const activitySql = loadText(import.meta.url, "activity.sql");

const text = z.string().nullable();
const count = z.number();

export const Coverage = z.object({ class: z.string(), n: count, first_seen: count, last_seen: count, days: count, sources: count });
export type Coverage = z.infer<typeof Coverage>;

export const Contact = z.object({
  window_no: count,
  destination: z.string(),
  n: count,
  n_before: count,
  first_seen: count,
  last_seen: count,
  days: count,
  destination_sources: count,
  destination_days: count,
  destination_first: count,
  destination_address: text,
});
export type Contact = z.infer<typeof Contact>;

export const Reached = z.object({
  destination: z.string(),
  relation: z.enum(["source", "address", "name"]),
  other: z.string(),
  n: count,
  first_seen: count,
  last_seen: count,
  days: count,
});
export type Reached = z.infer<typeof Reached>;

export const Relative = z.object({
  subject: z.string(),
  relation: z.enum(["self", "parent", "grandparent", "child", "sibling"]),
  uid: z.string(),
  parent_uid: text,
  name: text,
  path: text,
  cmd_line: text,
  user_name: text,
  user_domain: text,
  host: text,
  time: count,
  snapshot: z.string(),
  event_no: count,
  place: count,
  family: count,
  image_launches: count,
  image_hosts: count,
  image_days: count,
  image_first: count,
  pair_launches: count.nullable(),
  pair_hosts: count.nullable(),
});
export type Relative = z.infer<typeof Relative>;

export const Act = z.object({
  uid: z.string(),
  relation: z.string(),
  object: z.string(),
  /** Port, access rights or signature state; empty when there is none. */
  detail: z.string(),
  n: count,
  first_seen: count,
  last_seen: count,
  snapshot: z.string(),
  event_no: count,
  object_actors: count,
  object_days: count,
  object_first: count,
});
export type Act = z.infer<typeof Act>;

export const Presence = z.object({
  relation: z.enum(["account-on-host", "host-of-account", "host-of-address", "address-of-account"]),
  one: z.string(),
  other: z.string(),
  domain: text,
  uid: text,
  n: count,
  first_seen: count,
  last_seen: count,
  days: count,
});
export type Presence = z.infer<typeof Presence>;

export const Moment = z.object({
  anomaly_no: count,
  evidence: count,
  priority: count,
  side_total: count,
  class: z.string(),
  snapshot: z.string(),
  event_no: count,
  time: count,
  activity_id: count.nullable(),
  status_id: count.nullable(),
  device: text,
  src_ip: text,
  dst_ip: text,
  dst_port: count.nullable(),
  dst_name: text,
  actor_uid: text,
  actor_name: text,
  user_name: text,
  user_domain: text,
  target_uid: text,
  target_name: text,
  detail: text,
  bytes_out: count.nullable(),
});
export type Moment = z.infer<typeof Moment>;

const Bucket = z.object({ anomaly_no: count, bucket: count, n: count });

/** What the dataset says about all anomalies of a run, in the few statements it takes to ask. */
export interface Facts {
  readonly coverage: readonly Coverage[];
  readonly contacts: ReadonlyMap<number, readonly Contact[]>;
  readonly reached: ReadonlyMap<string, readonly Reached[]>;
  readonly lineage: ReadonlyMap<string, readonly Relative[]>;
  readonly acts: ReadonlyMap<string, readonly Act[]>;
  readonly presence: ReadonlyMap<string, readonly Presence[]>;
  readonly moments: ReadonlyMap<number, readonly Moment[]>;
  readonly activity: ReadonlyMap<number, readonly { readonly bucket: number; readonly n: number }[]>;
}

export const presenceKey = (relation: Presence["relation"], one: string): string => `${relation} ${one}`;

/** Runs the statements one after the other: they share a thread's memory, and the second phase needs the first. */
export async function readFacts(reader: Reader, focuses: readonly Focus[]): Promise<Facts> {
  const coverage = await readRows(reader, "coverage.sql", coverageSql, [], Coverage);
  const sources = focuses.filter((focus) => focus.source !== undefined && focus.process === undefined);
  const contacts = sources.length === 0 ? [] : await readContacts(reader, sources);
  const destinations = focuses.filter((focus) => focus.destination !== undefined);
  const reached = destinations.length === 0 ? [] : await readReached(reader, destinations);
  const subjects = distinct(focuses.map((focus) => focus.process));
  const lineage = subjects.length === 0 ? [] : await readRows(reader, "lineage.sql", lineageSql, [{ name: "processes", columns: [texts("uid", subjects)] }], Relative);
  const actors = distinct([...subjects, ...lineage.filter((r) => r.relation === "child" || r.relation === "sibling").map((r) => r.uid)]);
  const acts = actors.length === 0 ? [] : await readRows(reader, "acts.sql", actsSql, [{ name: "actors", columns: [texts("uid", actors)] }], Act);
  const moments = await readMoments(reader, focuses);
  const presence = await readPresence(reader, focuses, moments);
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
          integers("window_no", focuses.map((f) => f.no)),
          texts("source", focuses.map((f) => f.source ?? null)),
          times("from_time", focuses.map((f) => f.recentFromUs)),
          times("to_time", focuses.map((f) => f.anomaly.toUs)),
        ],
      },
    ],
    Contact,
  );

function readReached(reader: Reader, focuses: readonly Focus[]): Promise<Reached[]> {
  const suffix = new Map<string, number>();
  for (const { destination, isDomain } of focuses) if (destination !== undefined) suffix.set(destination, Math.max(suffix.get(destination) ?? 0, isDomain ? 1 : 0));
  const values = [...suffix.keys()].toSorted();
  const columns = [texts("value", values), integers("suffix", values.map((value) => suffix.get(value) ?? 0))];
  return readRows(reader, "reached-by.sql", reachedBySql, [{ name: "destinations", columns }], Reached);
}

/** One row for each half hour that the hour around the anchor touches. */
function spansOf(focus: Focus): { focus: Focus; value: string; priority: number; bucket: number }[] {
  const first = Math.floor((focus.anchorUs - aroundUs) / aroundUs);
  const last = Math.floor((focus.anchorUs + aroundUs - 1) / aroundUs);
  const buckets = Array.from({ length: last - first + 1 }, (_, i) => first + i);
  const named = [
    { value: focus.process, priority: 0 },
    { value: focus.source, priority: 1 },
  ];
  return named.flatMap(({ value, priority }) => (value === undefined ? [] : buckets.map((bucket) => ({ focus, value, priority, bucket }))));
}

function readMoments(reader: Reader, focuses: readonly Focus[]): Promise<Moment[]> {
  const wanted = focuses.flatMap((focus) =>
    focus.anomaly.body.evidence.flatMap((ref) => {
      const id = parseEventId(ref.eventId);
      return id === undefined ? [] : [{ no: focus.no, ...id }];
    }),
  );
  const spans = focuses.flatMap(spansOf);
  return readRows(
    reader,
    "moments.sql",
    momentsSql,
    [
      {
        name: "wanted",
        columns: [
          integers("anomaly_no", wanted.map((w) => w.no)),
          texts("snapshot", wanted.map((w) => w.snapshot)),
          integers("event_no", wanted.map((w) => w.eventNo)),
        ],
      },
      {
        name: "spans",
        columns: [
          integers("anomaly_no", spans.map((s) => s.focus.no)),
          texts("value", spans.map((s) => s.value)),
          integers("bucket", spans.map((s) => s.bucket)),
          integers("priority", spans.map((s) => s.priority)),
          times("from_time", spans.map((s) => s.focus.anchorUs - aroundUs)),
          times("to_time", spans.map((s) => s.focus.anchorUs + aroundUs)),
          times("anchor", spans.map((s) => s.focus.anchorUs)),
        ],
      },
    ],
    Moment,
  );
}

function readPresence(reader: Reader, focuses: readonly Focus[], moments: readonly Moment[]): Promise<Presence[]> {
  const hosts = distinct([...focuses.map((f) => (f.isSourceAddress ? undefined : f.source)), ...moments.map((m) => m.device ?? undefined)]);
  const addresses = distinct(focuses.map((f) => (f.isSourceAddress ? f.source : undefined)));
  const accounts = distinct(focuses.map((f) => f.account?.toLowerCase().split("\\").at(-1)));
  const tables = [
    { name: "hosts", columns: [texts("value", hosts)] },
    { name: "addresses", columns: [texts("value", addresses)] },
    { name: "accounts", columns: [texts("value", accounts)] },
  ];
  return readRows(reader, "presence.sql", presenceSql, tables, Presence);
}

interface Series {
  readonly no: number;
  readonly kind: string;
  readonly one: string;
  readonly other: string | null;
  readonly toUs: number;
}

function seriesOf(focus: Focus, images: ReadonlyMap<string, string>): Series | undefined {
  const base = { no: focus.no, toUs: focus.anomaly.toUs };
  const image = focus.process === undefined ? undefined : images.get(focus.process);
  if (focus.process !== undefined) return image === undefined || focus.source === undefined ? undefined : { ...base, kind: "launch", one: focus.source, other: image };
  if (focus.account !== undefined) return { ...base, kind: "logon", one: focus.account.toLowerCase().split("\\").at(-1) ?? "", other: focus.source ?? null };
  if (focus.source === undefined) return undefined;
  return { ...base, kind: focus.isDomain ? "lookup" : "contact", one: focus.source, other: focus.destination ?? null };
}

async function readActivity(reader: Reader, focuses: readonly Focus[], lineage: readonly Relative[]): Promise<z.infer<typeof Bucket>[]> {
  const images = new Map(lineage.filter((r) => r.relation === "self").map((r) => [r.subject, (r.path ?? r.name ?? "").toLowerCase()]));
  const series = focuses.map((focus) => seriesOf(focus, images)).filter((one) => one !== undefined);
  if (series.length === 0) return [];
  const columns = [
    integers("anomaly_no", series.map((s) => s.no)),
    texts("kind", series.map((s) => s.kind)),
    texts("one", series.map((s) => s.one)),
    texts("other", series.map((s) => s.other)),
    times("to_time", series.map((s) => s.toUs)),
  ];
  return readRows(reader, "activity.sql", activitySql, [{ name: "series", columns }], Bucket);
}
