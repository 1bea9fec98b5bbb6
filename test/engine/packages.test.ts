import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { evidenceFor } from "../../electron/engine/features/evidence.ts";
import { extractFeatures } from "../../electron/engine/features/extract-features.ts";
import type { FeatureMatrix } from "../../electron/engine/features/feature-matrix.ts";
import { findPackage, listPackages, type LoadedPackage } from "../../electron/engine/features/packages.ts";
import { packagesDir } from "../../electron/engine/runtime.ts";
import { openEngine, t0, type TestEngine } from "./duckdb-setup.ts";
import { type Event, type SegmentInput, writeSnapshot } from "./snapshot-fixture.ts";

const second = 1_000_000;
const packages = listPackages(packagesDir());
let root = "";
let open: TestEngine;

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "quarry-packages-"));
  open = openEngine(root);
});

afterAll(async () => {
  await open.engine.close();
  rmSync(root, { recursive: true, force: true });
});

let written = 0;
const snapshotOf = (segments: readonly SegmentInput[]): string => writeSnapshot(open.snapshotsDir, segments, `fixture-${++written}`).id;
const otherKinds: readonly SegmentInput[] = [{ class: "script_activity", events: [{ time: t0 }] }];

async function matrixOf(pkg: LoadedPackage, segments: readonly SegmentInput[]): Promise<{ matrix: FeatureMatrix; snapshot: string }> {
  const snapshot = snapshotOf(segments);
  return { matrix: await extractFeatures(open.engine, { snapshots: [snapshot] }, pkg), snapshot };
}

function featureOf(matrix: FeatureMatrix, label: string, feature: string): number {
  const row = matrix.labels.findIndex((l) => l.includes(label));
  expect(row, label).toBeGreaterThanOrEqual(0);
  return matrix.observed[matrix.featureNames.indexOf(feature) * matrix.rowCount + row] ?? Number.NaN;
}

/** Evidence of every subject, which must be as many events as the matrix says. */
async function expectEvidence(pkg: LoadedPackage, { matrix, snapshot }: { matrix: FeatureMatrix; snapshot: string }): Promise<void> {
  const subjects = Array.from({ length: matrix.rowCount }, (_, row) => ({
    keys: matrix.keys.map((k) => k.values[row] ?? ""),
    windowFromUs: matrix.windowFromUs[row] ?? 0,
    windowToUs: matrix.windowToUs[row] ?? 0,
  }));
  const query = { queryEngine: open.engine, scope: { snapshots: [snapshot] }, pkg, fileName: () => "capture.log" };
  const evidence = await evidenceFor(query, subjects);
  expect(evidence.map((list) => list.length)).toEqual([...matrix.events]);
}

const zeek = (log: string, at: number, more: Event): Event => ({
  time: t0 + at * second,
  metadata_product_name: "Zeek",
  metadata_log_name: log,
  src_endpoint_ip: "10.0.0.5",
  src_endpoint_port: 50_000,
  connection_info_protocol_name: "tcp",
  ...more,
});

const launch = (pid: number, at: number, more: Event): Event => ({
  time: t0 + at * second,
  activity_id: 1,
  metadata_product_name: "Sysmon",
  metadata_event_code: "1",
  device_hostname: "ws1.example.com",
  process_uid: `guid-${pid}`,
  process_pid: pid,
  process_file_path: "C:\\Windows\\System32\\svchost.exe",
  process_cmd_line: `svchost.exe -k group${pid}`,
  process_parent_process_uid: "guid-4",
  process_parent_process_file_path: "C:\\Windows\\System32\\services.exe",
  process_user_name: "SYSTEM",
  ...more,
});

describe("every model package", () => {
  it("is there: beaconing and process-rarity at least, each with 8 to 16 features that say what they mean", () => {
    expect(packages.map((p) => p.spec.name)).toEqual(expect.arrayContaining(["beaconing", "process-rarity"]));
    for (const { spec } of packages) {
      expect(spec.features.length, spec.name).toBeGreaterThanOrEqual(8);
      expect(spec.features.length, spec.name).toBeLessThanOrEqual(16);
      for (const f of spec.features) expect(f.whenHigh ?? f.whenLow, `${spec.name} ${f.name}`).toBeDefined();
    }
  });

  it.each(packages.map((p) => [p.spec.name, p] as const))("%s finds nothing to score in events of other kinds", async (_, pkg) => {
    await expect(extractFeatures(open.engine, { snapshots: [snapshotOf(otherKinds)] }, pkg)).rejects.toMatchObject({ code: "no-subjects" });
  });

  it.each(packages.map((p) => [p.spec.name, p] as const))("%s has a naive foil that runs", async (_, pkg) => {
    await expect(open.engine.rows({ scope: { snapshots: [snapshotOf(otherKinds)] }, sql: pkg.spec.naiveFoil.sql })).resolves.toEqual([]);
  });
});

describe("features of beaconing", () => {
  const pkg = findPackage(packages, "beaconing");

  it("count a request, a hello and a bare connection once each, under the name that was asked for", async () => {
    const web = { dst_endpoint_ip: "192.0.2.1", dst_endpoint_port: 443 };
    const found = await matrixOf(pkg, [
      {
        class: "network_activity",
        events: [
          zeek("conn", 0, { ...web, connection_info_uid: "C1", traffic_bytes_out: 700, traffic_bytes_in: 900 }),
          zeek("ssl", 0, { ...web, connection_info_uid: "C1", tls_sni: "Updates.example.com" }),
          zeek("conn", 5, {
            dst_endpoint_ip: "192.0.2.7",
            dst_endpoint_port: 22,
            connection_info_uid: "C2",
            traffic_bytes_out: 10,
            traffic_bytes_in: 0,
          }),
          zeek("conn", 9, {
            dst_endpoint_ip: "10.0.0.9",
            dst_endpoint_port: 3128,
            connection_info_uid: "C3",
            traffic_bytes_out: 300,
            traffic_bytes_in: 50,
          }),
          zeek("ssl", 9, { dst_endpoint_ip: "10.0.0.9", dst_endpoint_port: 3128, connection_info_uid: "C3", tls_sni: "c2.example.net" }),
        ],
      },
      {
        class: "http_activity",
        events: [
          zeek("http", 9, {
            dst_endpoint_ip: "10.0.0.9",
            dst_endpoint_port: 3128,
            connection_info_uid: "C3",
            http_request_url_hostname: "c2.example.net",
            http_request_url_port: 443,
            is_proxied: true,
          }),
        ],
      },
    ]);
    expect(found.matrix.labels).toEqual([
      "10.0.0.5 → 192.0.2.7 (tcp/22)",
      "10.0.0.5 → c2.example.net (tcp/443)",
      "10.0.0.5 → updates.example.com (tcp/443)",
    ]);
    expect([...found.matrix.events]).toEqual([1, 1, 1]);
    await expectEvidence(pkg, found);
  });

  it("take no account of what Sysmon saw when Zeek saw it too, and of groups and broadcasts", async () => {
    const sysmon = { metadata_product_name: "Sysmon", metadata_log_name: null, connection_info_direction_id: 2, dst_endpoint_port: 443 };
    const found = await matrixOf(pkg, [
      {
        class: "network_activity",
        events: [
          zeek("conn", 0, { dst_endpoint_ip: "192.0.2.1", dst_endpoint_port: 443, connection_info_uid: "C1" }),
          zeek("", 2, { ...sysmon, dst_endpoint_ip: "192.0.2.1" }),
          zeek("", 3, { ...sysmon, dst_endpoint_ip: "192.0.2.2" }),
          zeek("conn", 4, {
            dst_endpoint_ip: "239.1.2.3",
            dst_endpoint_port: 1900,
            connection_info_uid: "C2",
            connection_info_protocol_name: "udp",
          }),
          zeek("conn", 5, {
            dst_endpoint_ip: "10.0.0.255",
            dst_endpoint_port: 138,
            connection_info_uid: "C3",
            connection_info_protocol_name: "udp",
            traffic_bytes_in: 0,
          }),
        ],
      },
    ]);
    expect(found.matrix.labels).toEqual(["10.0.0.5 → 192.0.2.1 (tcp/443)", "10.0.0.5 → 192.0.2.2 (tcp/443)"]);
    await expectEvidence(pkg, found);
  });

  it("see a rhythm through check-ins of several connections, and none in three", async () => {
    const calls = Array.from({ length: 20 }, (_, i) => [0, 0.8, 1.7].map((later) => i * 60 + later)).flat();
    const conn = (at: number, i: number, dst: string): Event =>
      zeek("conn", at, {
        dst_endpoint_ip: dst,
        dst_endpoint_port: 443,
        connection_info_uid: `${dst}-${i}`,
        traffic_bytes_out: 100,
        traffic_bytes_in: 100,
      });
    const events = [...calls.map((at, i) => conn(at, i, "192.0.2.1")), ...[10, 20, 30].map((at, i) => conn(at, i, "192.0.2.2"))];
    const found = await matrixOf(pkg, [{ class: "network_activity", events }]);
    expect(found.matrix.extras.get("x_check_ins")).toEqual(["20", "0"]);
    expect(featureOf(found.matrix, "192.0.2.1", "interval_regularity")).toBeCloseTo(19 / 23, 3);
    expect(found.matrix.extras.get("x_rhythm")?.[0]).toBe("about every 60 s");
    expect(featureOf(found.matrix, "192.0.2.2", "interval_regularity")).toBe(0);
    await expectEvidence(pkg, found);
  });
});

describe("features of process-rarity", () => {
  const pkg = findPackage(packages, "process-rarity");
  const audited = (pid: number, at: number): Event =>
    launch(pid, at, {
      metadata_product_name: "Microsoft-Windows-Security-Auditing",
      metadata_event_code: "4688",
      process_uid: null,
      process_parent_process_uid: null,
    });

  it("take an audited start for a process of its own only where Sysmon has none", async () => {
    const found = await matrixOf(pkg, [{ class: "process_activity", events: [launch(100, 0, {}), audited(100, 1), audited(200, 2)] }]);
    expect(found.matrix.keys[0]?.values).toEqual(["guid-100", "guid-4", "pid=200 start=2026-01-01T00:00:02Z"]);
    await expectEvidence(pkg, found);
  });

  it("judge a program by its path without digits, case and profile, and what it descends from", async () => {
    const chrome = (pid: number, path: string): Event => launch(pid, pid, { process_file_path: path });
    const odd = launch(50, 50, { process_file_path: "C:\\Users\\ann\\Downloads\\odd.exe" });
    const child = launch(51, 51, {
      process_parent_process_uid: "guid-50",
      process_parent_process_file_path: "C:\\Users\\ann\\Downloads\\odd.exe",
    });
    const found = await matrixOf(pkg, [
      {
        class: "process_activity",
        events: [
          chrome(1, "C:\\Users\\ann\\Chrome\\92.0.1\\chrome.exe"),
          chrome(2, "c:\\users\\bob\\chrome\\101.0.22\\CHROME.EXE"),
          odd,
          child,
        ],
      },
    ]);
    expect(featureOf(found.matrix, "chrome.exe", "image_one_in")).toBe(2);
    expect(featureOf(found.matrix, "odd.exe", "image_one_in")).toBe(4);
    expect(featureOf(found.matrix, "(pid 51)", "ancestor_one_in")).toBe(4);
    expect(featureOf(found.matrix, "(pid 1)", "ancestor_one_in")).toBe(0);
    await expectEvidence(pkg, found);
  });

  it("weigh an access by how many do the same, leaving out a process's own children", async () => {
    const access = (source: number, target: number, image: string, rights: string): Event => ({
      time: t0 + 60 * second,
      activity_id: 3,
      metadata_product_name: "Sysmon",
      device_hostname: "ws1.example.com",
      actor_process_uid: `guid-${source}`,
      actor_process_file_path: "C:\\Windows\\System32\\svchost.exe",
      process_uid: `guid-${target}`,
      process_file_path: image,
      requested_permissions: rights,
    });
    const vault = "C:\\Program Files\\Vault\\vault.exe";
    const found = await matrixOf(pkg, [
      {
        class: "process_activity",
        events: [
          ...[1, 2, 3].map((pid) => launch(pid, pid, {})),
          launch(9, 9, { process_parent_process_uid: "guid-3" }),
          ...[1, 2, 3].map((pid) => access(pid, 700, vault, "0x1000")),
          access(2, 700, vault, "0x1fffff"),
          access(3, 9, "C:\\Windows\\System32\\svchost.exe", "0x1fffff"),
        ],
      },
    ]);
    expect(featureOf(found.matrix, "(pid 1)", "access_one_in")).toBe(1);
    expect(featureOf(found.matrix, "(pid 2)", "access_one_in")).toBe(3);
    expect(featureOf(found.matrix, "(pid 3)", "access_one_in")).toBe(1);
    expect(featureOf(found.matrix, "(pid 9)", "access_one_in")).toBe(0);
    await expectEvidence(pkg, found);
  });
});
