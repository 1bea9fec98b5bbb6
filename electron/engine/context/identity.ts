import type { EntityRef } from "../../../shared/contract/entities.ts";
import { canonicalIp, isInternalIp } from "../entities/address.ts";
import { isMachineAccount } from "../entities/things.ts";
import type { Kind } from "../inventory/columns.ts";
import { findByIdentifier, type InventoryHit } from "../inventory/find-inventory.ts";
import { besideEntity, rowsOfEntity } from "../resolution/find-entity.ts";
import { Links } from "../resolution/links.ts";
import type { Resolution } from "../resolution/resolution.ts";
import type { ObservedHost } from "../resolution/resolve-address.ts";
import { createMentionResolver, type ResolveMention } from "../resolution/resolve-mention.ts";
import { always } from "../resolution/time-span.ts";
import type { Database } from "../sqlite/database.ts";
import type { Moment } from "./fact-rows.ts";
import { presenceKey, type Facts } from "./facts.ts";
import type { Focus } from "./focus.ts";
import { percent, plural, shortHost } from "./words.ts";

/** Something known, with how it is known and how far to trust it (0 to 1), or the reason it is not. */
export type Known<T> = { readonly value: T; readonly how: string; readonly confidence: number } | { readonly unknownBecause: string };

interface Device {
  readonly name: string;
  /** When it is known to have held the address; undefined where nothing bounds that. */
  readonly held: { readonly fromUs: number; readonly toUs: number } | undefined;
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
  /** What the inventories describe of device, account and person. */
  readonly entities: readonly EntityRef[];
}

export const isKnown = <T>(known: Known<T>): known is Exclude<Known<T>, { unknownBecause: string }> => "value" in known;
export const unknown = (because: string): { readonly unknownBecause: string } => ({ unknownBecause: because });

export interface IdentitySource {
  readonly db: Database;
  readonly facts: Facts;
  /** Kinds of inventory imported at all. */
  readonly kinds: ReadonlySet<Kind>;
  readonly resolve: ResolveMention;
}

/** Resolves what events name, with what agents report of addresses as one more way of knowing who had them. */
export function createIdentityResolver(db: Database, facts: Facts): ResolveMention {
  const observed: ObservedHost = (address) => {
    const agents = facts.presence.get(presenceKey("host-of-address", address)) ?? [];
    const total = agents.reduce((sum, one) => sum + one.n, 0);
    const [top] = agents;
    return top === undefined || top.n < total * 0.9
      ? undefined
      : { host: top.other, text: `its own agent reports this address (${plural(top.n, "event")})`, span: always };
  };
  return createMentionResolver(db, observed);
}

/** Names that leases and inventories give a source's address at its time, before anything is decided. */
export function namesOfAddress(db: Database, resolve: ResolveMention, focus: Focus): string[] {
  if (focus.source === undefined || !focus.isSourceAddress) return [];
  const key = canonicalIp(focus.source)?.key ?? `ip:${focus.source}`;
  const found = resolve("ip", focus.source, {}, focus.anchorUs);
  return [
    ...findByIdentifier(db, key, focus.anchorUs).flatMap((hit) => [
      hit.fields.get("fqdn"),
      hit.fields.get("hostName"),
      hit.fields.get("name"),
    ]),
    found.outcome === "RESOLVED" ? found.entity.label : undefined,
  ].filter((name) => name !== undefined);
}

const recordedOf = (found: Resolution): EntityRef | undefined =>
  found.outcome === "RESOLVED" && found.isRecorded ? found.entity : undefined;

function toDevice({ kinds }: IdentitySource, found: Resolution, address: string | undefined): Known<Device> {
  if (found.outcome === "NONE" && address !== undefined && isInternalIp(address) && !found.isGeneric && !kinds.has("dhcp"))
    return unknown(`no DHCP leases imported, and nothing else names ${address}`);
  if (found.outcome !== "RESOLVED") return unknown(found.because);
  const { from, to } = found.span;
  const held = Number.isFinite(from) && Number.isFinite(to) ? { fromUs: from, toUs: to } : undefined;
  // How it was led to, and what makes it doubtful; the rest is on the entity's page.
  const told = found.steps.filter((step, i) => i === 0 || step.confidence < 0.95).map((step) => step.text);
  return { value: { name: found.entity.label, held }, how: told.join("; "), confidence: found.confidence };
}

function assetOf(source: IdentitySource, device: Known<Device>, found: Resolution, atUs: number): Known<InventoryHit> {
  if (!source.kinds.has("cmdb")) return unknown("no CMDB imported");
  if (!isKnown(device)) return unknown(device.unknownBecause);
  if (found.outcome === "HOLD") return unknown(found.because);
  const entity = recordedOf(found);
  const rows = entity === undefined ? [] : rowsOfEntity(source.db, entity.id, atUs);
  const hit = rows.find((row) => row.kind === "cmdb");
  if (hit === undefined || found.outcome !== "RESOLVED") return unknown(`${shortHost(device.value.name)} is not in the CMDB`);
  return { value: hit, how: `CMDB ${hit.file}`, confidence: Math.min(device.confidence, found.confidence) };
}

/** Of the activity of people on a device, what makes one of them the likely user: on a shared one nobody is. */
const leastShare = 1 / 3;

function accountOf({ facts }: IdentitySource, focus: Focus, device: Known<Device>, evidence: readonly Moment[]): Known<Account> {
  if (focus.account !== undefined) {
    const [first = "", ...rest] = focus.account.split("\\");
    return {
      value: rest.length === 0 ? { name: first, domain: undefined } : { name: rest.join("\\"), domain: first },
      how: "the subject itself",
      confidence: 1,
    };
  }
  const launch = focus.process === undefined ? undefined : facts.lineage.get(focus.process)?.find((one) => one.relation === "self");
  const actor =
    launch?.user_name === null || launch === undefined
      ? evidence.find((one) => one.user_name !== null && one.actor_uid === focus.process)
      : launch;
  if (actor !== undefined && actor.user_name !== null)
    return { value: { name: actor.user_name, domain: actor.user_domain ?? undefined }, how: "the process ran as it", confidence: 0.99 };
  if (!isKnown(device)) return unknown(device.unknownBecause);
  const name = device.value.name.toLowerCase();
  const short = name.split(".")[0] ?? name;
  const on = (host: string) => facts.presence.get(presenceKey("account-on-host", host));
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

/** The row that describes an account or a person best: the directory's, else an identity provider's. */
function directoryRow(db: Database, entity: string, atUs: number): InventoryHit | undefined {
  const rows = rowsOfEntity(db, entity, atUs);
  return rows.find((row) => row.kind === "directory") ?? rows.find((row) => row.kind === "idp");
}

const spelledOf = ({ name, domain }: Account): string => (domain === undefined || domain === "" ? name : `${domain}\\${name}`);

function resolveAccount(source: IdentitySource, account: Known<Account>, host: string | undefined, atUs: number): Resolution | undefined {
  if (!isKnown(account) || isMachineAccount(account.value.name)) return undefined;
  const { name } = account.value;
  const text = name.includes("@") ? name : spelledOf(account.value);
  return source.resolve("account", text, { host }, atUs);
}

function personOf(source: IdentitySource, account: Known<Account>, found: Resolution | undefined, atUs: number): Known<InventoryHit> {
  if (!isKnown(account)) return unknown(account.unknownBecause);
  const spelled = spelledOf(account.value);
  if (found === undefined) return unknown(`${spelled} is the machine itself, not a person`);
  if (!directoryKinds.some((kind) => source.kinds.has(kind))) return unknown("no directory imported");
  if (found.outcome === "HOLD") return unknown(found.because);
  const entity = recordedOf(found);
  const hit = entity === undefined ? undefined : directoryRow(source.db, entity.id, atUs);
  if (hit === undefined || found.outcome !== "RESOLVED") return unknown(`${spelled} is not in the directory`);
  return { value: hit, how: `${spelled}, ${account.how}`, confidence: Math.min(account.confidence, found.confidence) };
}

function ownerOf(source: IdentitySource, asset: Known<InventoryHit>, host: EntityRef | undefined, atUs: number): Identity["owner"] {
  const links = host === undefined ? [] : new Links(source.db, atUs).ownersOf(host);
  const link = links.find((one) => one.type === "OWNED_BY") ?? links.find((one) => one.type === "MANAGED_BY");
  if (link !== undefined) {
    const hit = link.other === null ? undefined : directoryRow(source.db, link.other.id, atUs);
    return isKnown(asset) && link.source !== "decision"
      ? { value: { text: link.text, hit }, how: asset.how, confidence: asset.confidence }
      : { value: { text: link.text, hit }, how: link.method, confidence: 1 };
  }
  if (!isKnown(asset)) return unknown(asset.unknownBecause);
  const text = ["owner", "ownedBy", "managedBy"].map((field) => asset.value.fields.get(field)).find((value) => value !== undefined);
  return unknown(text === undefined ? "the CMDB names no owner for it" : `the CMDB names ${text}, but has not been confirmed for a year`);
}

/** Leases and events give short names; the inventories know the whole one, under which the host's own events go. */
function fullyNamed(device: Known<Device>, asset: Known<InventoryHit>, entity: EntityRef | undefined): Known<Device> {
  const full = (isKnown(asset) ? asset.value.fields.get("fqdn")?.toLowerCase() : undefined) ?? entity?.label;
  if (!isKnown(device) || full?.includes(".") !== true || device.value.name.includes(".")) return device;
  return { ...device, value: { ...device.value, name: full } };
}

const noHost: Resolution = { outcome: "NONE", because: "the events name no host", isGeneric: false, lastHolder: undefined };

export function toIdentity(source: IdentitySource, focus: Focus, evidence: readonly Moment[]): Identity {
  const atUs = focus.anchorUs;
  const seenOn = evidence.find((one) => one.device !== null)?.device ?? undefined;
  const hostName = focus.isSourceAddress ? undefined : (focus.source ?? seenOn);
  const host =
    focus.isSourceAddress && focus.source !== undefined
      ? source.resolve("ip", focus.source, {}, atUs)
      : hostName === undefined
        ? noHost
        : source.resolve("host", hostName, {}, atUs);
  const found: Known<Device> =
    hostName === undefined
      ? toDevice(source, host, focus.source)
      : { value: { name: hostName, held: undefined }, how: "named by the event", confidence: 0.99 };
  const asset = assetOf(source, found, host, atUs);
  const device = fullyNamed(found, asset, recordedOf(host));
  const account = accountOf(source, focus, device, evidence);
  const login = resolveAccount(source, account, isKnown(device) ? device.value.name : undefined, atUs);
  const entity = login === undefined ? undefined : recordedOf(login);
  return {
    atUs,
    device,
    asset,
    account,
    person: personOf(source, account, login, atUs),
    owner: ownerOf(source, asset, recordedOf(host), atUs),
    entities: [recordedOf(host), entity, personBehind(source.db, entity)].filter((one) => one !== undefined),
  };
}

/** The one person whom an account's rows describe as well. */
function personBehind(db: Database, account: EntityRef | undefined): EntityRef | undefined {
  const people = account?.type === "account" ? besideEntity(db, account.id, "person") : [];
  const [one] = people;
  return one === undefined || people.some((other) => other.id !== one.id) ? undefined : { id: one.id, type: "person", label: one.label };
}

/** A directory entry's name as people say it. */
export function personName(hit: InventoryHit): string {
  const { fields } = hit;
  const given = fields.get("givenName");
  const surname = fields.get("surname");
  if (given !== undefined && surname !== undefined) return `${given} ${surname}`;
  return fields.get("displayName") ?? fields.get("upn") ?? fields.get("sam") ?? fields.get("mail") ?? "unnamed";
}
