import { z } from "zod";
import type { EntityType } from "../../../shared/contract/entities.ts";
import { loadText } from "../runtime.ts";
import type { Database } from "../sqlite/database.ts";
import { query } from "../sqlite/statement.ts";
import { entityRef } from "./find-entity.ts";
import type { Family } from "./resolution-record.ts";

const identifiersSql = loadText(import.meta.url, "identifiers-of-entity.sql");

const IdentifierRow = z.object({ identifier: z.string(), family: z.string(), reason: z.string().nullable() });

/** By which of its identifiers an entity is told, best first: as events spell it and people say it. */
const toldBy: { readonly [K in EntityType]: readonly Family[] } = {
  host: ["fqdn", "netbios", "name"],
  account: ["netbios", "nt", "upn", "name", "sid", "cloud"],
  person: ["employee", "name"],
  group: ["netbios", "nt", "name", "sid"],
};

interface Names {
  /** The one key it goes by. */
  readonly key: string;
  /** Everything else it is called, where that tells it from others. */
  readonly all: ReadonlySet<string>;
}

/**
 * The key that each of an anomaly's keys goes by: what is one entity has one name. `entity:ID` among the keys says which entities they are, and is
 * itself among the results by that name only. Good for one partition.
 */
export function createEntityNames(db: Database): (keys: readonly string[]) => ReadonlyMap<string, string> {
  const known = new Map<string, Names | undefined>();
  const namesOf = (key: string): Names | undefined => {
    if (!known.has(key)) known.set(key, readNames(db, key.slice("entity:".length)));
    return known.get(key);
  };
  return (keys) => {
    const entities = keys.filter((key) => key.startsWith("entity:")).flatMap((key) => namesOf(key) ?? []);
    return new Map(
      keys
        .filter((key) => !key.startsWith("entity:"))
        .map((key) => [key, entities.find((names) => names.all.has(key))?.key ?? key] as const)
        .concat(entities.map((names) => [names.key, names.key] as const)),
    );
  };
}

function readNames(db: Database, id: string): Names | undefined {
  const entity = entityRef(db, id);
  if (entity === undefined) return undefined;
  const own = query(db, identifiersSql, IdentifierRow)
    .all({ entity: entity.id })
    .filter((row) => row.reason === null);
  const order = toldBy[entity.type];
  const place = ({ family }: { readonly family: string }): number =>
    (order.findIndex((one) => one === family) + order.length + 1) % (order.length + 1);
  const [best] = own.filter((row) => row.identifier.startsWith(`${entity.type}:`)).toSorted((a, b) => place(a) - place(b));
  return { key: best?.identifier ?? `${entity.type}:entity:${entity.label}`, all: new Set(own.map((row) => row.identifier)) };
}
