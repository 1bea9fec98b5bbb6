import { isAddress } from "../entities/address.ts";
import type { Kind } from "../inventory/columns.ts";
import type { Criticality } from "../inventory/criticality.ts";
import { criticalityOfEntity, rowsOfEntity } from "../resolution/find-entity.ts";
import type { ResolveMention } from "../resolution/resolve-mention.ts";
import type { Database } from "../sqlite/database.ts";

/** What the CMDB says of a host name or fixed address. */
interface AssetFacts {
  readonly name: string | undefined;
  readonly role: string | undefined;
  readonly criticality: Criticality;
}

export type AssetLookup = (nameOrAddress: string) => AssetFacts | undefined;

/** Each name is looked up once, as of `atUs`. One that several have is nobody's: it is not guessed. */
export function createAssetLookup(db: Database, resolve: ResolveMention, kinds: ReadonlySet<Kind>, atUs: number): AssetLookup {
  if (!kinds.has("cmdb")) return () => undefined;
  const known = new Map<string, AssetFacts | undefined>();
  return (name) => {
    if (!known.has(name)) known.set(name, findAsset(db, resolve, name, atUs));
    return known.get(name);
  };
}

function findAsset(db: Database, resolve: ResolveMention, name: string, atUs: number): AssetFacts | undefined {
  const found = resolve(isAddress(name) ? "ip" : "host", name, {}, atUs);
  if (found.outcome !== "RESOLVED" || !found.isRecorded) return undefined;
  const fields = rowsOfEntity(db, found.entity.id, atUs).find((hit) => hit.kind === "cmdb")?.fields;
  if (fields === undefined) return undefined;
  return {
    name: fields.get("name") ?? fields.get("fqdn"),
    role: fields.get("role") ?? fields.get("class"),
    criticality: criticalityOfEntity(db, found.entity.id, atUs) ?? 0,
  };
}
