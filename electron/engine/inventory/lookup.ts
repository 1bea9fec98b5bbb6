import { z } from "zod";
import { AsOfBasis } from "../../../shared/contract/inventories.ts";
import { canonicalIp } from "../entities/address.ts";
import { canonicalHost } from "../entities/host.ts";
import { loadText } from "../runtime.ts";
import type { Database } from "../sqlite/database.ts";
import { query } from "../sqlite/statement.ts";
import type { Kind } from "./columns.ts";
import { readCriticality, type Criticality } from "./criticality.ts";
import { findListed, HitRow, toHit, type InventoryHit } from "./find-inventory.ts";
import { readTimeUs } from "./read-time.ts";
import { ownerIn } from "./record-facts.ts";
import { isWithin, readSchedule } from "./schedule.ts";
import { globFits, ipRangeOf, isGlobKey, scopeAny, scopeOf } from "./scope.ts";

/**
 * What inventories say as of a moment (microseconds UTC): the version of each source in use then, and the leases that ran then. Every answer is one
 * thing, several (`hold`: show all, pick none) or none.
 */
export type Answer<T> =
  | { readonly outcome: "resolved"; readonly value: T }
  | { readonly outcome: "hold"; readonly values: readonly T[] }
  | { readonly outcome: "none" };

const leasesAtSql = loadText(import.meta.url, "leases-at.sql");
const leaseBeforeSql = loadText(import.meta.url, "lease-before.sql");
const rangesAtSql = loadText(import.meta.url, "ranges-at.sql");
const changesSql = loadText(import.meta.url, "changes-between.sql");
const agesSql = loadText(import.meta.url, "export-ages.sql");
const versionsSql = loadText(import.meta.url, "versions-at.sql");

const LeaseRow = z.object({
  zone: z.string(),
  ip: z.string(),
  from_us: z.number(),
  to_us: z.number(),
  device: z.string(),
  mac: z.string().nullable(),
  host_name: z.string().nullable(),
  closed_by: z.string(),
  inventory_id: z.string(),
  row_no: z.number(),
});
export type HeldLease = z.infer<typeof LeaseRow>;

const oneOf = <T>(values: readonly T[]): Answer<T> => {
  const [first] = values;
  if (first === undefined) return { outcome: "none" };
  return values.length === 1 ? { outcome: "resolved", value: first } : { outcome: "hold", values };
};

const plainIp = (ip: string): string => canonicalIp(ip)?.key.split("|").at(-1)?.replace(/^ip:/, "") ?? ip;

const distinctDevices = (leases: readonly HeldLease[]): HeldLease[] => [
  ...new Map(leases.map((lease) => [`${lease.zone} ${lease.device}`, lease])).values(),
];

/** The device that held an address. Without a zone all zones are asked, and holders in two of them are a `hold`. */
export const holderOfIp = (db: Database, zone: string | undefined, ip: string, atUs: number): Answer<HeldLease> =>
  oneOf(distinctDevices(query(db, leasesAtSql, LeaseRow).all({ ip: plainIp(ip), zone: zone ?? null, at: atUs })));

/** Who held it last before: a hint, never an identity. */
export const lastHolderOfIp = (db: Database, zone: string | undefined, ip: string, atUs: number): HeldLease | undefined =>
  query(db, leaseBeforeSql, LeaseRow).get({ ip: plainIp(ip), zone: zone ?? null, at: atUs });

const hostKeysOf = (hostOrKey: string): string[] => {
  if (/^(?:host|mac|ip|hardware|serial|account|person):/.test(hostOrKey)) return [hostOrKey];
  const host = canonicalHost(hostOrKey);
  return [canonicalIp(hostOrKey)?.key, host?.key, ...(host?.aliases.map((alias) => alias.key) ?? [])].filter((key) => key !== undefined);
};

/** Rows of the best key that has any, from the newest export alone. */
function rowsOf(db: Database, kinds: readonly Kind[], hostOrKey: string, atUs: number): InventoryHit[] {
  for (const key of hostKeysOf(hostOrKey)) {
    const hits = findListed(db, key, atUs).filter((hit) => kinds.includes(hit.kind));
    const [first] = hits;
    if (first !== undefined) return hits.filter((hit) => hit.inventory === first.inventory);
  }
  return [];
}

interface Ownership {
  readonly owner: string | undefined;
  readonly supportGroup: string | undefined;
  /** When the CMDB row was last changed; undefined when it does not tell. */
  readonly updatedUs: number | undefined;
  readonly isRetired: boolean;
  readonly hit: InventoryHit;
}

const toOwnership = (hit: InventoryHit): Ownership => ({
  owner: ownerIn(hit.fields),
  supportGroup: hit.fields.get("supportGroup"),
  updatedUs: readTimeUs(hit.fields.get("updated") ?? ""),
  isRetired: /^(?:6|retired|decommissioned)$/i.test(hit.fields.get("status") ?? ""),
  hit,
});

/** Whom the CMDB makes responsible for a host: by name, canonical key, serial or MAC. */
export const ownerOf = (db: Database, host: string, atUs: number): Answer<Ownership> =>
  oneOf(rowsOf(db, ["cmdb"], host, atUs).map(toOwnership));

/** How critical a host or account is: the criticality list first, since people keep it for that, then the CMDB. */
export function criticalityOf(
  db: Database,
  hostOrKey: string,
  atUs: number,
): Answer<{ readonly level: Criticality; readonly hit: InventoryHit }> {
  for (const kind of ["criticality", "cmdb"] as const) {
    const rated = rowsOf(db, [kind], hostOrKey, atUs).flatMap((hit) => {
      const level = readCriticality({ rowNo: hit.rowNo, fields: hit.fields });
      return level === undefined ? [] : [{ level, hit }];
    });
    const [first] = rated;
    if (first !== undefined) return rated.every((one) => one.level === first.level) ? { outcome: "resolved", value: first } : oneOf(rated);
  }
  return { outcome: "none" };
}

const yes = (text: string | undefined): boolean => text !== undefined && /^(?:1|y|yes|true|x)$/i.test(text);

interface Zone {
  readonly cidr: string;
  readonly zone: string | undefined;
  readonly site: string | undefined;
  readonly role: string | undefined;
  /** Behind these an address says nothing of who. */
  readonly isShared: boolean;
  readonly isScanner: boolean;
  readonly isDhcp: boolean;
  readonly hit: InventoryHit;
}

function toZone(hit: InventoryHit): Zone {
  const { fields } = hit;
  const role = fields.get("role");
  return {
    cidr: fields.get("cidr") ?? "",
    zone: fields.get("zone"),
    site: fields.get("site"),
    role,
    isShared: ["nat", "vpn", "proxy"].some((flag) => yes(fields.get(flag)) || (role ?? "").toLowerCase().includes(flag)),
    isScanner: yes(fields.get("scanner")) || /scan/i.test(role ?? ""),
    isDhcp: yes(fields.get("dhcp")) || /dhcp/i.test(role ?? ""),
    hit,
  };
}

const inRanges = (db: Database, kind: Kind, ip: string, atUs: number): InventoryHit[] => {
  const range = ipRangeOf(ip);
  return range === undefined ? [] : query(db, rangesAtSql, HitRow).all({ kind, ip: range.lo, at: atUs }).map(toHit);
};

/** The network an address lies in: the longest prefix wins. */
export function zoneOf(db: Database, ip: string, atUs: number): Zone | undefined {
  const [hit] = inRanges(db, "network", ip, atUs);
  return hit === undefined ? undefined : toZone(hit);
}

/** A thing that a change or a scan may have been about. */
export interface Place {
  readonly host?: string | undefined;
  readonly ip?: string | undefined;
}

function covers(hit: InventoryHit, place: Place): boolean {
  const { keys, ranges } = scopeOf(hit.kind, { rowNo: hit.rowNo, fields: hit.fields });
  if (keys.includes(scopeAny)) return true;
  const ip = place.ip === undefined ? undefined : ipRangeOf(place.ip)?.lo;
  if (ip !== undefined && ranges.some((range) => range.lo <= ip && range.hi >= ip)) return true;
  if (place.host === undefined) return false;
  const { host } = place;
  return hostKeysOf(host).some((key) => keys.includes(key)) || keys.some((key) => isGlobKey(key) && globFits(key, host));
}

/** Change windows that cover a host or address during [fromUs, toUs), by their start. Cancelled and rejected ones do not count. */
export const changeWindowsFor = (db: Database, place: Place, fromUs: number, toUs: number): InventoryHit[] =>
  query(db, changesSql, HitRow)
    .all({ from: fromUs, to: toUs })
    .map(toHit)
    .filter((hit) => !/cancel|reject|withdrawn|draft/i.test(hit.fields.get("state") ?? "") && covers(hit, place));

interface Scanner {
  readonly owner: string | undefined;
  readonly schedule: string | undefined;
  /** Undefined when there is no schedule, or none that can be read. */
  readonly isOnSchedule: boolean | undefined;
  readonly hit: InventoryHit;
}

/** The sanctioned scanner a host or address is, with whether it was to run then. */
export function scannerFor(db: Database, place: Place, atUs: number): Scanner | undefined {
  const byIp = place.ip === undefined ? [] : inRanges(db, "scanners", place.ip, atUs);
  const byHost = place.host === undefined ? [] : rowsOf(db, ["scanners"], place.host, atUs);
  const hit = byIp[0] ?? byHost[0];
  if (hit === undefined) return undefined;
  const text = hit.fields.get("schedule");
  const schedule = text === undefined ? undefined : readSchedule(text);
  return {
    owner: hit.fields.get("owner"),
    schedule: text,
    isOnSchedule: schedule === undefined ? undefined : isWithin(schedule, atUs),
    hit,
  };
}

const AgeRow = z.object({
  id: z.string(),
  source: z.string(),
  as_of_us: z.number(),
  as_of_basis: AsOfBasis,
  rows: z.number(),
  newest_us: z.number().nullable(),
});

/** How old what is known of a kind was at a moment, per source: negative when the only export is from later. Logs count from their newest record. */
export const exportAge = (db: Database, kind: Kind, atUs: number) =>
  query(db, agesSql, AgeRow)
    .all({ kind, at: atUs })
    .map((row) => ({
      inventory: row.id,
      source: row.source,
      rows: row.rows,
      asOfUs: row.as_of_us,
      basis: row.as_of_basis,
      ageUs: row.newest_us === null ? undefined : atUs - row.newest_us,
    }));

const VersionRow = z.object({ id: z.string(), kind: z.string(), source: z.string(), as_of_us: z.number(), as_of_basis: AsOfBasis });

/** The versions everything above is read from at a moment. */
export const versionsAt = (db: Database, atUs: number) =>
  query(db, versionsSql, VersionRow)
    .all({ at: atUs })
    .map((row) => ({ id: row.id, kind: row.kind, source: row.source, asOf: row.as_of_us, basis: row.as_of_basis }));
