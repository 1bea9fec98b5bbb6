import { isAddress } from "../entities/address.ts";
import { canonicalHost } from "../entities/host.ts";
import type { Kind } from "../inventory/columns.ts";
import type { Criticality } from "../inventory/criticality.ts";
import { findByIdentifier } from "../inventory/find-inventory.ts";
import { criticalityOf } from "../inventory/lookup.ts";
import type { Database } from "../sqlite/database.ts";

/** What the CMDB says of a host name or fixed address. */
interface AssetFacts {
  readonly name: string | undefined;
  readonly role: string | undefined;
  readonly criticality: Criticality;
}

export type AssetLookup = (nameOrAddress: string) => AssetFacts | undefined;

/** Each name is looked up once, as of `atUs`. More than one CMDB entry is none: it is not guessed. */
export function createAssetLookup(db: Database, kinds: ReadonlySet<Kind>, atUs: number): AssetLookup {
  if (!kinds.has("cmdb")) return () => undefined;
  const known = new Map<string, AssetFacts | undefined>();
  return (name) => {
    if (!known.has(name)) known.set(name, findAsset(db, name, atUs));
    return known.get(name);
  };
}

function findAsset(db: Database, name: string, atUs: number): AssetFacts | undefined {
  const key = isAddress(name) ? `ip:${name}` : canonicalHost(name)?.key;
  const hits = key === undefined ? [] : findByIdentifier(db, key, atUs).filter((hit) => hit.kind === "cmdb");
  const [hit] = hits;
  if (hit === undefined || hits.length > 1) return undefined;
  const { fields } = hit;
  const rated = criticalityOf(db, key ?? name, atUs);
  return {
    name: fields.get("name") ?? fields.get("fqdn"),
    role: fields.get("role") ?? fields.get("class"),
    criticality: rated.outcome === "resolved" ? rated.value.level : 0,
  };
}
