import { z } from "zod";
import { AppError } from "../../../shared/contract/errors.ts";
import type { Inventory } from "../../../shared/contract/inventories.ts";
import type { Decision } from "../../../shared/contract/workspace.ts";
import type { DecisionBook } from "../decisions/decision-book.ts";
import type { DecisionKind, DecisionsInForce } from "../decisions/decision-kind.ts";
import { getInventory, inventoryCalled } from "../inventory/find-inventory.ts";
import { rechain } from "../inventory/store-inventory.ts";
import { rederiveLeases } from "../inventory/store-leases.ts";
import { loadText } from "../runtime.ts";
import type { Database } from "../sqlite/database.ts";
import { execute, query } from "../sqlite/statement.ts";

const retireSql = loadText(import.meta.url, "inventory-retire.sql");
const retiredSql = loadText(import.meta.url, "inventories-retired.sql");

const retire = "inventory.retire";
const restore = "inventory.restore";
const Version = z.object({ inventory: z.string(), kind: z.string(), source: z.string() });
const Body = Version.extend({ reason: z.string() });

/**
 * A person takes a version out of use, or back into it. What it said stays; nothing new is read from it, and its neighbours in time close the gap.
 * Throws `not-found`, or `conflict` when it is so already.
 */
export function retireInventory(
  db: Database,
  book: DecisionBook,
  request: { id: string; reason: string; restore: boolean; analyst: string },
): Inventory {
  const { id, kind, source, state } = inventoryCalled(db, request.id);
  if ((state === "retired") !== request.restore)
    throw new AppError("conflict", `inventory ${id.slice(0, 12)} is ${request.restore ? "in use" : "retired already"}`);
  book.record(request.restore ? restore : retire, request.analyst, { inventory: id, kind, source, reason: request.reason });
  return getInventory(db, id);
}

/** Whether a version is in use: its last decision in force says so, and without one it is. */
export function inventoryKinds(db: Database, tell: (ids: string[]) => void): DecisionKind[] {
  const setUse = ({ inventory: id, kind, source }: z.infer<typeof Version>, retiredBy: string | null): void => {
    // Of a version that only another copy of the workspace has, the log speaks all the same.
    if (execute(db, retireSql, { id, decision: retiredBy }) === 0) return;
    rechain(db, kind, source);
    if (kind === "dhcp") rederiveLeases(db, id);
  };
  const settle = (decision: Decision, now: DecisionsInForce): void => {
    const body = Body.parse(decision.body);
    const of = (kind: string): Decision | undefined =>
      now.ofKind(kind).find((other) => Body.parse(other.body).inventory === body.inventory);
    const [retired, restored] = [of(retire), of(restore)];
    setUse(body, retired !== undefined && retired.seq > (restored?.seq ?? 0) ? retired.id : null);
  };
  const kindOf = (kind: string, title: string): DecisionKind => ({
    kind,
    describe: (decision) => {
      const body = Body.parse(decision.body);
      return `${title} the ${body.kind} inventory of ${body.source}`;
    },
    place: () => ({ screen: "inventories" }),
    facts: (decision) => {
      const use = [`use of ${Body.parse(decision.body).inventory}`];
      return { alters: use, madeOn: use };
    },
    apply: settle,
    revert: settle,
    clear: () =>
      query(db, retiredSql, Version)
        .all()
        .forEach((version) => setUse(version, null)),
    tell: (decision) => tell([Body.parse(decision.body).inventory]),
  });
  return [kindOf(retire, "retired"), kindOf(restore, "took back into use")];
}
