import { canonicalAccount, canonicalMail, canonicalUpn } from "../entities/account.ts";
import { canonicalIp, canonicalMac, isInternalIp } from "../entities/address.ts";
import { canonicalHost } from "../entities/host.ts";
import { findByIdentifier, findLastBinding, type InventoryHit } from "../inventory/find-inventory.ts";
import type { Kind } from "../inventory/columns.ts";
import { personNameKey } from "../inventory/record-identifiers.ts";
import type { Database } from "../sqlite/database.ts";
import type { Moment } from "./fact-rows.ts";
import { presenceKey, type Facts } from "./facts.ts";
import type { Focus } from "./focus.ts";
import { isMachineAccount } from "../entities/things.ts";
import { clock, listed, percent, plural, shortHost } from "./words.ts";

/** Something known, with how it is known and how far to trust it (0 to 1), or the reason it is not. */
export type Known<T> = { readonly value: T; readonly how: string; readonly confidence: number } | { readonly unknownBecause: string };

interface Device {
  readonly name: string;
  readonly mac: string | undefined;
  readonly lease: { readonly fromUs: number; readonly toUs: number } | undefined;
}
export interface Account {
  readonly name: string;
  readonly domain: string | undefined;
}

/** Address to device to account to person, each as of the anomaly's own time. */
export interface Identity {
  readonly atUs: number;
  readonly device: Known<Device>;
  readonly asset: Known<InventoryHit>;
  readonly account: Known<Account>;
  readonly person: Known<InventoryHit>;
  /** The owner the CMDB names, as it spells it, with the directory's entry where there is one. */
  readonly owner: Known<{ readonly text: string; readonly hit: InventoryHit | undefined }>;
}

export const isKnown = <T>(known: Known<T>): known is Exclude<Known<T>, { unknownBecause: string }> => "value" in known;
export const unknown = (because: string): { readonly unknownBecause: string } => ({ unknownBecause: because });

interface IdentitySource {
  readonly db: Database;
  readonly facts: Facts;
  /** Kinds of inventory imported at all. */
  readonly kinds: ReadonlySet<Kind>;
}

/** The rows of the newest inventory of that kind that has the identifier at all. */
function hitsOf(source: IdentitySource, keys: readonly (string | undefined)[], atUs: number, kinds: readonly Kind[]): InventoryHit[] {
  for (const key of keys) {
    if (key === undefined) continue;
    const hits = findByIdentifier(source.db, key, atUs).filter((hit) => kinds.includes(hit.kind));
    const [first] = hits;
    if (first !== undefined) return hits.filter((hit) => hit.inventory === first.inventory || hit.kind === "dhcp");
  }
  return [];
}

const hostKeys = (name: string): (string | undefined)[] => {
  const found = canonicalHost(name);
  return [found?.key, ...(found?.aliases.map((alias) => alias.key) ?? []), `host:name:${name.toLowerCase().split(".")[0] ?? ""}`];
};

const leaseName = (hit: InventoryHit): string =>
  hit.fields.get("fqdn") ?? hit.fields.get("hostName") ?? hit.fields.get("mac") ?? "unnamed device";

/** Names that leases and the CMDB give a source's address at its time, before anything is decided. */
export function namesOfAddress(db: Database, focus: Focus): string[] {
  if (focus.source === undefined || !focus.isSourceAddress) return [];
  const key = canonicalIp(focus.source)?.key ?? `ip:${focus.source}`;
  return findByIdentifier(db, key, focus.anchorUs)
    .flatMap((hit) => [hit.fields.get("fqdn"), hit.fields.get("hostName"), hit.fields.get("name")])
    .filter((name) => name !== undefined);
}

function deviceOfAddress(source: IdentitySource, address: string, atUs: number): Known<Device> {
  const key = canonicalIp(address)?.key ?? `ip:${address}`;
  const leases = source.kinds.has("dhcp") ? hitsOf(source, [key], atUs, ["dhcp"]) : [];
  const holders = new Map(leases.map((hit) => [(hit.fields.get("mac") ?? leaseName(hit)).toLowerCase(), hit]));
  const [holder] = holders.values();
  if (holders.size > 1)
    return unknown(`${holders.size} leases of ${address} cover ${clock(atUs)}: ${listed([...holders.values()].map(leaseName))}`);
  if (holder?.fromUs !== undefined && holder.toUs !== undefined)
    return {
      value: { name: leaseName(holder), mac: holder.fields.get("mac"), lease: { fromUs: holder.fromUs, toUs: holder.toUs } },
      how: `DHCP lease ${clock(holder.fromUs)}–${clock(holder.toUs)}`,
      confidence: 0.97,
    };
  const agents = source.facts.presence.get(presenceKey("host-of-address", address)) ?? [];
  const total = agents.reduce((sum, one) => sum + one.n, 0);
  const [top] = agents;
  if (top !== undefined && top.n >= total * 0.9)
    return {
      value: { name: top.other, mac: undefined, lease: undefined },
      how: `its own agent reports this address (${plural(top.n, "event")})`,
      confidence: 0.95,
    };
  const fixed = hitsOf(source, [key], atUs, ["cmdb"]);
  const name = fixed[0]?.fields.get("fqdn") ?? fixed[0]?.fields.get("name");
  if (fixed.length === 1 && name !== undefined)
    return { value: { name, mac: fixed[0]?.fields.get("mac"), lease: undefined }, how: "static address in the CMDB", confidence: 0.6 };
  return unknown(noHolder(source, address, key, atUs, fixed.length));
}

function noHolder(source: IdentitySource, address: string, key: string, atUs: number, inCmdb: number): string {
  if (!isInternalIp(address)) return `${address} is outside the estate`;
  if (inCmdb > 1) return `the CMDB gives ${address} to ${inCmdb} devices`;
  if (!source.kinds.has("dhcp")) return `no DHCP leases imported, and nothing else names ${address}`;
  const last = findLastBinding(source.db, key, atUs);
  const before = last?.toUs === undefined ? "" : ` (${leaseName(last)} held it until ${clock(last.toUs)})`;
  return `no DHCP lease covers ${clock(atUs)} for ${address}${before}`;
}

function assetOf(source: IdentitySource, device: Known<Device>, address: string | undefined, atUs: number): Known<InventoryHit> {
  if (!source.kinds.has("cmdb")) return unknown("no CMDB imported");
  if (!isKnown(device)) return unknown(device.unknownBecause);
  const { name, mac } = device.value;
  const macKey = mac === undefined ? undefined : canonicalMac(mac)?.key;
  const hits = hitsOf(source, [...hostKeys(name), macKey, address === undefined ? undefined : canonicalIp(address)?.key], atUs, ["cmdb"]);
  const [hit] = hits;
  if (hit === undefined) return unknown(`${shortHost(name)} is not in the CMDB`);
  if (hits.length > 1) return unknown(`${hits.length} CMDB entries fit ${shortHost(name)}`);
  return { value: hit, how: `CMDB ${hit.file}`, confidence: device.confidence };
}

/** Of the activity of people on a device, what makes one of them the likely user: on a shared one nobody is. */
const leastShare = 1 / 3;

function accountOf(source: IdentitySource, focus: Focus, device: Known<Device>, evidence: readonly Moment[]): Known<Account> {
  if (focus.account !== undefined) {
    const [first = "", ...rest] = focus.account.split("\\");
    return {
      value: rest.length === 0 ? { name: first, domain: undefined } : { name: rest.join("\\"), domain: first },
      how: "the subject itself",
      confidence: 1,
    };
  }
  const launch = focus.process === undefined ? undefined : source.facts.lineage.get(focus.process)?.find((one) => one.relation === "self");
  const actor =
    launch?.user_name === null || launch === undefined
      ? evidence.find((one) => one.user_name !== null && one.actor_uid === focus.process)
      : launch;
  if (actor !== undefined && actor.user_name !== null)
    return { value: { name: actor.user_name, domain: actor.user_domain ?? undefined }, how: "the process ran as it", confidence: 0.99 };
  if (!isKnown(device)) return unknown(device.unknownBecause);
  const name = device.value.name.toLowerCase();
  const short = name.split(".")[0] ?? name;
  const on = (host: string) => source.facts.presence.get(presenceKey("account-on-host", host));
  const seen = on(name) ?? on(short) ?? [];
  const people = seen.filter((one) => !isMachineAccount(one.other));
  const total = people.reduce((sum, one) => sum + one.n, 0);
  const [top] = people;
  if (top === undefined) return unknown(`nobody was seen logged on to ${shortHost(device.value.name)}`);
  if (top.n < total * leastShare)
    return unknown(
      `${plural(people.length, "person", "people")} use ${shortHost(device.value.name)}, none more than ${percent(top.n / total)}`,
    );
  return {
    value: { name: top.other, domain: top.domain ?? undefined },
    how: `${percent(top.n / total)} of the activity of people on ${shortHost(device.value.name)}`,
    confidence: Math.min(device.confidence, 0.5 + (0.45 * top.n) / total),
  };
}

const directoryKinds: readonly Kind[] = ["directory", "idp"];

function directoryEntry(
  source: IdentitySource,
  name: string,
  domain: string | undefined,
  host: string | undefined,
  atUs: number,
): InventoryHit[] {
  const scope = host === undefined ? {} : { host };
  const full = domain === undefined || domain === "" ? undefined : canonicalAccount(`${domain}\\${name}`, scope)?.key;
  return hitsOf(
    source,
    [full, canonicalUpn(name)?.key, canonicalMail(name)?.key, canonicalAccount(name, scope)?.key],
    atUs,
    directoryKinds,
  );
}

function personOf(source: IdentitySource, account: Known<Account>, host: string | undefined, atUs: number): Known<InventoryHit> {
  if (!isKnown(account)) return unknown(account.unknownBecause);
  const { name, domain } = account.value;
  const spelled = domain === undefined || domain === "" ? name : `${domain}\\${name}`;
  if (isMachineAccount(name)) return unknown(`${spelled} is the machine itself, not a person`);
  if (!directoryKinds.some((kind) => source.kinds.has(kind))) return unknown("no directory imported");
  const hits = directoryEntry(source, name, domain, host, atUs);
  const [hit] = hits;
  if (hit === undefined) return unknown(`${spelled} is not in the directory`);
  if (hits.length > 1) return unknown(`${hits.length} directory entries fit ${spelled}`);
  return { value: hit, how: `${spelled}, ${account.how}`, confidence: account.confidence };
}

function ownerOf(source: IdentitySource, asset: Known<InventoryHit>, atUs: number): Identity["owner"] {
  if (!isKnown(asset)) return unknown(asset.unknownBecause);
  const text = ["owner", "ownedBy", "managedBy"].map((field) => asset.value.fields.get(field)).find((value) => value !== undefined);
  if (text === undefined) return unknown("the CMDB names no owner for it");
  const byLogin = directoryEntry(source, text, undefined, undefined, atUs);
  const hits = byLogin.length > 0 ? byLogin : hitsOf(source, [personNameKey(text)], atUs, directoryKinds);
  return { value: { text, hit: hits.length === 1 ? hits[0] : undefined }, how: asset.how, confidence: asset.confidence };
}

/** Leases give short names; the CMDB knows the whole one, under which the host's own events go. */
function fullyNamed(device: Known<Device>, asset: Known<InventoryHit>): Known<Device> {
  const fqdn = isKnown(asset) ? asset.value.fields.get("fqdn")?.toLowerCase() : undefined;
  if (!isKnown(device) || fqdn === undefined || device.value.name.includes(".")) return device;
  return { ...device, value: { ...device.value, name: fqdn } };
}

export function toIdentity(source: IdentitySource, focus: Focus, evidence: readonly Moment[]): Identity {
  const atUs = focus.anchorUs;
  const hostName = focus.isSourceAddress ? undefined : focus.source;
  const seenOn = evidence.find((one) => one.device !== null)?.device ?? undefined;
  const found: Known<Device> =
    focus.isSourceAddress && focus.source !== undefined
      ? deviceOfAddress(source, focus.source, atUs)
      : (hostName ?? seenOn) === undefined
        ? unknown("the events name no host")
        : { value: { name: hostName ?? seenOn ?? "", mac: undefined, lease: undefined }, how: "named by the event", confidence: 0.99 };
  const asset = assetOf(source, found, focus.isSourceAddress ? focus.source : undefined, atUs);
  const device = fullyNamed(found, asset);
  const account = accountOf(source, focus, device, evidence);
  return {
    atUs,
    device,
    asset,
    account,
    person: personOf(source, account, isKnown(device) ? device.value.name : undefined, atUs),
    owner: ownerOf(source, asset, atUs),
  };
}

/** A directory entry's name as people say it. */
export function personName(hit: InventoryHit): string {
  const { fields } = hit;
  const given = fields.get("givenName");
  const surname = fields.get("surname");
  if (given !== undefined && surname !== undefined) return `${given} ${surname}`;
  return fields.get("displayName") ?? fields.get("upn") ?? fields.get("sam") ?? fields.get("mail") ?? "unnamed";
}
