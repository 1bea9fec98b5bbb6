import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { AppError } from "../../shared/contract/errors.ts";
import { findByIdentifier, findLastBinding, listInventories } from "../../electron/engine/inventory/find-inventory.ts";
import { importInventory } from "../../electron/engine/inventory/import-inventory.ts";
import { type Database, openDatabase } from "../../electron/engine/sqlite/database.ts";
import { noTestData, testData } from "../unit-support/test-data.ts";

let dir: string;
let db: Database;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "quarry-inventory-"));
  db = openDatabase(join(dir, "quarry.sqlite"));
});
afterEach(() => {
  db.close();
  rmSync(dir, { recursive: true, force: true });
});

function fileOf(name: string, content: string | Uint8Array): string {
  const path = join(dir, name);
  writeFileSync(path, content);
  return path;
}

const us = (iso: string): number => Date.parse(iso) * 1000;

function failureOf(act: () => unknown): AppError {
  try {
    act();
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error("it did not fail");
}

describe("importing an inventory", () => {
  it("keeps what it knows, drops secrets, and counts bad rows with their line", () => {
    const csv =
      '\ufeffSamAccountName;Department;Password;pwdLastSet;Name\nada;R&D;hunter2;2026-01-01;Ada L\n;R&D;x;y;Nobody\nbob;R&D;s\n"eve"x;a;b;c;d\nzoe;Ops;p;q;Zoë\n';
    const { inventory, rejects } = importInventory(db, "directory", fileOf("users.csv", csv), "users.csv");
    expect(inventory).toMatchObject({ kind: "directory", file: "users.csv", rows: 2, rejected: 3, droppedColumns: ["Password"] });
    expect(inventory.columns).toEqual(["SamAccountName", "Department", "pwdLastSet", "Name"]);
    expect(rejects.map((r) => [r.file, r.line, r.reason.split(":")[0]])).toEqual([
      ["users.csv", 3, "no sam"],
      ["users.csv", 4, "3 columns instead of 5"],
      ["users.csv", 5, "invalid closing quote"],
    ]);
    const [hit] = findByIdentifier(db, "account:sam:zoe", 0);
    expect([...(hit?.fields ?? [])]).toEqual([
      ["department", "Ops"],
      ["displayName", "Zoë"],
      ["pwdLastSet", "q"],
      ["sam", "zoe"],
    ]);
    expect(JSON.stringify(db.prepare("SELECT body FROM inventory_record").all())).not.toContain("hunter2");
  });

  it("gives the same id for the same bytes, and one copy", () => {
    const path = fileOf("hosts.csv", "name,owner\nws-1.corp.example,Ada\n");
    const first = importInventory(db, "cmdb", path, "hosts.csv");
    const second = importInventory(db, "cmdb", path, "again.csv");
    expect(second.inventory.id).toBe(first.inventory.id);
    expect([first.duplicate, second.duplicate]).toEqual([false, true]);
    expect(listInventories(db)).toHaveLength(1);
    expect(importInventory(db, "cmdb", fileOf("other.csv", "name,owner\nws-1.corp.example,Bob\n"), "o").inventory.id).not.toBe(
      first.inventory.id,
    );
  });

  it.each([
    ["an empty file", "", "bad-input"],
    ["blank lines", "\n \n", "bad-input"],
    ["a binary file", "name,owner\u0000\u0001", "unsupported-format"],
    ["prose", "Dear all\nthis is not a table\n", "unsupported-format"],
    ["a table of another kind", "colour,taste\nred,sweet\n", "bad-input"],
    ["a header without rows", "name,owner\n", "bad-input"],
    ["a quote that never closes", 'name,owner\n"ws-1,Ada\n', "bad-input"],
    ["half a gzip file", gzipSync("name,owner\nws-1,Ada\n").subarray(0, 15), "unsupported-format"],
  ])("refuses %s and stores nothing", (_, content, code) => {
    const error = failureOf(() => importInventory(db, "cmdb", fileOf("x.csv", content), "x.csv"));
    expect([error.code, error.detail.file]).toEqual([code, "x.csv"]);
    expect(error.message).toContain("x.csv");
    expect(listInventories(db)).toEqual([]);
  });

  it("reads gzip, tabs and UTF-16 as PowerShell writes it", () => {
    const text = "#TYPE System.Object\r\nname\towner\r\nws-9.corp.example\tAda\r\n";
    importInventory(db, "cmdb", fileOf("utf16.txt", Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, "utf16le")])), "utf16.txt");
    importInventory(db, "cmdb", fileOf("hosts.csv.gz", gzipSync("name,owner\nws-8.corp.example,Bob\n")), "hosts.csv.gz");
    expect(findByIdentifier(db, "host:fqdn:ws-9.corp.example", 0)[0]?.fields.get("owner")).toBe("Ada");
    expect(findByIdentifier(db, "host:name:ws-8", 0)[0]?.fields.get("owner")).toBe("Bob");
  });
});

const zeekDhcp = [
  "#separator \\x09",
  "#fields\tts\tuids\tclient_addr\tmac\thost_name\tassigned_addr\tlease_time\tmsg_types",
  "1772352000.0\tC1\t-\t00:1a:2b:00:00:01\tws-1\t10.0.0.5\t3600.0\tDISCOVER,OFFER,REQUEST,ACK",
  "1772353800.0\tC2\t10.0.0.5\t00:1a:2b:00:00:01\tws-1\t10.0.0.5\t3600.0\tREQUEST,ACK",
  "1772355000.5\tC3\t-\t00:1a:2b:00:00:02\tws-2\t10.0.0.5\t600.0\tREQUEST,ACK",
  "1772355100.0\tC4\t-\t00:1a:2b:00:00:03\tws-3\t10.0.0.5\t600.0\tREQUEST,NAK",
  "1772355200.0\tC5\t10.0.0.5\t00:1a:2b:00:00:02\tws-2\t-\t-\tRELEASE",
  "99\tC6\t-\t00:1a:2b:00:00:02\tws-2\t10.0.0.6\t600.0\tACK",
].join("\n");

describe("leases", () => {
  const holder = (atUs: number): (string | undefined)[] =>
    findByIdentifier(db, "ip:10.0.0.5", atUs).map((hit) => hit.fields.get("hostName"));

  it("bind an address in half-open intervals, cut by renewal, another device and release", () => {
    const { inventory, rejects } = importInventory(db, "dhcp", fileOf("dhcp.log", zeekDhcp), "dhcp.log");
    expect([inventory.rows, inventory.rejected]).toEqual([5, 1]);
    expect(rejects[0]).toMatchObject({ line: 8, reason: "unreadable time 99" });
    expect(holder(1_772_352_000_000_000 - 1)).toEqual([]);
    expect(holder(1_772_352_000_000_000)).toEqual(["ws-1"]);
    expect(holder(1_772_353_800_000_000)).toEqual(["ws-1"]);
    expect(holder(1_772_355_000_500_000 - 1)).toEqual(["ws-1"]);
    expect(holder(1_772_355_000_500_000)).toEqual(["ws-2"]);
    expect(holder(1_772_355_150_000_000)).toEqual(["ws-2"]);
    expect(holder(1_772_355_200_000_000)).toEqual([]);
    expect(findLastBinding(db, "ip:10.0.0.5", 1_772_355_300_000_000)?.fields.get("hostName")).toBe("ws-2");
  });

  it("do not depend on the order of the rows", () => {
    const [separator, fields, ...rows] = zeekDhcp.split("\n");
    importInventory(db, "dhcp", fileOf("r.log", [separator, fields, ...rows.toReversed()].join("\n")), "r.log");
    expect(holder(1_772_355_000_500_000 - 1)).toEqual(["ws-1"]);
    expect(holder(1_772_355_200_000_000)).toEqual([]);
  });
});

describe.skipIf(noTestData("telemetry", "entities"))("real exports", () => {
  const load = (kind: "directory" | "cmdb" | "dhcp" | "idp", ...parts: string[]) => {
    const path = testData(...parts);
    if (path === undefined) throw new Error("missing test data");
    return importInventory(db, kind, path, parts.at(-1) ?? "");
  };

  it("of lab users lose their passwords", () => {
    const { inventory } = load("directory", "telemetry", "entities", "shire_users.csv");
    expect(inventory).toMatchObject({ rows: 5, rejected: 0, droppedColumns: ["Password"] });
    expect(findByIdentifier(db, "account:sam:pgustavo", 0)[0]?.fields.get("groups")).toBe("Domain Admins");
  });

  it("of Zeek become leases", () => {
    const { inventory } = load("dhcp", "telemetry", "zeek", "rita_proxy", "dhcp.log");
    expect(inventory.rows + inventory.rejected).toBe(57);
    expect(load("dhcp", "telemetry", "ocsf", "raw_sample_log_dataset", "Zeek", "dhcp.log").inventory.rows).toBeGreaterThan(0);
  });

  it("of a SOC lead from account, host and lease to one row each", () => {
    const base = ["entity-resolution", "soc_synth"] as const;
    expect(load("directory", ...base, "ad_users.csv").inventory).toMatchObject({ rows: 1200, rejected: 0 });
    expect(load("cmdb", ...base, "cmdb.csv").inventory).toMatchObject({ rows: 1117, rejected: 0 });
    expect(load("idp", ...base, "okta_users.csv").inventory).toMatchObject({ rows: 1099, rejected: 0 });
    expect(load("dhcp", ...base, "dhcp.csv").inventory).toMatchObject({ rows: 3688, rejected: 0 });
    expect(findByIdentifier(db, "account:nt:emea.corp.example.com\\clarance", 0)).toHaveLength(1);
    expect(findByIdentifier(db, "account:nt:~emea\\clarance", 0)).toHaveLength(1);
    expect(findByIdentifier(db, "host:fqdn:sin-lt00000.corp.example.com", 0)[0]?.fields.get("owner")).toBe("liam.george@example.com");
    expect(findByIdentifier(db, "ip:10.20.0.27", us("2026-03-01T06:00:48Z"))[0]?.fields.get("hostName")).toBe("SYD-LT00209");
    expect(findByIdentifier(db, "ip:10.20.0.27", us("2026-03-01T06:00:47Z"))).toEqual([]);
  });
});
