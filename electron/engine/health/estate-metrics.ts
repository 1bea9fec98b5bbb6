import { z } from "zod";
import { EntityType } from "../../../shared/contract/entities.ts";
import { countOf } from "../../../shared/lib/unit-word.ts";
import { exportAge } from "../inventory/lookup.ts";
import { rowCap } from "../resolution/generic-values.ts";
import { loadText } from "../runtime.ts";
import type { Database } from "../sqlite/database.ts";
import { query } from "../sqlite/statement.ts";
import { type Leases, medianLeaseUs } from "./bindings.ts";
import type { ActiveDevice, ResolvedTelemetry } from "./entity-metrics.ts";
import type { Measured } from "./judge.ts";
import type { Findings } from "./source-metrics.ts";
import { dayUs, hourUs } from "./time-metrics.ts";

const rowsSql = loadText(import.meta.url, "inventory-rows.sql");
const sharedSql = loadText(import.meta.url, "shared-identifiers.sql");
const conflictsSql = loadText(import.meta.url, "lease-conflicts.sql");

const RowRow = z.object({ inventory: z.string(), row_no: z.number(), updated_us: z.number().nullable() });
const largestSql = loadText(import.meta.url, "largest-entity.sql");
const LargestRow = z.object({ label: z.string(), type: EntityType, rows: z.number() });
const SharedRow = z.object({ identifier: z.string(), kind: z.string(), inventory: z.string(), row_no: z.number() });
const ConflictRow = z.object({ ip: z.string(), device: z.string(), other_device: z.string(), from_us: z.number(), to_us: z.number() });

export interface Estate {
  readonly db: Database;
  readonly asOfUs: number;
  readonly kinds: ReadonlySet<string>;
  readonly leases: Leases;
  readonly devices: readonly ActiveDevice[];
  readonly telemetry: ResolvedTelemetry;
  /** Events that show DHCP at work in the telemetry itself. */
  readonly dhcpEvents: number;
}

/** What is asked of the inventories, against the devices and accounts the telemetry shows at work. */
export function measureEstate(findings: Findings, estate: Estate): void {
  measureDevices(findings, estate);
  measureAccounts(findings, estate);
  measureCmdbAge(findings, estate);
  measureDirectoryAge(findings, estate);
  measureLeases(findings, estate);
  measureIdentity(findings, estate);
  findings.add("er_precision_audit", null, null, { lacking: "INSUFFICIENT", because: "no automatic link has been checked by a person" });
}

function measureDevices(findings: Findings, { devices, kinds, telemetry, asOfUs }: Estate): void {
  const known = devices.filter((device) => device.resolution.hit !== undefined);
  const hasCmdb = kinds.has("cmdb");
  // Without a CMDB an address is all there is to know of a device, and nobody is named for it either.
  const addresses = hasCmdb ? [] : openAddresses(telemetry, asOfUs);
  const n = (hasCmdb ? known.length : devices.length) + addresses.length;
  const rest = hasCmdb ? undefined : "no CMDB imported";
  const cover = (metric: string, has: (device: ActiveDevice) => boolean): void => {
    const without = hasCmdb ? known.filter((device) => !has(device)) : devices;
    for (const device of without) findings.offend(metric, { source: null, day: null, what: device.label, n: device.n, eventId: null });
    for (const address of addresses)
      findings.offend(metric, { source: null, day: null, what: address.address, n: address.n, eventId: null });
    findings.add(metric, null, null, { k: hasCmdb ? n - without.length : 0, n, rest });
  };
  cover("owner_cov", (device) => device.hasOwner);
  cover("crit_cov", (device) => device.hasCriticality);
  if (!hasCmdb) {
    for (const metric of ["cmdb_absent", "cmdb_retired"]) findings.add(metric, null, null, noCmdb);
    return;
  }
  const absent = devices.filter(({ resolution }) => resolution.hit === undefined && resolution.outcome !== "HOLD");
  for (const device of absent) findings.offend("cmdb_absent", { source: null, day: null, what: device.label, n: device.n, eventId: null });
  findings.add("cmdb_absent", null, null, { k: absent.length, n: devices.length });
  const retired = devices.filter((device) => device.isRetired);
  for (const device of retired)
    findings.offend("cmdb_retired", { source: null, day: null, what: device.label, n: device.n, eventId: null });
  findings.add("cmdb_retired", null, null, { amount: retired.length, n: devices.length });
}

const noCmdb: Measured = { lacking: "NOT_APPLICABLE", because: "no CMDB imported" };

function openAddresses({ addresses }: ResolvedTelemetry, asOfUs: number): { readonly address: string; readonly n: number }[] {
  const open = new Map<string, number>();
  for (const row of addresses)
    if (row.role === "src" && row.resolved < row.n && row.day >= asOfUs - 7 * dayUs)
      open.set(row.address, (open.get(row.address) ?? 0) + row.n);
  return [...open].map(([address, n]) => ({ address, n }));
}

function measureAccounts(findings: Findings, { telemetry, kinds, asOfUs }: Estate): void {
  const accounts = new Map<string, { found: boolean; label: string; n: number }>();
  for (const row of telemetry.mentions) {
    if (row.role !== "actor" || !row.resolution.isDomainAccount || row.day < asOfUs - 7 * dayUs) continue;
    const label = (row.name ?? row.uid ?? "").toLowerCase();
    const key = row.resolution.entity ?? label;
    const known = accounts.get(key);
    accounts.set(key, { found: row.resolution.outcome !== "NONE", label, n: row.n + (known?.n ?? 0) });
  }
  const missing = [...accounts.values()].filter((account) => !account.found);
  for (const { label, n } of missing) findings.offend("dir_cov", { source: null, day: null, what: label, n, eventId: null });
  const rest = kinds.has("directory") || kinds.has("idp") ? undefined : "no directory imported";
  findings.add("dir_cov", null, null, {
    k: accounts.size - missing.length,
    n: accounts.size,
    rest: accounts.size === 0 ? "no domain account was active" : rest,
  });
}

function measureCmdbAge(findings: Findings, { db, asOfUs, kinds }: Estate): void {
  if (!kinds.has("cmdb")) return findings.add("cmdb_age", null, null, noCmdb);
  const updated = query(db, rowsSql, RowRow)
    .all({ kind: "cmdb", at: asOfUs })
    .flatMap((row) => row.updated_us ?? [])
    .toSorted((a, b) => a - b);
  const middle = updated[Math.floor(updated.length / 2)];
  if (middle === undefined)
    return findings.add("cmdb_age", null, null, { lacking: "INSUFFICIENT", because: "its rows do not say when they were updated" });
  findings.add("cmdb_age", null, null, { amount: Math.max(0, asOfUs - middle) / dayUs, n: updated.length });
}

function measureDirectoryAge(findings: Findings, estate: Estate): void {
  const ages = (["directory", "idp"] as const).flatMap((kind) => exportAge(estate.db, kind, estate.asOfUs));
  const hasAccounts = estate.telemetry.mentions.some((row) => row.resolution.isDomainAccount);
  const newest = ages.toSorted((a, b) => (a.ageUs ?? 0) - (b.ageUs ?? 0)).find((age) => age.ageUs !== undefined);
  if (newest?.ageUs === undefined)
    return findings.add("dir_age", null, null, {
      lacking: hasAccounts ? "FAIL" : "NOT_APPLICABLE",
      because: hasAccounts ? "no directory imported" : "no directory imported, and no domain account was active",
    });
  const later = newest.ageUs < 0 ? `the export is from ${(-newest.ageUs / dayUs).toFixed(1)} days later` : undefined;
  const basis = newest.basis === "import" ? `its time is that of its import` : undefined;
  findings.add("dir_age", null, null, {
    amount: Math.max(0, newest.ageUs) / dayUs,
    rest: [later, basis].filter((text) => text !== undefined).join("; ") || undefined,
  });
}

function measureLeases(findings: Findings, { db, asOfUs, kinds, leases, dhcpEvents }: Estate): void {
  if (!kinds.has("dhcp"))
    return findings.add("dhcp_fresh", null, null, {
      lacking: dhcpEvents > 0 ? "FAIL" : "NOT_APPLICABLE",
      because:
        dhcpEvents > 0
          ? `DHCP is in use (${countOf(dhcpEvents, "events")}), and no leases were imported`
          : "no leases imported, and no DHCP seen",
    });
  const ages = exportAge(db, "dhcp", asOfUs).flatMap((age) => age.ageUs ?? []);
  const median = medianLeaseUs(leases);
  if (ages.length === 0 || median === undefined)
    return findings.add("dhcp_fresh", null, null, { lacking: "FAIL", because: "every lease record is later than the moment looked at" });
  const ageUs = Math.max(0, Math.min(...ages));
  const rest = `${(ageUs / hourUs).toFixed(1)} h old, where half of the leases run ${(median / hourUs).toFixed(1)} h or longer`;
  findings.add("dhcp_fresh", null, null, { amount: ageUs <= hourUs ? 0 : ageUs / median, rest });
}

function measureIdentity(findings: Findings, { db, asOfUs, kinds, leases }: Estate): void {
  const entities =
    (["directory", "idp", "cmdb"] as const).reduce(
      (sum, kind) => sum + exportAge(db, kind, asOfUs).reduce((rows, one) => rows + one.rows, 0),
      0,
    ) + new Set([...leases.values()].flatMap((spans) => spans.map((span) => span.device))).size;
  if (entities === 0) {
    for (const metric of ["id_conflict", "giant"])
      findings.add(metric, null, null, {
        lacking: "NOT_APPLICABLE",
        because: kinds.size === 0 ? "no inventory imported" : "no entries to compare",
      });
    return;
  }
  const shared = query(db, sharedSql, SharedRow).all({ at: asOfUs });
  const conflicts = conflictingIdentifiers(shared);
  for (const { identifier, rows } of conflicts)
    findings.offend("id_conflict", { source: null, day: null, what: `${identifier} belongs to ${rows} entries`, n: rows, eventId: null });
  const overlaps = query(db, conflictsSql, ConflictRow).all();
  for (const { ip, device, other_device, from_us } of overlaps)
    findings.offend("id_conflict", {
      source: null,
      day: Math.floor(from_us / dayUs) * dayUs,
      what: `${ip} was promised to ${device} and ${other_device}`,
      n: 1,
      eventId: null,
    });
  const n = conflicts.length + overlaps.length;
  findings.add("id_conflict", null, null, {
    amount: (n * 1000) / entities,
    n: entities,
    rest: `${n} among ${entities.toLocaleString("en-US")} entries`,
  });
  measureClusters(findings, db);
}

type Shared = z.infer<typeof SharedRow>;

function conflictingIdentifiers(shared: readonly Shared[]): { readonly identifier: string; readonly rows: number }[] {
  const counts = new Map<string, { identifier: string; rows: number }>();
  for (const { identifier, inventory } of shared) {
    const key = `${inventory} ${identifier}`;
    const known = counts.get(key);
    if (known === undefined) counts.set(key, { identifier, rows: 1 });
    else known.rows += 1;
  }
  return [...counts.values()].filter(({ rows }) => rows > 1);
}

/** The entity that most inventory rows were joined into, against what one of its type can have. */
function measureClusters(findings: Findings, db: Database): void {
  const largest = query(db, largestSql, LargestRow).get();
  const size = largest?.rows ?? 1;
  const cap = rowCap[largest?.type ?? "account"];
  if (largest !== undefined && size > 1)
    findings.offend("giant", { source: null, day: null, what: `${size} entries are ${largest.label}`, n: size, eventId: null });
  findings.add("giant", null, null, { amount: size / cap, n: size, rest: `${size} entries; the cap is ${cap}` });
}
