import { findListed, type InventoryHit } from "../inventory/find-inventory.ts";
import { entityOfRow, rowsOfEntity } from "../resolution/find-entity.ts";
import type { MentionScope, Resolution as Found } from "../resolution/resolution.ts";
import { createMentionResolver, type ResolveMention as Resolve } from "../resolution/resolve-mention.ts";
import type { Database } from "../sqlite/database.ts";

/** A device, an address or an actor as an event names it. Of an address only who has it for good can be told; leases are asked by time. */
export type Mention =
  | { readonly role: "device"; readonly name: string }
  | { readonly role: "mac"; readonly mac: string }
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
  /** Of a device, the CMDB's row of it where there is one. */
  readonly hit: InventoryHit | undefined;
  readonly isDomainAccount: boolean;
}

/** As of a moment, microseconds UTC. Health only counts what the resolution of entities says. */
export type ResolveMention = (mention: Mention, atUs: number) => Resolution;

const answer = (outcome: Resolution["outcome"], rest: Partial<Resolution> = {}): Resolution => ({
  outcome,
  confidence: outcome === "RESOLVED" ? 0.99 : 0,
  entity: undefined,
  hit: undefined,
  isDomainAccount: false,
  ...rest,
});

const assetRow = (db: Database, entity: string, atUs: number): InventoryHit | undefined =>
  rowsOfEntity(db, entity, atUs).find((hit) => hit.kind === "cmdb");

function toDevice(db: Database, found: Found, atUs: number): Resolution {
  if (found.outcome === "HOLD") return answer("HOLD");
  if (found.outcome === "NONE") return answer(found.isGeneric ? "GENERIC" : "NONE");
  const { entity, confidence, isRecorded } = found;
  return answer("RESOLVED", { confidence, entity: entity.id, hit: isRecorded ? assetRow(db, entity.id, atUs) : undefined });
}

/** The CMDB's fixed address: often out of date. */
function resolveAddress(db: Database, address: string, atUs: number): Resolution {
  const hits = findListed(db, `ip:${address}`, atUs).filter((hit) => hit.kind === "cmdb");
  const [hit, ...others] = hits.filter((one) => one.inventory === hits[0]?.inventory);
  if (hit === undefined) return answer("NONE");
  if (others.length > 0) return answer("HOLD");
  return answer("RESOLVED", {
    confidence: 0.6,
    hit,
    entity: entityOfRow(db, hit, "host")?.id ?? `${hit.inventory.slice(0, 16)}#${hit.rowNo}`,
  });
}

type Actor = Extract<Mention, { role: "actor" }>;

function findActor(resolve: Resolve, { host, domain, name, uid }: Actor, atUs: number): Found {
  const scope: MentionScope = host === null ? {} : { host };
  const byId = uid === null ? undefined : resolve("account", uid, scope, atUs);
  if (name === null || name === "") return byId ?? resolve("account", "", scope, atUs);
  if (byId !== undefined && byId.outcome !== "NONE") return byId;
  return resolve("account", domain === null || name.includes("@") ? name : `${domain}\\${name}`, scope, atUs);
}

function resolveActor(db: Database, resolve: Resolve, actor: Actor, atUs: number): Resolution {
  const found = findActor(resolve, actor, atUs);
  if (found.outcome === "RESOLVED" && found.entity.type === "host") return toDevice(db, found, atUs);
  const isMachine = actor.name?.endsWith("$") === true;
  if (found.outcome === "HOLD") return answer("HOLD", { isDomainAccount: !isMachine });
  if (found.outcome === "NONE") return found.isGeneric ? answer("GENERIC") : answer("NONE", { isDomainAccount: !isMachine });
  return answer("RESOLVED", { confidence: found.confidence, entity: found.entity.id, isDomainAccount: found.isRecorded });
}

/**
 * Resolves what events name to the entities of the inventories in use at the moment. `epochOf` numbers the stretches of time during which the same
 * versions are in use, so that a mention is looked up once in each.
 */
export function createResolver(db: Database, epochOf: (atUs: number) => number): ResolveMention {
  const resolve = createMentionResolver(db);
  const known = new Map<string, Resolution>();
  const find = (mention: Mention, atUs: number): Resolution => {
    if (mention.role === "device") return toDevice(db, resolve("host", mention.name, {}, atUs), atUs);
    if (mention.role === "mac") return toDevice(db, resolve("mac", mention.mac, {}, atUs), atUs);
    return mention.role === "address" ? resolveAddress(db, mention.address, atUs) : resolveActor(db, resolve, mention, atUs);
  };
  return (mention, atUs) => {
    const key = `${epochOf(atUs)} ${JSON.stringify(mention)}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const found = find(mention, atUs);
    known.set(key, found);
    return found;
  };
}
