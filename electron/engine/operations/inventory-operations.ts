import type { Handlers } from "../../../shared/contract/client.ts";
import type { InventoryImportInput } from "../../../shared/contract/inventories.ts";
import { diffInventories } from "../inventory/diff-inventories.ts";
import { inventoryCalled, listInventories, readInventoryRejects } from "../inventory/find-inventory.ts";
import { type ImportOptions, keepVersion, previewInventory, readVersion } from "../inventory/import-inventory.ts";
import { retireInventory } from "./retire-inventory.ts";
import { currentPartition } from "../resolution/partition.ts";
import { inTransaction } from "../sqlite/statement.ts";
import { type EngineParts, requireWritable, resolveFiles } from "./engine-parts.ts";
import { runJob } from "./run-job.ts";
import { signer } from "./triage-operations.ts";

type Names = "inventory.import" | "inventory.inspect" | "inventory.list" | "inventory.rejects" | "inventory.diff" | "inventory.retire";

const optionsOf = ({ source, asOf, zone, clock, leaseSeconds }: InventoryImportInput): ImportOptions => ({
  source,
  asOf,
  zone,
  clock,
  leaseSeconds,
});

export function inventoryOperations(parts: EngineParts): Pick<Handlers, Names> {
  const { db } = parts.workspace;
  const changed = (ids: string[]): void => {
    parts.emit("inventory.changed", { ids });
    const partition = currentPartition(db);
    if (partition !== undefined) parts.emit("entities.changed", { version: partition.number });
  };
  return {
    "inventory.import": (input, context) => {
      requireWritable(parts);
      const files = resolveFiles(parts, context.caller, input);
      return runJob(parts, "inventory.import", `Import ${input.kind === "auto" ? "" : `${input.kind} `}inventory`, context, async () => {
        const versions = files.map((file) => readVersion(input.kind, file.path, file.displayName, optionsOf(input)));
        const kept = inTransaction(db, () => versions.map((version) => keepVersion(db, version).inventory));
        for (const grant of input.grants) parts.grants.release(grant);
        changed(kept.map((one) => one.id));
        return kept.map((one) => inventoryCalled(db, one.id));
      });
    },
    "inventory.inspect": (input, context) => {
      const files = resolveFiles(parts, context.caller, input);
      return runJob(parts, "inventory.inspect", `Look into ${files[0]?.displayName ?? ""}`, context, async () =>
        files.map((file) => previewInventory(db, input.kind, file.path, file.displayName, optionsOf(input))),
      );
    },
    "inventory.list": async () => listInventories(db),
    "inventory.rejects": async ({ id }) => {
      const inventory = inventoryCalled(db, id);
      return { total: inventory.rejected, samples: readInventoryRejects(db, inventory.id) };
    },
    "inventory.diff": async (input) => diffInventories(db, input),
    "inventory.retire": async ({ id, reason, restore, analyst }) => {
      requireWritable(parts);
      return retireInventory(db, parts.decisions, { id, reason, restore, analyst: signer(parts, analyst) });
    },
  };
}
