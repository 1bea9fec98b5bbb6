import { AppError } from "../../../shared/contract/errors.ts";
import type { Inventory } from "../../../shared/contract/inventories.ts";
import { loadText } from "../runtime.ts";
import type { Database } from "../sqlite/database.ts";
import type { DecisionLog } from "../sqlite/decision-log.ts";
import { execute, inTransaction } from "../sqlite/statement.ts";
import { getInventory, inventoryCalled } from "../inventory/find-inventory.ts";
import { rechain } from "../inventory/store-inventory.ts";
import { rederiveLeases } from "../inventory/store-leases.ts";

const retireSql = loadText(import.meta.url, "inventory-retire.sql");

/**
 * A person takes a version out of use, or back into it. What it said stays; nothing new is read from it, and its neighbours in time close the gap.
 * Throws `not-found`, or `conflict` when it is so already.
 */
export function retireInventory(
  db: Database,
  log: DecisionLog,
  request: { id: string; reason: string; restore: boolean; analyst: string },
): Inventory {
  return inTransaction(db, () => {
    const { id, kind, source, state } = inventoryCalled(db, request.id);
    if ((state === "retired") !== request.restore)
      throw new AppError("conflict", `inventory ${id.slice(0, 12)} is ${request.restore ? "in use" : "retired already"}`);
    const body = { inventory: id, kind, source, reason: request.reason };
    const decision = log.append({ actor: request.analyst, kind: request.restore ? "inventory.restore" : "inventory.retire", body });
    execute(db, retireSql, { id, decision: request.restore ? null : decision.id });
    rechain(db, kind, source);
    if (kind === "dhcp") rederiveLeases(db, id);
    return getInventory(db, id);
  });
}
