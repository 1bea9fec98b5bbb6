import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { findByIdentifier } from "../../electron/engine/inventory/find-inventory.ts";
import { importInventory, type ImportOptions } from "../../electron/engine/inventory/import-inventory.ts";
import { canonicalHost } from "../../electron/engine/entities/host.ts";
import { criticalityOf, type HeldLease, holderOfIp, ownerOf } from "../../electron/engine/inventory/lookup.ts";
import { type Database, openDatabase } from "../../electron/engine/sqlite/database.ts";
import { noTestData, testData } from "../unit-support/test-data.ts";

let dir: string;
let db: Database;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "quarry-real-"));
  db = openDatabase(join(dir, "quarry.sqlite"));
});
afterEach(() => {
  db.close();
  rmSync(dir, { recursive: true, force: true });
});

const pathOf = (...parts: string[]): string => {
  const path = testData(...parts);
  if (path === undefined) throw new Error("missing test data");
  return path;
};
const load = (parts: readonly string[], options: ImportOptions = {}) =>
  importInventory(db, "auto", pathOf(...parts), parts.at(-1) ?? "", options).inventory;
const soc = (file: string) => ["entity-resolution", "soc_synth", file];
type Row = Record<string, string>;
const rowsOf = (file: string): Row[] => parse(readFileSync(pathOf(...soc(file)), "utf8"), { columns: true, bom: true });
const us = (iso: string): number => Date.parse(iso) * 1000;

describe.skipIf(noTestData("entity-resolution", "soc_synth"))("the inventories of a security team", () => {
  it("are recognised, counted and dated by what they hold", () => {
    const figures = ["ad_users.csv", "okta_users.csv", "cmdb.csv", "dhcp.csv"].map((file) => {
      const { kind, format, rows, rejected, asOfBasis, leases, dropped } = load(soc(file));
      return [kind, format, rows, rejected, asOfBasis, leases, dropped.length];
    });
    expect(figures).toEqual([
      ["directory", "Active Directory", 1200, 0, "import", null, 0],
      ["idp", "Okta users", 1099, 0, "import", null, 0],
      ["cmdb", "ServiceNow", 1117, 0, "content", null, 0],
      ["dhcp", "Zeek dhcp.log", 3688, 0, "content", { n: 3688, conflicts: 0 }, 0],
    ]);
  });

  it("name the right holder of an address during its lease, and nobody outside", () => {
    load(soc("dhcp.csv"));
    load(soc("cmdb.csv"));
    const entityOf = new Map(rowsOf("truth_hosts.csv").map((row) => [row["source_key"] ?? "", row["entity"]]));
    const truth = new Map(rowsOf("truth_telemetry.csv").map((row) => [row["mention_id"] ?? "", row]));
    // A virtual adapter's MAC is shared, so the name the device gave decides among its hosts; without a MAC in the CMDB the name alone does.
    const hostsOf = (lease: HeldLease, at: number) => {
      const idsOf = (key: string | undefined) =>
        (key === undefined ? [] : findByIdentifier(db, key, at)).flatMap((hit) =>
          hit.kind === "cmdb" ? [entityOf.get(`cmdb:${hit.fields.get("id") ?? ""}`)] : [],
        );
      const byMac = idsOf(lease.device);
      const byName = idsOf(canonicalHost(lease.host_name ?? "")?.key);
      const both = byMac.filter((id) => byName.includes(id));
      return new Set(byMac.length === 1 ? byMac : both.length > 0 ? both : [...byMac, ...byName]);
    };
    const count = { right: 0, wrong: 0, none: 0, hold: 0, outsideRight: 0, outsideWrong: 0 };
    for (const mention of rowsOf("telemetry_ids.csv")) {
      const expected = truth.get(mention["mention_id"] ?? "");
      const rule = expected?.["rule"] ?? "";
      if (!rule.startsWith("dhcp_")) continue;
      const at = us(mention["ts"] ?? "");
      const holder = holderOfIp(db, undefined, mention["value"] ?? "", at);
      const found = holder.outcome === "resolved" ? hostsOf(holder.value, at) : new Set();
      if (rule === "dhcp_outside_lease")
        count[(expected?.["entity"] === "NONE") === (holder.outcome === "none") ? "outsideRight" : "outsideWrong"] += 1;
      else if (found.size === 0) count.none += 1;
      else if (found.size > 1) count.hold += 1;
      else count[found.has(expected?.["entity"]) ? "right" : "wrong"] += 1;
    }
    expect(count).toEqual({ right: 837, wrong: 0, none: 61, hold: 2, outsideRight: 150, outsideWrong: 0 });
  });

  it("name an owner and a criticality for every host of the CMDB, or say that names collide", () => {
    load(soc("cmdb.csv"));
    const hosts = rowsOf("cmdb.csv");
    const at = us("2026-03-04T00:00:00Z");
    const outcomes = hosts.map((row) => ownerOf(db, row["fqdn"] === "" ? (row["name"] ?? "") : (row["fqdn"] ?? ""), at));
    const right = outcomes.filter((one, i) => one.outcome === "resolved" && one.value.owner === hosts[i]?.["assigned_to"]).length;
    expect([right, outcomes.length]).toEqual([1117, 1117]);
    expect(hosts.filter((row) => criticalityOf(db, row["name"] ?? "", at).outcome === "resolved").length).toBe(1117);
  });
});

describe.skipIf(noTestData("telemetry", "entities"))("exports of laboratories", () => {
  it("lose the passwords they were published with", () => {
    for (const file of ["shire_users.csv", "erebor_users.csv"]) {
      const { kind, rows, rejected, dropped } = load(["telemetry", "entities", file]);
      expect([kind, rows, rejected, dropped.map((one) => one.column)]).toEqual(["directory", 5, 0, ["Password"]]);
    }
    expect(JSON.stringify(db.prepare("SELECT body FROM inventory_record").all())).not.toMatch(/T0d@y|W1n1/);
  });

  it("of leases count what Zeek saw, and need the start of a capture that counts from it", () => {
    const zeek = (...parts: string[]) => ["telemetry", ...parts, "dhcp.log"];
    const figures = [
      load(zeek("zeek", "rita_proxy")),
      load(zeek("ocsf", "raw_sample_log_dataset", "Zeek"), { source: "samples" }),
      load(zeek("zeek", "slips_mixed_unlabelled"), { source: "slips", clock: "start:2017-01-01T00:00:00Z" }),
    ].map(({ kind, rows, rejected, leases }) => [kind, rows, rejected, leases]);
    expect(figures).toEqual([
      ["dhcp", 57, 0, { n: 57, conflicts: 0 }],
      ["dhcp", 30, 0, { n: 28, conflicts: 0 }],
      ["dhcp", 5, 0, { n: 5, conflicts: 0 }],
    ]);
    expect(() => load(zeek("zeek", "slips_mixed_unlabelled"), { source: "again" })).toThrow(/unreadable time/);
  });
});
