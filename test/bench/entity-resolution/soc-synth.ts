import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseInventory } from "../../../electron/engine/inventory/parse-inventory.ts";
import { leaseReading } from "../../../electron/engine/inventory/lease-events.ts";
import { atLeast, type Figure, type ResolutionSet } from "./resolution-set.ts";

const inventories = [
  ["directory", "ad_users.csv"],
  ["idp", "okta_users.csv"],
  ["cmdb", "cmdb.csv"],
  ["dhcp", "dhcp.csv"],
] as const;

const folderOf = (dir: string): string => [join(dir, "soc_synth"), dir].find((one) => existsSync(join(one, "telemetry_ids.csv"))) ?? dir;

/** A made enterprise: directory, IdP, CMDB and leases, and mentions of 15 classes, traps among them, with the entity each truly means. */
export const socSynth: ResolutionSet = {
  name: "soc-synth",
  isIn: (dir) => existsSync(join(folderOf(dir), "telemetry_ids.csv")),
  measure: async (dir) =>
    inventories.map(([kind, file]): Figure => {
      const { records, rejected } = parseInventory(readFileSync(join(folderOf(dir), file)), file, kind, leaseReading({}));
      const n = records.length + rejected;
      return atLeast("soc-synth", `rows of ${file} read`, records.length / n, 1, n);
    }),
};
