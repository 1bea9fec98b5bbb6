import { canonicalAccount, canonicalMail, canonicalUpn } from "../entities/account.ts";
import { canonicalSid } from "../entities/sid.ts";
import { canonicalHost } from "../entities/host.ts";
import { isPlaceholder } from "../entities/identifier.ts";
import { findByIdentifier, type InventoryHit } from "../inventory/find-inventory.ts";
import type { Kind } from "../inventory/columns.ts";
import type { Database } from "../sqlite/database.ts";

/** A device, an address or an actor as an event names it. Of an address only who has it for good can be told; leases are asked by time. */
export type Mention =
  | { readonly role: "device"; readonly name: string }
  | { readonly role: "address"; readonly address: string }
  | {
      readonly role: "actor";
      readonly host: string | null;
      readonly domain: string | null;
      readonly name: string | null;
      readonly uid: string | null;
    };

/**
 * What a mention resolved to. HOLD: two or more fit, and none is picked. GENERIC: the text names nobody in particular, so there is nothing to
 * resolve. `isDomainAccount` says that a directory ought to know it.
 */
export interface Resolution {
  readonly outcome: "RESOLVED" | "HOLD" | "NONE" | "GENERIC";
  /** 0 to 1; 0 unless RESOLVED. */
  readonly confidence: number;
  /** The one thing it is, the same for every way of naming it; undefined unless RESOLVED. */
  readonly entity: string | undefined;
  /** The inventory row behind it, where there is one. */
  readonly hit: InventoryHit | undefined;
  readonly isDomainAccount: boolean;
}

/** As of a moment, microseconds UTC. Whatever resolves entities better stands behind this; health only counts what it says. */
export type ResolveMention = (mention: Mention, atUs: number) => Resolution;

const answer = (outcome: Resolution["outcome"], rest: Partial<Resolution> = {}): Resolution => ({
  outcome,
  confidence: outcome === "RESOLVED" ? 0.99 : 0,
  entity: undefined,
  hit: undefined,
  isDomainAccount: false,
  ...rest,
});

/** The rows of the first key that has any, from the newest export alone. */
function rowsOf(db: Database, keys: readonly (string | undefined)[], kinds: readonly Kind[], atUs: number): InventoryHit[] {
  for (const key of keys) {
    if (key === undefined) continue;
    const hits = findByIdentifier(db, key, atUs).filter((hit) => kinds.includes(hit.kind));
    const [first] = hits;
    if (first !== undefined) return hits.filter((hit) => hit.inventory === first.inventory);
  }
  return [];
}

function ofRows(rows: readonly InventoryHit[], rest: Partial<Resolution>): Resolution {
  const [hit] = rows;
  if (hit === undefined) return answer("NONE", rest);
  if (rows.length > 1) return answer("HOLD", rest);
  return answer("RESOLVED", { ...rest, hit, entity: `${hit.inventory.slice(0, 16)}#${hit.rowNo}` });
}

const deviceKinds: readonly Kind[] = ["cmdb"];
const directoryKinds: readonly Kind[] = ["directory", "idp"];

function resolveDevice(db: Database, name: string, atUs: number): Resolution {
  const host = canonicalHost(name);
  if (host === undefined || host.strength === "never") return answer("GENERIC");
  const short = name.toLowerCase().split(".")[0] ?? "";
  const keys = [host.key, ...host.aliases.map((alias) => alias.key), host.type === "host" ? `host:name:${short}` : undefined];
  return ofRows(rowsOf(db, keys, deviceKinds, atUs), {});
}

/** The CMDB's fixed address: often out of date. */
const resolveAddress = (db: Database, address: string, atUs: number): Resolution =>
  ofRows(rowsOf(db, [`ip:${address}`], deviceKinds, atUs), { confidence: 0.6 });

type Actor = Extract<Mention, { role: "actor" }>;

function resolveActor(db: Database, actor: Actor, atUs: number): Resolution {
  const scope = actor.host === null ? {} : { host: canonicalHost(actor.host)?.key ?? actor.host };
  const text = actor.name === null ? "" : actor.domain === null ? actor.name : `${actor.domain}\\${actor.name}`;
  const account = text === "" ? undefined : canonicalAccount(text, scope);
  const sid = actor.uid === null ? undefined : (canonicalSid(actor.uid, scope) ?? canonicalAccount(actor.uid, scope));
  if (account === undefined && sid === undefined) return answer("GENERIC");
  if (account?.type === "host") return resolveDevice(db, actor.name?.replace(/\$$/, "") ?? "", atUs);
  const own = [sid, account].find((one) => one?.flags.includes("host-scoped") === true);
  if (own !== undefined) return answer("RESOLVED", { entity: own.key });
  const cloud = [sid, account].find((one) => one?.key.startsWith("account:aws:") === true && one.strength === "strong");
  if (cloud !== undefined) return answer("RESOLVED", { entity: cloud.key });
  const name = actor.name ?? "";
  const keys = [sid?.key, account?.key, canonicalUpn(name)?.key, canonicalMail(name)?.key];
  const rows = rowsOf(db, keys, directoryKinds, atUs);
  if (rows.length > 0 || isPlaceholder(name)) return ofRows(rows, { isDomainAccount: true });
  // The directory spells domains by their DNS names, events by NetBIOS ones: a login that only one entry has is that entry.
  return ofRows(rowsOf(db, [canonicalAccount(name, { accountClass: "service" })?.key], directoryKinds, atUs), {
    isDomainAccount: true,
    confidence: 0.95,
  });
}

function resolve(db: Database, mention: Mention, atUs: number): Resolution {
  if (mention.role === "device") return resolveDevice(db, mention.name, atUs);
  return mention.role === "address" ? resolveAddress(db, mention.address, atUs) : resolveActor(db, mention, atUs);
}

/**
 * Resolves by looking up canonical identifiers in the inventories in use at the moment. `epochOf` numbers the stretches of time during which the
 * same versions are in use, so that a mention is looked up once in each.
 */
export function createResolver(db: Database, epochOf: (atUs: number) => number): ResolveMention {
  const known = new Map<string, Resolution>();
  return (mention, atUs) => {
    const key = `${epochOf(atUs)} ${JSON.stringify(mention)}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const found = resolve(db, mention, atUs);
    const fixed = found.outcome === "RESOLVED" ? found : { ...found, confidence: 0 };
    known.set(key, fixed);
    return fixed;
  };
}
