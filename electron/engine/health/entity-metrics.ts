import type { AddressRow, AgentRow, MentionRow, TelemetryRows } from "./telemetry-rows.ts";
import { canonicalHost } from "../entities/host.ts";
import { findListed } from "../inventory/find-inventory.ts";
import { ownerIn } from "../inventory/record-facts.ts";
import { criticalityOfEntity, ruledFacts } from "../resolution/find-entity.ts";
import type { Database } from "../sqlite/database.ts";
import type { Leases } from "./bindings.ts";
import type { Resolution, ResolveMention } from "./resolve-mention.ts";
import { addShares, DayCounts, type Findings } from "./source-metrics.ts";
import { dayUs } from "./time-metrics.ts";

export interface ResolvedMention extends MentionRow {
  readonly resolution: Resolution;
}

/** An internal address on a day, with the events that fall to each outcome. */
export interface ResolvedAddress extends AddressRow {
  readonly resolved: number;
  readonly hold: number;
  /** Leased out by DHCP, and not fixed. */
  readonly isLeased: boolean;
  /** The host whose agent speaks from it. */
  readonly agent: string | undefined;
  readonly holders: readonly { readonly device: string; readonly hostName: string | undefined }[];
}

export interface ResolvedTelemetry {
  readonly mentions: readonly ResolvedMention[];
  readonly addresses: readonly ResolvedAddress[];
}

export interface Sources {
  readonly db: Database;
  readonly resolveMention: ResolveMention;
  readonly leases: Leases;
  readonly isLeased: (address: string) => boolean;
}

export function resolveTelemetry(rows: TelemetryRows, sources: Sources): ResolvedTelemetry {
  const agents = agentsByAddress(rows.agents);
  const fixed = createFixedLookup(sources.db);
  return {
    mentions: rows.mentions.map((row) => ({ ...row, resolution: resolveRow(row, sources.resolveMention) })),
    addresses: rows.addresses.map((row) => resolveAddress(row, sources, agents, fixed)),
  };
}

const resolveRow = (row: MentionRow, resolveMention: ResolveMention): Resolution =>
  resolveMention(row.role === "device" ? { role: "device", name: row.host ?? "" } : { role: "actor", ...pick(row) }, row.day);

const pick = ({ host, domain, name, uid }: MentionRow): Pick<MentionRow, "host" | "domain" | "name" | "uid"> => ({
  host,
  domain,
  name,
  uid,
});

const addressDay = (address: string, day: number): string => `${address} ${day}`;

/** A host behind nine tenths of what agents say of an address is the one that has it. */
function agentsByAddress(rows: readonly AgentRow[]): ReadonlyMap<string, string> {
  const byDay = new Map<string, AgentRow[]>();
  for (const row of rows) byDay.set(addressDay(row.address, row.day), [...(byDay.get(addressDay(row.address, row.day)) ?? []), row]);
  return new Map(
    [...byDay].flatMap(([key, all]) => {
      const total = all.reduce((sum, row) => sum + row.n, 0);
      const top = all.find((row) => row.n >= total * 0.9);
      return top === undefined ? [] : [[key, top.host] as const];
    }),
  );
}

type FixedLookup = (address: string, atUs: number) => number;

/** How many CMDB entries give an address as their own. */
function createFixedLookup(db: Database): FixedLookup {
  const known = new Map<string, number>();
  return (address, atUs) => {
    const key = addressDay(address, atUs);
    const before = known.get(key);
    if (before !== undefined) return before;
    const hits = findListed(db, `ip:${address}`, atUs).filter((hit) => hit.kind === "cmdb");
    const n = hits.filter((hit) => hit.inventory === hits[0]?.inventory).length;
    known.set(key, n);
    return n;
  };
}

function resolveAddress(row: AddressRow, sources: Sources, agents: ReadonlyMap<string, string>, fixedOf: FixedLookup): ResolvedAddress {
  const open = row.n - row.held - row.contested;
  const fixed = fixedOf(row.address, row.day);
  const agent = agents.get(addressDay(row.address, row.day));
  const isKnown = agent !== undefined || fixed === 1;
  const leases = sources.leases.get(row.address) ?? [];
  const holders = row.held === 0 ? [] : leases.filter((span) => span.fromUs < row.day + dayUs && span.toUs > row.day);
  return {
    ...row,
    resolved: row.held + (isKnown ? open : 0),
    hold: row.contested + (!isKnown && fixed > 1 ? open : 0),
    isLeased: fixed === 0 && sources.isLeased(row.address),
    agent,
    holders: [...new Map(holders.map(({ device, hostName }) => [device, { device, hostName }])).values()],
  };
}

/** Resolution of what one source names, day by day. */
export function measureResolution(
  findings: Findings,
  source: string,
  { mentions, addresses }: ResolvedTelemetry,
  leasesKnown: boolean,
): void {
  const counts = { res_actor: new DayCounts(), res_device: new DayCounts(), res_src_ip: new DayCounts(), res_dst_ip: new DayCounts() };
  const [hold, generic, uncovered] = [new DayCounts(), new DayCounts(), new DayCounts()];
  for (const row of mentions) {
    if (row.source !== source) continue;
    const { outcome } = row.resolution;
    hold.count(row.day, outcome === "HOLD" ? row.n : 0, row.n);
    generic.count(row.day, outcome === "GENERIC" ? row.n : 0, row.n);
    const metric = row.role === "actor" ? "res_actor" : "res_device";
    if (outcome !== "GENERIC") counts[metric].count(row.day, outcome === "RESOLVED" ? row.n : 0, row.n);
    const counted = outcome === "GENERIC" ? "generic_share" : outcome === "HOLD" ? "hold_rate" : metric;
    if (outcome !== "RESOLVED") findings.offend(counted, { source, day: row.day, what: spelled(row), n: row.n, eventId: row.event });
  }
  for (const row of addresses) {
    if (row.source !== source) continue;
    const metric = row.role === "src" ? "res_src_ip" : "res_dst_ip";
    counts[metric].count(row.day, row.resolved, row.n);
    hold.count(row.day, row.hold, row.n);
    if (row.resolved < row.n)
      findings.offend(metric, { source, day: row.day, what: row.address, n: row.n - row.resolved, eventId: row.event });
    if (row.hold > 0) findings.offend("hold_rate", { source, day: row.day, what: row.address, n: row.hold, eventId: null });
    if (!row.isLeased) continue;
    const open = row.n - row.held - row.contested;
    uncovered.count(row.day, open, row.n);
    if (open > 0) findings.offend("dhcp_gap", { source, day: row.day, what: row.address, n: open, eventId: row.event });
  }
  for (const [metric, { days }] of Object.entries(counts)) addShares(findings, metric, source, days);
  addShares(findings, "hold_rate", source, hold.days);
  addShares(findings, "generic_share", source, generic.days);
  if (leasesKnown) addShares(findings, "dhcp_gap", source, uncovered.days);
}

const spelled = ({ role, host, domain, name, uid }: MentionRow): string =>
  role === "device" ? (host ?? "") : `${domain === null ? "" : `${domain}\\`}${name ?? uid ?? ""}${host === null ? "" : ` on ${host}`}`;

export interface DeviceFacts {
  readonly label: string;
  readonly resolution: Resolution;
  readonly hasOwner: boolean;
  readonly hasCriticality: boolean;
  readonly isRetired: boolean;
}

/** A device active in the last week: one line however it was named. */
export interface ActiveDevice extends DeviceFacts {
  readonly n: number;
}

const activeDays = 7;

export function activeDevices({ mentions, addresses }: ResolvedTelemetry, sources: Sources, asOfUs: number): ActiveDevice[] {
  const sinceUs = asOfUs - activeDays * dayUs;
  const found = new Map<string, ActiveDevice>();
  const add = (label: string, resolution: Resolution, n: number): void => {
    if (resolution.outcome === "GENERIC") return;
    const key = resolution.entity ?? shortKey(label);
    const known = found.get(key);
    found.set(key, known === undefined ? { ...describeDevice(sources.db, label, resolution, asOfUs), n } : { ...known, n: known.n + n });
  };
  for (const row of mentions)
    if (row.role === "device" && row.day >= sinceUs && row.day <= asOfUs) add(row.host ?? "", row.resolution, row.n);
  for (const row of addresses)
    if (row.role === "src" && row.day >= sinceUs && row.day <= asOfUs)
      for (const holder of row.holders) add(holder.hostName ?? holder.device, resolveHolder(sources, holder, row.day), row.n);
  return [...found.values()];
}

const shortKey = (label: string): string =>
  canonicalHost(label)
    ?.key.replace(/^host:[a-z0-9]+:/, "")
    .split(".")[0] ?? label.toLowerCase();

export function resolveHolder(
  { resolveMention }: Sources,
  { device, hostName }: ResolvedAddress["holders"][number],
  atUs: number,
): Resolution {
  const byName = hostName === undefined ? undefined : resolveMention({ role: "device", name: hostName }, atUs);
  if (byName !== undefined && byName.outcome !== "NONE" && byName.outcome !== "GENERIC") return byName;
  return resolveMention({ role: "mac", mac: device.trim() }, atUs);
}

export function describeDevice(db: Database, label: string, resolution: Resolution, atUs: number): DeviceFacts {
  const fields = resolution.hit?.fields;
  const { entity } = resolution;
  const level = entity === undefined ? undefined : criticalityOfEntity(db, entity, atUs);
  const ruled = entity === undefined ? undefined : ruledFacts(db, entity).owner;
  return {
    label,
    resolution,
    hasOwner: (ruled ?? (fields === undefined ? undefined : (ownerIn(fields) ?? fields.get("supportGroup")))) !== undefined,
    hasCriticality: (level ?? 0) > 0,
    isRetired: /^(?:6|retired|decommissioned)$/i.test(fields?.get("status") ?? ""),
  };
}
