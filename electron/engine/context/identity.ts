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
import { type Account, accountBehind } from "./account-behind.ts";
import type { Moment } from "./fact-rows.ts";
import { presenceKey, type Facts } from "./facts.ts";
import type { Focus } from "./focus.ts";
import { isKnown, type Known, unknown } from "./known.ts";
import { toPrincipal } from "./principal.ts";
import { personOfPrincipal } from "./principal-person.ts";
import { plural, shortHost } from "./words.ts";

interface Device {
  readonly name: string;
  /** When it is known to have held the address; undefined where nothing bounds that. */
  readonly held: { readonly fromUs: number; readonly toUs: number } | undefined;
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
  /** Names of the hosts among which it was not decided whose the address was. */
  readonly mayBe: readonly string[];
  /** What the inventories describe of device, account and person. */
  readonly entities: readonly EntityRef[];
}

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

/** The device that held an address at an instant, for the names of bystanders. */
export function deviceNameAt(source: IdentitySource, address: string, atUs: number): string | undefined {
  const found = isInternalIp(address) ? source.resolve("ip", address, {}, atUs) : undefined;
  return found?.outcome === "RESOLVED" ? found.entity.label : undefined;
}

/** NetBIOS names end after fifteen characters, so that two hosts may share one. */
const isCut = (name: string): boolean => name.length === 15 && !name.includes(".");

/** What two entries for one host must agree on for either to be believed. */
const telling = ["owner", "ownedBy", "managedBy", "role", "class", "os", "criticality", "businessCriticality", "tier"];

/** Entries of the newest CMDB for one host that contradict each other; undefined where there is one, or all say the same. */
function tornEntries(rows: readonly InventoryHit[]): readonly InventoryHit[] | undefined {
  const [first] = rows;
  const same = rows.filter((row) => row.inventory === first?.inventory);
  const isTorn = telling.some((field) => new Set(same.map((row) => row.fields.get(field) ?? "")).size > 1);
  return isTorn ? same : undefined;
}

function assetOf(source: IdentitySource, device: Known<Device>, found: Resolution, atUs: number): Known<InventoryHit> {
  if (!source.kinds.has("cmdb")) return unknown("no CMDB imported");
  if (!isKnown(device)) return unknown(device.unknownBecause);
  if (found.outcome === "HOLD") return unknown(found.because);
  const entity = recordedOf(found);
  const rows = entity === undefined ? [] : rowsOfEntity(source.db, entity.id, atUs);
  const inCmdb = rows.filter((row) => row.kind === "cmdb");
  const torn = tornEntries(inCmdb);
  if (torn !== undefined) return unknown(`${torn.length} CMDB entries fit ${shortHost(device.value.name)}, which say different things`);
  const [hit] = inCmdb;
  if (hit === undefined || found.outcome !== "RESOLVED")
    return unknown(
      `${shortHost(device.value.name)} is not in the CMDB${isCut(device.value.name) ? "; it may be cut to 15 characters" : ""}`,
    );
  return { value: hit, how: `CMDB ${hit.file}`, confidence: Math.min(device.confidence, found.confidence) };
}

const directoryKinds: readonly Kind[] = ["directory", "idp"];

/** The row that describes an account or a person best: the directory's, else an identity provider's. */
function directoryRow(db: Database, entity: string, atUs: number): InventoryHit | undefined {
  const rows = rowsOfEntity(db, entity, atUs);
  return rows.find((row) => row.kind === "directory") ?? rows.find((row) => row.kind === "idp");
}

const spelledOf = ({ name, domain }: Pick<Account, "name" | "domain">): string =>
  domain === undefined || domain === "" ? name : `${domain}\\${name}`;

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

function principalPerson(source: IdentitySource, focus: Focus, atUs: number): Known<InventoryHit> {
  const facts = source.facts.cloud.get(focus.no) ?? [];
  return personOfPrincipal({
    principal: toPrincipal(focus.account ?? ""),
    sessions: facts.filter((fact) => fact.relation === "session").map((fact) => fact.what),
    entryOf: (address) => {
      const found = source.resolve("account", address, {}, atUs);
      if (found.outcome === "HOLD") return unknown(found.because);
      const entity = recordedOf(found);
      const hit = entity === undefined ? undefined : directoryRow(source.db, entity.id, atUs);
      return hit ?? unknown(`${address} is not in the directory`);
    },
    hasDirectory: directoryKinds.some((kind) => source.kinds.has(kind)),
  });
}

/** An account that programs use, as its entry says in its title or its kind. */
export const isServiceAccount = (hit: InventoryHit): boolean =>
  ["title", "objectClass"].some((field) => /service[ -]?account/i.test(hit.fields.get(field) ?? ""));

function isPersonal(source: IdentitySource, account: Pick<Account, "name" | "domain">, atUs: number): boolean {
  const found = source.resolve("account", spelledOf(account), {}, atUs);
  const entity = recordedOf(found);
  const hit = entity === undefined ? undefined : directoryRow(source.db, entity.id, atUs);
  return hit === undefined || !isServiceAccount(hit);
}

function ownerOf(source: IdentitySource, asset: Known<InventoryHit>, host: EntityRef | undefined, atUs: number): Identity["owner"] {
  const links = host === undefined ? [] : new Links(source.db, atUs).ownersOf(host);
  const link = links.find((one) => one.type === "OWNED_BY") ?? links.find((one) => one.type === "MANAGED_BY");
  const torn = host === undefined ? undefined : tornEntries(rowsOfEntity(source.db, host.id, atUs).filter((row) => row.kind === "cmdb"));
  if (torn !== undefined && link?.source !== "decision") return unknown(`${torn.length} CMDB entries of it say different things`);
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

/** `behind`: the events among these in which a process of the source went to the scored destination. */
export function toIdentity(source: IdentitySource, focus: Focus, evidence: readonly Moment[], behind: readonly Moment[]): Identity {
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
  const account = accountBehind({
    facts: source.facts,
    focus,
    device,
    evidence,
    behind,
    isPersonal: (name, domain) => isPersonal(source, { name, domain }, atUs),
  });
  const login = resolveAccount(source, account, isKnown(device) ? device.value.name : undefined, atUs);
  const entity = login === undefined ? undefined : recordedOf(login);
  return {
    atUs,
    device,
    asset,
    account,
    person: focus.isPrincipal ? principalPerson(source, focus, atUs) : personOf(source, account, login, atUs),
    owner: ownerOf(source, asset, recordedOf(host), atUs),
    mayBe: isKnown(device) || host.outcome !== "HOLD" ? [] : host.candidates.map((one) => one.label),
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
