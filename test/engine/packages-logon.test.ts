import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { evidenceFor } from "../../electron/engine/features/evidence.ts";
import { extractFeatures } from "../../electron/engine/features/extract-features.ts";
import type { FeatureMatrix } from "../../electron/engine/features/feature-matrix.ts";
import { findPackage, listPackages } from "../../electron/engine/features/packages.ts";
import { packagesDir } from "../../electron/engine/runtime.ts";
import { openEngine, t0, type TestEngine } from "./duckdb-setup.ts";
import { type Event, writeSnapshot } from "./snapshot-fixture.ts";

const minute = 60_000_000;
const day = 24 * 60 * minute;
const pkg = findPackage(listPackages(packagesDir()), "logon");
let root = "";
let open: TestEngine;

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "quarry-logon-"));
  open = openEngine(root);
});
afterAll(async () => {
  await open.engine.close();
  rmSync(root, { recursive: true, force: true });
});

let written = 0;
async function matrixOf(events: readonly Event[]): Promise<{ matrix: FeatureMatrix; snapshot: string }> {
  const snapshot = writeSnapshot(open.snapshotsDir, [{ class: "authentication", events }], `fixture-${++written}`).id;
  return { matrix: await extractFeatures(open.engine, { snapshots: [snapshot] }, pkg), snapshot };
}

function rowOf(matrix: FeatureMatrix, label: string): (feature: string) => number {
  const row = matrix.labels.indexOf(label);
  expect(row, `${label} among ${matrix.labels.join(", ")}`).toBeGreaterThanOrEqual(0);
  return (feature) => matrix.observed[matrix.featureNames.indexOf(feature) * matrix.rowCount + row] ?? Number.NaN;
}

async function expectEvidence({ matrix, snapshot }: { matrix: FeatureMatrix; snapshot: string }): Promise<void> {
  const subjects = Array.from({ length: matrix.rowCount }, (_, row) => ({
    keys: matrix.keys.map((k) => k.values[row] ?? ""),
    windowFromUs: matrix.windowFromUs[row] ?? 0,
    windowToUs: matrix.windowToUs[row] ?? 0,
  }));
  const query = { queryEngine: open.engine, scope: { snapshots: [snapshot] }, pkg, fileName: () => "security.ndjson" };
  const evidence = await evidenceFor(query, subjects);
  expect(evidence.map((list) => list.length)).toEqual([...matrix.events]);
}

const windows = (code: string, activity: number, user: string, atUs: number, more: Event): Event => ({
  time: t0 + atUs,
  activity_id: activity,
  status_id: 1,
  metadata_product_name: "Security",
  metadata_event_code: code,
  device_hostname: "dc1.corp.example",
  dst_endpoint_hostname: "dc1.corp.example",
  user_name: user,
  user_domain: "CORP",
  ...more,
});
const network = { logon_type: "Network", auth_protocol: "Kerberos", src_endpoint_ip: "10.0.0.9" };
const logon = (user: string, atUs: number, more: Event = {}): Event => windows("4624", 1, user, atUs, { ...network, ...more });
const failed = (user: string, atUs: number, more: Event = {}): Event =>
  windows("4625", 1, user, atUs, { ...network, status_id: 2, ...more });

describe("features of logon", () => {
  it("fold the accounts a source only failed with into one subject, and keep the one whose password was right", async () => {
    const from = { src_endpoint_ip: "10.9.9.9" };
    const names = Array.from({ length: 12 }, (_, i) => `user${i}`);
    const spray = names.flatMap((name, i) => [failed(name, i * minute, from), failed(name, (20 + i) * minute, from)]);
    const found = await matrixOf([...spray, logon("User7", 50 * minute, from), logon("carol", minute)]);
    expect(found.matrix.labels).toEqual(["11 accounts on dc1", "corp\\carol on dc1", "corp\\user7 on dc1"]);
    expect(rowOf(found.matrix, "11 accounts on dc1")("failures")).toBe(22);
    const hit = rowOf(found.matrix, "corp\\user7 on dc1");
    expect([hit("guesses"), hit("sprayed_accounts"), hit("failures")]).toEqual([2, 11, 2]);
    expect(rowOf(found.matrix, "corp\\carol on dc1")("sprayed_accounts")).toBe(0);
    await expectEvidence(found);
  });

  it("count what controller and host both tell of once, and know one account by its names", async () => {
    const found = await matrixOf([
      failed("dave", 0),
      windows("4771", 6, "dave", 1000, { user_domain: null, status_id: 2, src_endpoint_ip: "10.0.0.9" }),
      windows("4769", 4, "dave", minute, { user_domain: "CORP.EXAMPLE", service_name: "FS1$" }),
      windows("4769", 4, "dave@CORP.EXAMPLE", 2 * minute, { user_domain: null, service_name: "FS2$" }),
    ]);
    expect(found.matrix.labels).toEqual(["corp\\dave on dc1"]);
    const dave = rowOf(found.matrix, "corp\\dave on dc1");
    expect([dave("failures"), dave("guesses"), dave("services_in_hour")]).toEqual([1, 0, 2]);
    await expectEvidence(found);
  });

  it("tell a rare manner, NTLM, weak tickets, borrowed credentials and fan-out", async () => {
    const usual = Array.from({ length: 9 }, (_, i) => logon(`user${i}`, i * minute));
    const hosts = ["fs1", "fs2", "fs3"].map((host, i) => {
      const on = { device_hostname: `${host}.corp.example`, dst_endpoint_hostname: `${host}.corp.example` };
      return logon("eve", (10 + i) * minute, { ...on, auth_protocol: "NTLM V2" });
    });
    const found = await matrixOf([
      ...usual,
      ...hosts,
      windows("4769", 4, "eve", 14 * minute, { service_name: "sql1", authentication_token_encryption_details_algorithm: "RC4-HMAC" }),
      windows("4769", 4, "user1", 14 * minute, { service_name: "sql1", authentication_token_encryption_details_algorithm: "AES256" }),
      windows("4648", 7, "eve", 15 * minute, { actor_user_name: "mallory", service_name: "fs9" }),
      windows("4648", 7, "user2", 15 * minute, { actor_user_name: "WS1$", service_name: "localhost" }),
    ]);
    const eve = rowOf(found.matrix, "corp\\eve on fs1");
    expect([eve("ntlm_logons"), eve("manner_one_in"), eve("hosts_in_hour")]).toEqual([1, 4, 3]);
    const asked = rowOf(found.matrix, "corp\\eve on dc1");
    expect([asked("cipher_one_in"), asked("explicit_credentials")]).toEqual([2, 1]);
    const other = rowOf(found.matrix, "corp\\user2 on dc1");
    expect([other("explicit_credentials"), other("cipher_one_in"), other("ntlm_logons")]).toEqual([0, 0, 0]);
    expect(found.matrix.observed.some((v) => v === Infinity)).toBe(false);
    await expectEvidence(found);
  });

  it("say what is new only when there are earlier days to compare with", async () => {
    const elsewhere = { device_hostname: "fs7.corp.example", dst_endpoint_hostname: "fs7.corp.example", src_endpoint_ip: "10.5.5.5" };
    const found = await matrixOf([logon("frank", 0), logon("frank", day), logon("frank", day + minute, elsewhere), logon("grace", day)]);
    const rows = found.matrix.labels.map((label, i) => [label, found.matrix.windowFromUs[i] === t0] as const);
    const value = (wanted: string, first: boolean, feature: string): number => {
      const row = rows.findIndex(([label, isFirst]) => label === wanted && isFirst === first);
      return found.matrix.observed[found.matrix.featureNames.indexOf(feature) * found.matrix.rowCount + row] ?? Number.NaN;
    };
    expect(value("corp\\frank on dc1", true, "is_new_host")).toBeNaN();
    expect(value("corp\\frank on dc1", false, "is_new_host")).toBe(0);
    expect(value("corp\\frank on fs7", false, "is_new_host")).toBe(1);
    expect(value("corp\\frank on fs7", false, "is_new_source")).toBe(1);
    expect(value("corp\\grace on dc1", false, "is_new_host")).toBeNaN();
  });

  it("leave Windows' own accounts out and take Linux and cloud sign-ins in", async () => {
    const ssh = {
      metadata_product_name: "sshd",
      metadata_event_code: null,
      user_domain: null,
      service_name: "sshd",
      auth_protocol: "password",
    };
    const found = await matrixOf([
      logon("SYSTEM", 0, { user_domain: "NT AUTHORITY", logon_type: "OS Service" }),
      logon("DWM-2", 0, { user_domain: "Window Manager", logon_type: "Interactive" }),
      logon("root", 0, { ...ssh, device_hostname: "web1", dst_endpoint_hostname: "web1", logon_type: null }),
      logon("ann", 0, {
        ...ssh,
        metadata_product_name: "CloudTrail",
        cloud_provider: "AWS",
        device_hostname: null,
        dst_endpoint_hostname: null,
        service_name: "signin.amazonaws.com",
        logon_type: null,
        is_mfa: true,
      }),
    ]);
    expect(found.matrix.labels).toEqual(["ann on signin", "root on web1"]);
    await expectEvidence(found);
  });
});
