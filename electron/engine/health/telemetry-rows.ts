import { z } from "zod";
import { ocsfClasses } from "../../../shared/domain/ocsf.ts";
import type { InputTable } from "../duckdb/query-engine.ts";
import { integers, readRows, texts, times, type Reader } from "../duckdb/read-rows.ts";
import { loadText } from "../runtime.ts";
import { brokenEventsSql } from "../telemetry/validate/schema-conformance.ts";

const profileSql = `WITH checked AS (${brokenEventsSql(ocsfClasses)}) ${loadText(import.meta.url, "profile.sql")}`;
const mentionsSql = loadText(import.meta.url, "mentions.sql");
const addressesSql = loadText(import.meta.url, "addresses.sql");
const agentsSql = loadText(import.meta.url, "agents.sql");
const duplicatesSql = loadText(import.meta.url, "duplicates.sql");
const offsetsSql = loadText(import.meta.url, "offsets.sql");
const futureSql = loadText(import.meta.url, "future.sql");
const lagsSql = loadText(import.meta.url, "lags.sql");

const ProfileRow = z.object({
  source: z.string(),
  class: z.string(),
  hour: z.number(),
  n: z.number(),
  broken: z.number(),
  broken_event: z.string().nullable(),
  last_seen: z.number(),
});
export type ProfileRow = z.infer<typeof ProfileRow>;

const MentionRow = z.object({
  role: z.enum(["actor", "device"]),
  source: z.string(),
  day: z.number(),
  host: z.string().nullable(),
  domain: z.string().nullable(),
  name: z.string().nullable(),
  uid: z.string().nullable(),
  n: z.number(),
  event: z.string(),
});
export type MentionRow = z.infer<typeof MentionRow>;

const AddressRow = z.object({
  role: z.enum(["src", "dst"]),
  source: z.string(),
  day: z.number(),
  address: z.string(),
  n: z.number(),
  held: z.number(),
  contested: z.number(),
  event: z.string().nullable(),
});
export type AddressRow = z.infer<typeof AddressRow>;

const AgentRow = z.object({ address: z.string(), host: z.string(), day: z.number(), n: z.number() });
export type AgentRow = z.infer<typeof AgentRow>;
const DuplicateRow = z.object({
  source: z.string(),
  class: z.string(),
  day: z.number(),
  extra: z.number(),
  event: z.string(),
  twin: z.string(),
});
const OffsetRow = z.object({ source: z.string(), host: z.string(), day: z.number(), seconds: z.number(), n: z.number() });
export type OffsetRow = z.infer<typeof OffsetRow>;
const FutureRow = z.object({ source: z.string(), day: z.number(), n: z.number(), event: z.string() });
const LagRow = z.object({ source: z.string(), day: z.number(), seconds: z.number(), n: z.number() });
export type LagRow = z.infer<typeof LagRow>;

/** A snapshot of the dataset: where it is from, and the latest time an event of it can have had when it was imported. */
export interface Member {
  readonly prefix: string;
  readonly source: string;
  readonly latestUs: number;
  /** Whether its newest event is later than that. */
  readonly hasFuture: boolean;
}

/** Stretches in which an address belongs to one device (`holders` 1) or is claimed by several; of one address they do not overlap. */
export interface Binding {
  readonly address: string;
  readonly holders: number;
  readonly fromUs: number;
  readonly toUs: number;
}

/** Everything the telemetry is asked for a health report, in eight statements; the last two only where there can be an answer. */
export interface TelemetryRows {
  readonly profile: readonly ProfileRow[];
  readonly mentions: readonly MentionRow[];
  readonly addresses: readonly AddressRow[];
  readonly agents: readonly AgentRow[];
  readonly duplicates: readonly z.infer<typeof DuplicateRow>[];
  readonly offsets: readonly OffsetRow[];
  readonly future: readonly z.infer<typeof FutureRow>[];
  readonly lags: readonly LagRow[];
}

const memberTable = (members: readonly Member[]): InputTable => ({
  name: "members",
  columns: [
    texts(
      "snapshot",
      members.map((m) => m.prefix),
    ),
    texts(
      "source",
      members.map((m) => m.source),
    ),
    times(
      "latest",
      members.map((m) => m.latestUs),
    ),
  ],
});

const bindingTable = (bindings: readonly Binding[]): InputTable => ({
  name: "bindings",
  columns: [
    texts(
      "address",
      bindings.map((b) => b.address),
    ),
    integers(
      "holders",
      bindings.map((b) => b.holders),
    ),
    times(
      "from_time",
      bindings.map((b) => b.fromUs),
    ),
    times(
      "to_time",
      bindings.map((b) => b.toUs),
    ),
  ],
});

/** One statement after the other: they share a thread's memory. */
export async function readTelemetry(reader: Reader, members: readonly Member[], bindings: readonly Binding[]): Promise<TelemetryRows> {
  const tables = [memberTable(members)];
  const profile = await readRows(reader, "profile.sql", profileSql, tables, ProfileRow);
  const mentions = await readRows(reader, "mentions.sql", mentionsSql, tables, MentionRow);
  const addresses = await readRows(reader, "addresses.sql", addressesSql, [...tables, bindingTable(bindings)], AddressRow);
  const agents = await readRows(reader, "agents.sql", agentsSql, [], AgentRow);
  const duplicates = await readRows(reader, "duplicates.sql", duplicatesSql, tables, DuplicateRow);
  const offsets = agents.length === 0 ? [] : await readRows(reader, "offsets.sql", offsetsSql, tables, OffsetRow);
  const lags = await readRows(reader, "lags.sql", lagsSql, tables, LagRow);
  const late = members.filter((member) => member.hasFuture);
  const future = late.length === 0 ? [] : await readRows(reader, "future.sql", futureSql, [memberTable(late)], FutureRow);
  return { profile, mentions, addresses, agents, duplicates, offsets, future, lags };
}
