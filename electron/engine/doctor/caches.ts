import { existsSync, readdirSync } from "node:fs";
import { createCacheStore } from "../duckdb/cache-store.ts";
import { cacheSchema } from "../duckdb/class-tables.ts";
import { relationSchema } from "../duckdb/relation-tables.ts";

const kinds = [
  { holds: "events", schema: cacheSchema, stamp: /^([0-9a-f]{64})\.json$/ },
  { holds: "relations", schema: relationSchema, stamp: /^([0-9a-f]{64})\.relations\.json$/ },
] as const;

const stores = (cacheDir: string) => kinds.map(({ stamp, ...kind }) => ({ stamp, store: createCacheStore(cacheDir, kind) }));

/** Stamps of caches that say they are finished and are not what was built. One of an older schema is nothing, and built anew anyway. */
export async function damagedCaches(cacheDir: string): Promise<string[]> {
  if (!existsSync(cacheDir)) return [];
  const damaged: string[] = [];
  for (const { stamp, store } of stores(cacheDir))
    for (const name of readdirSync(cacheDir).toSorted()) {
      const id = stamp.exec(name)?.[1];
      if (id !== undefined && !(await store.isIntact(id))) damaged.push(name);
    }
  return damaged;
}

/** Gives the names of the stamps whose caches were removed. */
export async function removeDamagedCaches(cacheDir: string): Promise<string[]> {
  const damaged = await damagedCaches(cacheDir);
  for (const { stamp, store } of stores(cacheDir))
    for (const name of damaged) {
      const id = stamp.exec(name)?.[1];
      if (id !== undefined) store.discard(id);
    }
  return damaged;
}
