import type { Criticality } from "../inventory/criticality.ts";
import { listInventories } from "../inventory/find-inventory.ts";
import { criticalityOf } from "../inventory/lookup.ts";
import type { Database } from "../sqlite/database.ts";
import { hostNameOf } from "./entity-words.ts";

export interface CriticalityLookup {
  /** Of a host's key at a moment; 0 for what is not rated, is rated twice differently, or is no host. */
  of(entity: string, atUs: number): Criticality;
  /** Changes whenever an inventory does. */
  stamp(): string;
}

/** Asks the inventories once for each host and moment, until they change. */
export function createCriticalityLookup(db: Database): CriticalityLookup {
  const known = new Map<string, Criticality>();
  let stamped = "";
  return {
    of(entity, atUs) {
      const host = hostNameOf(entity);
      if (host === undefined) return 0;
      const key = `${host} ${atUs}`;
      const found = known.get(key) ?? rate(db, host, atUs);
      known.set(key, found);
      return found;
    },
    stamp() {
      const now = listInventories(db)
        .map(({ id, state }) => `${id.slice(0, 16)} ${state}`)
        .join(",");
      if (now !== stamped) known.clear();
      stamped = now;
      return now;
    },
  };
}

function rate(db: Database, host: string, atUs: number): Criticality {
  const rated = criticalityOf(db, host, atUs);
  return rated.outcome === "resolved" ? rated.value.level : 0;
}
