import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { importInventory } from "../../electron/engine/inventory/import-inventory.ts";
import type { Kind } from "../../electron/engine/inventory/columns.ts";
import { createPeerGroups } from "../../electron/engine/scoring/peer-groups.ts";
import { type Database, openDatabase } from "../../electron/engine/sqlite/database.ts";

let dir: string;
let db: Database;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "quarry-peers-"));
  db = openDatabase(join(dir, "quarry.sqlite"));
});
afterEach(() => {
  db.close();
  rmSync(dir, { recursive: true, force: true });
});

const day = { fromUs: Date.parse("2026-03-10T00:00:00Z") * 1000, toUs: Date.parse("2026-03-11T00:00:00Z") * 1000 };
const load = (kind: Kind, name: string, text: string): void => {
  writeFileSync(join(dir, name), text);
  importInventory(db, kind, join(dir, name), name, {});
};
const groupOf = (entity: "host" | "endpoint" | "account" | "principal" | "process", value: string) =>
  createPeerGroups(db, [{ column: "key", entity, title: "Key" }]).groupOf(value, day);

it("peers are hosts of one role, whether named or known by address and lease, and accounts of one department", () => {
  const cmdb = "sys_id,name,fqdn,ip_address,role,sys_updated_on\naa01,ws-1,ws-1.corp.example,10.0.0.9,workstation,2026-01-05 08:00:00\n";
  load("cmdb", "cmdb-2026-03-01.csv", cmdb);
  const lease = "ts,mac,hostname,ip,lease_end\n2026-03-10T08:00:00Z,aa:bb:cc:00:00:01,ws-1,10.0.64.7,2026-03-10T17:00:00Z\n";
  load("dhcp", "dhcp.csv", lease);
  const people = "objectGUID,sAMAccountName,department\n11111111-1111-1111-1111-111111111111,ann,Finance\n";
  load("directory", "directory-2026-03-01.csv", people);

  const workstations = { title: "hosts with the role workstation" };
  expect(groupOf("host", "ws-1.corp.example")).toEqual(workstations);
  expect(groupOf("endpoint", "10.0.0.9")).toEqual(workstations);
  expect(groupOf("endpoint", "10.0.64.7")).toEqual(workstations);
  expect(groupOf("endpoint", "203.0.113.9")).toEqual({ unknownBecause: "no inventory gives its address a role or a network" });
  expect(groupOf("host", "ws-2")).toEqual({ unknownBecause: "no CMDB row gives its host a role" });
  expect(groupOf("account", "CORP\\Ann")).toEqual({ title: "accounts of the department Finance" });
  expect(groupOf("account", "CORP\\bob")).toEqual({ unknownBecause: "no directory gives its account a department" });
});

it("without an inventory only names that tell what they are give peers", () => {
  expect(groupOf("host", "ws-1")).toEqual({ unknownBecause: "no inventory is imported that would give it a role" });
  expect(groupOf("account", "CORP\\ws-1$")).toEqual({ title: "machine accounts" });
  expect(groupOf("principal", "arn:aws:sts::1:assumed-role/web")).toEqual({ title: "principals of the kind assumed-role" });
  expect(groupOf("principal", "AIDA1")).toEqual({ unknownBecause: "its name does not tell what kind of principal it is" });
  expect(groupOf("process", "a-b-c")).toEqual({ unknownBecause: "its model has no key with a role" });
});
