import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { importInventory, type ImportOptions } from "../../electron/engine/inventory/import-inventory.ts";
import type { Kind } from "../../electron/engine/inventory/columns.ts";
import { listInventories } from "../../electron/engine/inventory/find-inventory.ts";
import {
  changeWindowsFor,
  criticalityOf,
  exportAge,
  holderOfIp,
  lastHolderOfIp,
  ownerOf,
  scannerFor,
  versionsAt,
  zoneOf,
} from "../../electron/engine/inventory/lookup.ts";
import { diffInventories } from "../../electron/engine/inventory/diff-inventories.ts";
import { DecisionBook } from "../../electron/engine/decisions/decision-book.ts";
import { inventoryKinds, retireInventory } from "../../electron/engine/operations/retire-inventory.ts";
import { type Database, openDatabase } from "../../electron/engine/sqlite/database.ts";
import { migrations } from "../../electron/engine/sqlite/migrations.ts";
import { createDecisionLog, type DecisionLog } from "../../electron/engine/sqlite/decision-log.ts";

let dir: string;
let db: Database;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "quarry-lookup-"));
  db = openDatabase(join(dir, "quarry.sqlite"));
});
afterEach(() => {
  db.close();
  rmSync(dir, { recursive: true, force: true });
});

const us = (iso: string): number => Date.parse(iso) * 1000;
const load = (kind: Kind | "auto", name: string, text: string, options: ImportOptions = {}) => {
  const path = join(dir, name);
  writeFileSync(path, text);
  return importInventory(db, kind, path, name, options).inventory;
};
const bookOf = (log: DecisionLog) =>
  new DecisionBook(
    db,
    log,
    inventoryKinds(db, () => undefined),
  );
const resolved = <T>(answer: { outcome: string; value?: T }): T | undefined => (answer.outcome === "resolved" ? answer.value : undefined);

const cmdb = (owner: string, extra = "") =>
  `sys_id,name,fqdn,assigned_to,support_group,business_criticality,operational_status,sys_updated_on\naa01,ws-1,ws-1.corp.example,${owner},Desk,2 - somewhat critical,1,2026-01-05 08:00:00\n${extra}`;

describe("versions of an inventory", () => {
  it("take over from each other at their own time, in whatever order they come in", () => {
    load("auto", "cmdb-2026-03-10.csv", cmdb("Bob"));
    load("auto", "cmdb-2026-03-01.csv", cmdb("Ada"));
    const owner = (at: string) => resolved(ownerOf(db, "WS-1.corp.example", us(at)))?.owner;
    expect([owner("2026-02-01T00:00:00Z"), owner("2026-03-09T23:59:59Z"), owner("2026-03-10T00:00:00Z")]).toEqual(["Ada", "Ada", "Bob"]);
    expect(listInventories(db).map((one) => [one.source, one.state, one.asOfBasis])).toEqual([
      ["cmdb", "current", "file name"],
      ["cmdb", "superseded", "file name"],
    ]);
    expect(versionsAt(db, us("2026-03-05T00:00:00Z")).map((one) => one.asOf)).toEqual([us("2026-03-01T00:00:00Z")]);
    expect(exportAge(db, "cmdb", us("2026-03-12T00:00:00Z"))).toMatchObject([{ ageUs: 2 * 86_400_000_000, basis: "file name" }]);
  });

  it("are told apart row by row", () => {
    const before = load("cmdb", "cmdb-2026-03-01.csv", cmdb("Ada", "aa02,ws-2,,Eve,,,1,2026-01-05\n"));
    const after = load("cmdb", "cmdb-2026-03-10.csv", cmdb("Bob", "aa03,ws-3,,Eve,,,1,2026-01-05\n"));
    const diff = diffInventories(db, { before: before.id.slice(0, 10), after: after.id, limit: 10 });
    expect(diff).toMatchObject({ added: 1, removed: 1, changed: 1, same: 0, ownersChanged: 1 });
    expect(diff.rows.map((row) => [row.change, row.key])).toEqual([
      ["removed", "aa02"],
      ["added", "aa03"],
      ["changed", "aa01"],
    ]);
    expect(diff.rows[2]?.fields).toEqual([{ field: "owner", before: "Ada", after: "Bob" }]);
  });

  it("are taken out of use by a person only, and back, with their neighbours closing the gap", () => {
    const old = load("cmdb", "cmdb-2026-03-01.csv", cmdb("Ada"));
    const wrong = load("cmdb", "cmdb-2026-03-10.csv", cmdb("Mallory"));
    const log = createDecisionLog(db);
    const book = bookOf(log);
    const decide = (restore: boolean) => retireInventory(db, book, { id: wrong.id, reason: "test system", restore, analyst: "ana" });
    expect(decide(false).state).toBe("retired");
    expect(resolved(ownerOf(db, "ws-1", us("2026-03-20T00:00:00Z")))?.owner).toBe("Ada");
    expect(listInventories(db).find((one) => one.id === old.id)?.state).toBe("current");
    expect(() => decide(false)).toThrow(/retired already/);
    expect(decide(true).state).toBe("current");
    expect(resolved(ownerOf(db, "ws-1", us("2026-03-20T00:00:00Z")))?.owner).toBe("Mallory");
    expect(log.page({ limit: 5 }).decisions.map((one) => [one.kind, one.actor])).toEqual([
      ["inventory.restore", "ana"],
      ["inventory.retire", "ana"],
    ]);
    const stateNow = () => listInventories(db).find((one) => one.id === wrong.id)?.state;
    book.undo("ana");
    expect(stateNow()).toBe("retired");
    book.undo("ana");
    expect(stateNow()).toBe("current");
    book.redo("ana");
    expect(resolved(ownerOf(db, "ws-1", us("2026-03-20T00:00:00Z")))?.owner).toBe("Ada");
    book.rebuild();
    expect(stateNow()).toBe("retired");
  });
});

const lease = (rows: string): string => `ts,mac,host_name,assigned_addr,lease_time,msg_types\n${rows}`;

describe("leases over several logs", () => {
  it("close across files, keep zones apart, and record promises that overlap", () => {
    load("dhcp", "day1.csv", lease('2026-03-01T06:00:00Z,00:1a:2b:00:00:01,ws-1,10.0.0.5,86400,"REQUEST,ACK"\n'), { zone: "lon" });
    const day2 = load("dhcp", "day2.csv", lease('2026-03-01T12:00:00Z,00:1a:2b:00:00:02,ws-2,10.0.0.5,3600,"REQUEST,ACK"\n'), {
      zone: "lon",
    });
    load("dhcp", "syd.csv", lease('2026-03-01T12:00:00Z,00:1a:2b:00:00:09,ws-9,10.0.0.5,3600,"REQUEST,ACK"\n'), { zone: "syd" });
    const at = us("2026-03-01T12:30:00Z");
    expect(resolved(holderOfIp(db, "lon", "::ffff:10.0.0.5", at))?.host_name).toBe("ws-2");
    expect(resolved(holderOfIp(db, "lon", "10.0.0.5", us("2026-03-01T11:59:59Z")))?.host_name).toBe("ws-1");
    expect(holderOfIp(db, undefined, "10.0.0.5", at).outcome).toBe("hold");
    expect(holderOfIp(db, "lon", "10.0.0.5", us("2026-03-01T13:00:00Z")).outcome).toBe("none");
    expect(lastHolderOfIp(db, "lon", "10.0.0.5", us("2026-03-01T14:00:00Z"))?.host_name).toBe("ws-2");
    expect(listInventories(db).find((one) => one.id === day2.id)?.leases).toEqual({ n: 1, conflicts: 1 });
    retireInventory(db, bookOf(createDecisionLog(db)), { id: day2.id, reason: "wrong site", restore: false, analyst: "ana" });
    expect(resolved(holderOfIp(db, "lon", "10.0.0.5", at))?.host_name).toBe("ws-1");
  });
});

describe("lists that people keep", () => {
  it("put an address into the network with the longest prefix", () => {
    load(
      "auto",
      "zones.csv",
      "cidr,zone,site,role,vpn\n10.0.0.0/8,corp,,,\n10.20.0.0/16,lon,London,office,\n10.20.9.0/24,vpn,London,,yes\n2001:db8::/32,six,,,\nnonsense,x,,,\n",
    );
    const at = us("2026-03-01T00:00:00Z");
    expect(["10.1.1.1", "10.20.1.1", "10.20.9.255", "10.21.0.0", "2001:db8::7", "192.0.2.1"].map((ip) => zoneOf(db, ip, at)?.zone)).toEqual(
      ["corp", "lon", "vpn", "corp", "six", undefined],
    );
    expect(zoneOf(db, "10.20.9.1", at)?.isShared).toBe(true);
    expect(listInventories(db)[0]).toMatchObject({ kind: "network", rows: 4, rejected: 1 });
  });

  it("rate hosts and accounts before the CMDB does", () => {
    load("cmdb", "cmdb.csv", cmdb("Ada"), { asOf: us("2026-03-01T00:00:00Z") });
    load("auto", "crown.csv", "type,name,level\nhost,ws-1.corp.example,extreme_impact\nuser,corp\\svc-sql,high_impact\n");
    const level = (name: string) => resolved(criticalityOf(db, name, us("2026-03-05T00:00:00Z")))?.level;
    expect([level("ws-1.corp.example"), level("account:nt:~corp\\svc-sql"), level("ws-7")]).toEqual([4, 3, undefined]);
  });

  it("cover hosts, patterns, addresses and networks during a change, half-open", () => {
    load(
      "auto",
      "changes.csv",
      'ticket,from,to,scope,owner,state\nCHG1,2026-03-01T20:00:00Z,2026-03-01T22:00:00Z,"ws-1.corp.example; 10.9.0.0/16",Ada,approved\nCHG2,2026-03-01T20:00:00Z,2026-03-01T22:00:00Z,lon-*,Ada,\nCHG3,2026-03-01T20:00:00Z,2026-03-01T22:00:00Z,*,Ada,cancelled\nCHG4,yesterday,today,*,Ada,\n',
    );
    const tickets = (place: { host?: string; ip?: string }, from: string, to: string) =>
      changeWindowsFor(db, place, us(from), us(to)).map((hit) => hit.fields.get("ticket"));
    const [start, end] = ["2026-03-01T21:00:00Z", "2026-03-01T21:30:00Z"];
    expect(tickets({ host: "WS-1" }, start, end)).toEqual(["CHG1"]);
    expect(tickets({ ip: "10.9.4.4" }, start, end)).toEqual(["CHG1"]);
    expect(tickets({ host: "lon-srv0001.corp.example" }, start, end)).toEqual(["CHG2"]);
    expect(tickets({ host: "nyc-1", ip: "10.8.0.1" }, start, end)).toEqual([]);
    expect(tickets({ host: "ws-1" }, "2026-03-01T22:00:00Z", "2026-03-01T23:00:00Z")).toEqual([]);
    expect(tickets({ host: "ws-1" }, "2026-03-01T19:00:00Z", "2026-03-01T20:00:00Z")).toEqual([]);
    expect(listInventories(db)[0]).toMatchObject({ rows: 3, rejected: 1 });
  });

  it("name sanctioned scanners by address, network or host, with their schedule", () => {
    load(
      "auto",
      "scanners.csv",
      "ip,host,owner,schedule\n10.5.0.0/28,,Vuln team,Sat 22:00-04:00\n,scan-01.corp.example,Vuln team,whenever\n",
    );
    const scan = (place: { host?: string; ip?: string }, at: string) => scannerFor(db, place, us(at));
    expect(scan({ ip: "10.5.0.14" }, "2026-03-07T23:00:00Z")).toMatchObject({ owner: "Vuln team", isOnSchedule: true });
    expect(scan({ ip: "10.5.0.14" }, "2026-03-08T03:59:00Z")?.isOnSchedule).toBe(true);
    expect(scan({ ip: "10.5.0.14" }, "2026-03-08T22:30:00Z")?.isOnSchedule).toBe(false);
    expect(scan({ host: "scan-01" }, "2026-03-08T22:30:00Z")?.isOnSchedule).toBeUndefined();
    expect(scan({ ip: "10.5.0.16" }, "2026-03-07T23:00:00Z")).toBeUndefined();
  });
});

describe("a workspace from before versions", () => {
  it("keeps its leases and its newest CMDB when it is brought up to date", () => {
    const path = join(dir, "old.sqlite");
    const old = openDatabase(path, { migrations: migrations.slice(0, 1) });
    old.exec(`
      INSERT INTO inventory VALUES ('i1', 'dhcp', 'dhcp.log', 1, 0, '["ts"]', '[]', 5), ('i2', 'cmdb', 'cmdb.csv', 1, 0, '["name"]', '["Password"]', 10),
        ('i3', 'cmdb', 'cmdb.csv', 1, 0, '["name"]', '[]', 20);
      INSERT INTO inventory_record VALUES ('i1', 1, '{"hostName":"ws-1"}'), ('i2', 1, '{"name":"ws-1","owner":"Ada"}'), ('i3', 1, '{"name":"ws-1","owner":"Bob"}');
      INSERT INTO inventory_identifier VALUES ('ip:10.0.0.5', 'i1', 1, 100, 200), ('mac:00:1a:2b:00:00:01', 'i1', 1, 100, 200),
        ('host:name:ws-1', 'i2', 1, NULL, NULL), ('host:name:ws-1', 'i3', 1, NULL, NULL);
    `);
    old.close();
    const now = openDatabase(path);
    try {
      expect(resolved(holderOfIp(now, undefined, "10.0.0.5", 150))).toMatchObject({ host_name: "ws-1", mac: "00:1a:2b:00:00:01" });
      expect(holderOfIp(now, undefined, "10.0.0.5", 200).outcome).toBe("none");
      expect([15, 20].map((at) => resolved(ownerOf(now, "ws-1", at))?.owner)).toEqual(["Ada", "Bob"]);
      expect(listInventories(now).map((one) => [one.kind, one.state, one.asOfBasis])).toEqual([
        ["cmdb", "current", "import"],
        ["cmdb", "superseded", "import"],
        ["dhcp", "current", "import"],
      ]);
    } finally {
      now.close();
    }
  });
});
