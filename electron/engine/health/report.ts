import { z } from "zod";
import type { HealthReport, HealthRow } from "../../../shared/contract/health.ts";
import type { DatasetVersion, Snapshot } from "../../../shared/contract/telemetry.ts";
import { snapshotPrefix } from "../../../shared/domain/ids.ts";
import type { QueryEngine } from "../duckdb/query-engine.ts";
import { contentId } from "../hash.ts";
import { inventoryEpochs } from "../inventory/inventory-epochs.ts";
import { versionsAt } from "../inventory/lookup.ts";
import { currentPartition } from "../resolution/partition.ts";
import { loadText } from "../runtime.ts";
import type { Database } from "../sqlite/database.ts";
import { query } from "../sqlite/statement.ts";
import { findSnapshot } from "../workspace/snapshots.ts";
import { createLeasedRange, readLeases, toBindings } from "./bindings.ts";
import { activeDevices, measureResolution, type ResolvedTelemetry, resolveTelemetry, type Sources } from "./entity-metrics.ts";
import { measureEstate } from "./estate-metrics.ts";
import { createFixTexts } from "./fix-texts.ts";
import type { FixOf } from "./judge.ts";
import { createResolver, type ResolveMention } from "./resolve-mention.ts";
import { Findings, measureSource, toleranceUs } from "./source-metrics.ts";
import { type Member, readTelemetry, type TelemetryRows } from "./telemetry-rows.ts";
import { dayOf } from "./time-metrics.ts";

/** Raised when the same data would give another report. */
export const healthFormat = 2;

export interface HealthInput {
  readonly db: Database;
  readonly queryEngine: QueryEngine;
  readonly dataset: DatasetVersion;
  /** Microseconds UTC; without it the newest event that does not lie in the future. */
  readonly asOfUs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A report with what it was counted from, which the slices of anomalies are cut out of. */
export interface Health {
  readonly report: HealthReport;
  readonly rows: Readonly<Record<string, readonly HealthRow[]>>;
  readonly telemetry: TelemetryRows;
  readonly resolved: ResolvedTelemetry;
  readonly sources: Sources;
  readonly resolveMention: ResolveMention;
  readonly fixOf: FixOf;
}

/** Which data and inventories a report is about: the same key gives the same report. */
export const healthKey = (db: Database, dataset: DatasetVersion, asOfUs: number | undefined): string =>
  contentId({
    healthFormat,
    dataset: dataset.id,
    asOf: asOfUs ?? null,
    inventories: query(db, inventoryKeysSql, z.object({ key: z.string() }))
      .all()
      .map((row) => row.key),
    entities: settledEntities(db),
  });

/** Digest of what mentions resolve to. A workspace open read-only that was never resolved has none, and nothing in it resolves. */
const settledEntities = (db: Database): string | null => currentPartition(db)?.id ?? null;

const inventoryKeysSql = loadText(import.meta.url, "inventory-keys.sql");

function membersOf(snapshots: readonly Snapshot[]): Member[] {
  return snapshots.map(({ id, importedAt, manifest }) => {
    const latestUs = importedAt + toleranceUs;
    return { prefix: snapshotPrefix(id), source: manifest.source, latestUs, hasFuture: (manifest.timeRange?.to ?? 0) > latestUs };
  });
}

/** The newest event that no clock puts into the future, or the end of what there is when all of them do. */
function newestEvent(rows: TelemetryRows, members: readonly Member[]): number | undefined {
  const latest = Math.max(...members.map((member) => member.latestUs));
  const seen = rows.profile.map((row) => row.last_seen);
  const sane = seen.filter((us) => us <= latest);
  return (sane.length > 0 ? sane : seen).reduce<number | undefined>((a, b) => Math.max(a ?? b, b), undefined);
}

/**
 * Measures a dataset version and the inventories in use. The same data, inventories and moment give the same report, whenever it is made: ages
 * count from the moment looked at, never from today.
 */
export async function measureHealth(input: HealthInput): Promise<Health> {
  const { db, dataset } = input;
  const snapshots = dataset.snapshots.flatMap((id) => findSnapshot(db, id) ?? []);
  const members = membersOf(snapshots);
  const leases = readLeases(db);
  settledEntities(db);
  const reader = { queryEngine: input.queryEngine, scope: { snapshots: dataset.snapshots }, signal: input.signal };
  const telemetry = await readTelemetry(reader, members, toBindings(leases));
  const newestUs = newestEvent(telemetry, members);
  const asOf =
    input.asOfUs !== undefined
      ? { at: input.asOfUs, because: "as asked" }
      : {
          at: newestUs ?? dataset.createdAt,
          because: newestUs === undefined ? "there are no events; the dataset was made then" : "the newest event of the dataset",
        };
  const inventories = versionsAt(db, asOf.at);
  const kinds = new Set(inventories.map((one) => one.kind));
  const window = toWindow(telemetry);
  const ofKind = (...wanted: string[]): string[] => inventories.filter((one) => wanted.includes(one.kind)).map((one) => one.source);
  const fixes = createFixTexts({
    kinds,
    dhcpSources: ofKind("dhcp"),
    cmdbSources: ofKind("cmdb"),
    directorySources: ofKind("directory", "idp"),
  });
  const findings = new Findings(fixes, window);
  const resolveMention = createResolver(db, inventoryEpochs(db));
  const sources = { db, resolveMention, leases, isLeased: createLeasedRange(leases) };
  const resolved = resolveTelemetry(telemetry, sources);
  const devices = activeDevices(resolved, sources, asOf.at);
  const dhcpEvents = telemetry.profile.reduce((sum, row) => sum + (row.class === "dhcp_activity" ? row.n : 0), 0);
  const names = [...new Set(members.map((member) => member.source))].toSorted();
  for (const source of names) {
    measureSource(
      findings,
      source,
      telemetry,
      snapshots.filter((snapshot) => snapshot.manifest.source === source),
    );
    measureResolution(findings, source, resolved, kinds.has("dhcp"));
    if (!kinds.has("dhcp")) findings.add("dhcp_gap", source, null, withoutLeases(dhcpEvents));
  }
  measureEstate(findings, { db, asOfUs: asOf.at, kinds, leases, devices, telemetry: resolved, dhcpEvents });
  const body = { dataset: dataset.id, asOf, inventories, sources: names, days: daysOf(telemetry), results: findings.results };
  return { report: { id: contentId(body), ...body }, rows: findings.rows(), telemetry, resolved, sources, resolveMention, fixOf: fixes };
}

const withoutLeases = (dhcpEvents: number) =>
  dhcpEvents > 0
    ? ({ lacking: "FAIL", because: "DHCP is in use, and no leases were imported" } as const)
    : ({ lacking: "NOT_APPLICABLE", because: "no leases imported, and no DHCP seen" } as const);

function toWindow({ profile }: TelemetryRows): { readonly from: number; readonly to: number } | null {
  if (profile.length === 0) return null;
  const from = profile.reduce((a, row) => Math.min(a, row.hour), Number.POSITIVE_INFINITY);
  const to = profile.reduce((a, row) => Math.max(a, row.last_seen), 0);
  return { from, to };
}

const daysOf = ({ profile }: TelemetryRows): number[] => [...new Set(profile.map((row) => dayOf(row.hour)))].toSorted((a, b) => a - b);
