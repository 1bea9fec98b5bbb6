import type { z } from "zod";
import type { SubjectKey } from "../../../shared/contract/models.ts";
import { canonicalise } from "../entities/canonical.ts";
import { findListed, type InventoryHit, listInventories } from "../inventory/find-inventory.ts";
import { type HeldLease, holderOfIp, lastHolderOfIp, zoneOf } from "../inventory/lookup.ts";
import type { Database } from "../sqlite/database.ts";

/** What others must share with a subject to be compared with it. */
export interface PeerGroup {
  /** As in "hosts with the role web server". */
  readonly title: string;
}

export interface PeerGroups {
  /** The key column whose entity has the role; undefined when no key can have one. */
  readonly column: string | undefined;
  /** The group of that key's value in a window, or why there is none. */
  readonly groupOf: (value: string, window: Window) => PeerGroup | { readonly unknownBecause: string };
}

export interface Window {
  readonly fromUs: number;
  readonly toUs: number;
}

type Keys = readonly z.infer<typeof SubjectKey>[];
type Found = PeerGroup | { readonly unknownBecause: string };

const dayUs = 86_400_000_000;
const unknown = (unknownBecause: string): Found => ({ unknownBecause });

/** The first field that one row alone, or all rows alike, give. */
function fieldOf(hits: readonly InventoryHit[], names: readonly string[]): { name: string; value: string } | undefined {
  for (const name of names) {
    const values = new Set(hits.map((hit) => hit.fields.get(name)?.trim()).filter((value) => value !== undefined && value !== ""));
    const [value] = values;
    if (value !== undefined && values.size === 1) return { name, value };
  }
  return undefined;
}

const roleOf = (db: Database, keys: readonly string[], atUs: number): ReturnType<typeof fieldOf> => {
  for (const key of keys) {
    const hits = findListed(db, key, atUs).filter((hit) => hit.kind === "cmdb");
    const role = fieldOf(hits, ["role", "class", "department"]);
    if (role !== undefined) return role;
  }
  return undefined;
};

const hostKeys = (name: string): string[] => {
  const host = canonicalise("host", name);
  return [host?.key, ...(host?.aliases.map((alias) => alias.key) ?? [])].filter((key) => key !== undefined);
};

function hostGroup(db: Database, name: string, atUs: number): Found {
  const role = roleOf(db, hostKeys(name), atUs);
  return role === undefined ? unknown("no CMDB row gives its host a role") : { title: `hosts with the ${role.name} ${role.value}` };
}

/** Who alone held the address at the window's start or end, or last within it; nobody where two zones say two. */
function holderWithin(db: Database, ip: string, { fromUs, toUs }: Window): HeldLease | undefined {
  const [start, end] = [fromUs, toUs - 1].map((atUs) => holderOfIp(db, undefined, ip, atUs));
  if (start?.outcome === "resolved") return start.value;
  if (end?.outcome === "resolved") return end.value;
  const last = lastHolderOfIp(db, undefined, ip, toUs);
  return start?.outcome === "none" && end?.outcome === "none" && last !== undefined && last.to_us > fromUs ? last : undefined;
}

/** The role of the device that held the address, else of the address itself, else of its network. */
function addressGroup(db: Database, ip: string, window: Window): Found {
  const atUs = window.fromUs;
  const holder = holderWithin(db, ip, window);
  const held = holder === undefined ? [] : [holder.device, ...hostKeys(holder.host_name ?? "")];
  const role = roleOf(db, [...held, canonicalise("ip", ip)?.key ?? `ip:${ip}`], atUs);
  if (role !== undefined) return { title: `hosts with the ${role.name} ${role.value}` };
  const zone = zoneOf(db, ip, atUs);
  const network = zone?.role ?? zone?.zone;
  return network === undefined
    ? unknown("no inventory gives its address a role or a network")
    : { title: `hosts of the network ${network}` };
}

function accountGroup(db: Database, name: string, atUs: number): Found {
  if (name.endsWith("$")) return { title: "machine accounts" };
  const bare = name.replace(/^.*\\/, "").toLowerCase();
  const known = canonicalise("account", name);
  const keys = [known?.key, ...(known?.aliases.map((alias) => alias.key) ?? []), `account:sam:${bare}`].filter((key) => key !== undefined);
  for (const key of keys) {
    const hits = findListed(db, key, atUs).filter((hit) => hit.kind === "directory" || hit.kind === "idp");
    const department = fieldOf(hits, ["department"]);
    if (department !== undefined) return { title: `accounts of the department ${department.value}` };
  }
  return unknown("no directory gives its account a department");
}

/** Of an ARN or a principal id, what kind of principal it is. */
function principalGroup(principal: string): Found {
  const kind = /^arn:aws[\w-]*:(?:iam|sts)::\d*:(root|user|role|assumed-role|federated-user)\b/.exec(principal)?.[1];
  return kind === undefined ? unknown("its name does not tell what kind of principal it is") : { title: `principals of the kind ${kind}` };
}

/** Who are each other's peers, as inventories tell at the time, or, of machine accounts and cloud principals, their names. */
export function createPeerGroups(db: Database, grain: Keys): PeerGroups {
  const key = grain.find(({ entity }) => entity !== "process" && entity !== "domain");
  if (key === undefined) return { column: undefined, groupOf: () => unknown("its model has no key with a role") };
  const hasInventories = listInventories(db).length > 0;
  const remembered = new Map<string, Found>();
  const find = (value: string, window: Window): Found => {
    if (key.entity === "principal") return principalGroup(value);
    if (!hasInventories && !(key.entity === "account" && value.endsWith("$")))
      return unknown("no inventory is imported that would give it a role");
    if (key.entity === "account") return accountGroup(db, value, window.fromUs);
    return canonicalise("ip", value) === undefined ? hostGroup(db, value, window.fromUs) : addressGroup(db, value, window);
  };
  return {
    column: key.column,
    groupOf: (value, window) => {
      const day = `${Math.floor(window.fromUs / dayUs)} ${value}`;
      const known = remembered.get(day) ?? find(value, window);
      remembered.set(day, known);
      return known;
    },
  };
}
