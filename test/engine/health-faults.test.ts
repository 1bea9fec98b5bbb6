import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createEngine } from "../../electron/engine/engine.ts";
import type { Engine } from "../../electron/engine/engine-interface.ts";
import { createInProcessClient } from "../../electron/hosts/in-process/in-process-client.ts";
import type { Client } from "../../shared/contract/client.ts";
import type { HealthReport } from "../../shared/contract/health.ts";
import * as estate from "./health-estate.ts";

type InventoryKind = "directory" | "cmdb" | "dhcp";
type Source = "zeek" | "agent";

/** One thing gone wrong in one file of an estate that is otherwise in order, and the metrics it must change; no other may. */
type Fault = { readonly name: string; readonly flips: readonly string[]; readonly asOf?: number } & (
  | { readonly source: Source; readonly text: () => string }
  | { readonly kind: InventoryKind; readonly text: () => string }
);

const hour = 3_600_000;
const only = <T>(rows: readonly T[], keep: (row: T, i: number) => boolean): T[] => rows.filter(keep);
const inFile = <T>(rows: readonly T[], change: (row: T, i: number) => T): T[] => rows.map(change);
const without = (rows: readonly Readonly<Record<string, string>>[], ...names: readonly string[]) =>
  rows.map((row) => Object.fromEntries(Object.entries(row).filter(([name]) => !names.includes(name))));
const agent = (
  change: (event: ReturnType<typeof estate.agentEvents>[number], i: number) => Record<string, unknown> & { time: number },
): string => estate.ndjson(estate.agentEvents().map(change));
const isOf = (event: Record<string, unknown>, host: number): boolean =>
  JSON.stringify(event["device"]).includes(`"${estate.hostName(host)}.`);
const isLogon = (event: Record<string, unknown>): boolean => event["class_uid"] === 3002;

const faults: readonly Fault[] = [
  {
    name: "stale leases",
    kind: "dhcp",
    flips: ["dhcp_fresh"],
    text: () => estate.csv(only(estate.leases(), (row) => estate.hourOfLease(row) < 22 * 24 - 7)),
  },
  {
    name: "a day of leases dropped",
    kind: "dhcp",
    flips: ["dhcp_gap"],
    text: () => estate.csv(only(estate.leases(), (row) => Math.floor(estate.hourOfLease(row) / 24) !== 9)),
  },
  {
    name: "one address promised to two devices",
    kind: "dhcp",
    flips: ["id_conflict"],
    text: () => {
      const rows = estate.leases();
      const victim = rows.find((row) => estate.hourOfLease(row) === 100);
      const rival = { ...victim, mac: "00:1a:2b:00:09:09", host_name: "ws-03", ts: String(Number(victim?.ts) + 600), lease_time: "600" };
      return estate.csv([...rows, rival]);
    },
  },
  {
    name: "owner and support group columns missing",
    kind: "cmdb",
    flips: ["owner_cov"],
    text: () => estate.csv(without(estate.cmdb(), "assigned_to", "support_group")),
  },
  {
    name: "owner column renamed, support group blank",
    kind: "cmdb",
    flips: ["owner_cov"],
    text: () => estate.csv(estate.cmdb().map(({ assigned_to: zone, ...row }) => ({ ...row, support_group: "", shelf_label: zone ?? "" }))),
  },
  {
    name: "criticality blank",
    kind: "cmdb",
    flips: ["crit_cov"],
    text: () => estate.csv(inFile(estate.cmdb(), (row) => ({ ...row, business_criticality: "" }))),
  },
  {
    name: "serial numbers duplicated",
    kind: "cmdb",
    flips: ["id_conflict"],
    text: () => estate.csv(inFile(estate.cmdb(), (row, i) => (i < 3 ? { ...row, serial_number: "SER77" } : row))),
  },
  {
    name: "a retired device active",
    kind: "cmdb",
    flips: ["cmdb_retired"],
    text: () => estate.csv(inFile(estate.cmdb(), (row, i) => (i === 4 ? { ...row, operational_status: "6" } : row))),
  },
  {
    name: "CMDB not kept",
    kind: "cmdb",
    flips: ["cmdb_age"],
    text: () => estate.csv(inFile(estate.cmdb(), (row) => ({ ...row, sys_updated_on: "2025-06-01T00:00:00Z" }))),
  },
  {
    name: "devices missing from the CMDB",
    kind: "cmdb",
    flips: ["cmdb_absent", "res_device"],
    text: () => estate.csv(only(estate.cmdb(), (_, i) => i >= 5)),
  },
  {
    name: "an old directory export",
    kind: "directory",
    flips: ["dir_age"],
    asOf: estate.exportedAt - 30 * 24 * hour * 1000,
    text: () => `${estate.csv(estate.directory())}\n`,
  },
  {
    name: "accounts the directory lacks",
    kind: "directory",
    flips: ["dir_cov", "res_actor"],
    text: () => estate.csv(only(estate.directory(), (_, i) => i >= 5)),
  },
  {
    name: "login and display name swapped",
    kind: "directory",
    flips: ["dir_cov", "res_actor"],
    text: () =>
      estate.csv(
        inFile(estate.directory(), (row) => ({
          ...row,
          sAMAccountName: row["displayName"] ?? "",
          displayName: row["sAMAccountName"] ?? "",
        })),
      ),
  },
  {
    name: "a day of the sensor dropped",
    source: "zeek",
    flips: ["gap"],
    text: () => estate.zeek(only(estate.calls, (call) => estate.dayOf(call.h) !== 9)),
  },
  {
    name: "a day of the sensor twice in the file",
    source: "zeek",
    flips: ["dup"],
    text: () => estate.zeek([...estate.calls, ...only(estate.calls, (call) => estate.dayOf(call.h) === 9)]),
  },
  {
    name: "garbled lines",
    source: "zeek",
    flips: ["parse_fail"],
    text: () => estate.zeek(estate.calls, (line, i) => (i % 25 === 0 ? line.slice(0, 30) : line)),
  },
  { name: "a day six times as large", source: "zeek", flips: ["volume_drift"], text: () => estate.zeek(estate.sixfold(9)) },
  { name: "a day a sixth as large", source: "zeek", flips: ["volume_drift"], text: () => estate.zeek(estate.sixth(9)) },
  {
    name: "a host's clock an hour slow",
    source: "agent",
    flips: ["skew"],
    text: () => agent((event) => (isOf(event, 7) ? { ...event, time: event.time - hour } : event)),
  },
  {
    name: "events dated years ahead",
    source: "agent",
    flips: ["future"],
    text: () => agent((event, i) => (i % 200 === 0 ? { ...event, time: event.time + 5 * 365 * 24 * hour } : event)),
  },
  {
    name: "events received three hours late",
    source: "agent",
    flips: ["lag_p95"],
    text: () => agent((event) => ({ ...event, metadata: { ...Object(event["metadata"]), logged_time: event.time + 3 * hour } })),
  },
  {
    name: "a required field empty",
    source: "agent",
    flips: ["schema_ok"],
    text: () => agent((event, i) => (isLogon(event) && i % 10 === 0 ? { ...event, user: {} } : event)),
  },
  {
    name: "generic host names",
    source: "agent",
    flips: ["generic_share"],
    text: () => agent((event) => (isOf(event, 3) || isOf(event, 4) ? { ...event, device: { hostname: "localhost", type_id: 2 } } : event)),
  },
];

let engine: Engine;
let client: Client;
const dir = mkdtempSync(join(tmpdir(), "quarry-health-"));
const snapshots = new Map<Source, string>();
const inventories = new Map<InventoryKind, string>();
const clockBefore = process.env["SOURCE_DATE_EPOCH"];

const importTelemetry = async (source: Source, file: string): Promise<string> =>
  (await client.call("telemetry.import", { paths: [file], source })).snapshotId;

/** Each under a source of its own, so that none supersedes another. */
async function importInventory(kind: InventoryKind, name: string, text: string, asOf = estate.exportedAt): Promise<string> {
  const [made] = await client.call("inventory.import", { kind, paths: [estate.write(dir, `${name}.csv`, text)], source: name, asOf });
  return made?.id ?? "";
}

const retire = (id: string, restore: boolean): Promise<unknown> => client.call("inventory.retire", { id, reason: "test", restore });

/** Every metric that is not as it should be, on any day. */
const flipped = (report: HealthReport): string[] =>
  [...new Set(report.results.filter((one) => one.state === "FAIL" || one.state === "WARN").map((one) => one.metric))].toSorted();

async function reportOf(chosen: readonly string[]): Promise<HealthReport> {
  const dataset = await client.call("datasets.compose", { snapshots: [...chosen] });
  return client.call("health.report", { dataset: dataset.id });
}

const extensions: Readonly<Record<Source, string>> = { zeek: "log", agent: "ndjson" };

async function withFault(fault: Fault, i: number): Promise<HealthReport> {
  const name = `fault-${i}`;
  if ("source" in fault) {
    const made = await importTelemetry(fault.source, estate.write(dir, `${name}.${extensions[fault.source]}`, fault.text()));
    return reportOf([...snapshots].map(([source, id]) => (source === fault.source ? made : id)));
  }
  const base = inventories.get(fault.kind) ?? "";
  await retire(base, false);
  const made = await importInventory(fault.kind, name, fault.text(), fault.asOf);
  const report = await reportOf([...snapshots.values()]);
  await retire(made, false);
  await retire(base, true);
  return report;
}

beforeAll(async () => {
  // A month after the last event: what lies later lies in the future.
  process.env["SOURCE_DATE_EPOCH"] = String(estate.exportedAt / 1_000_000 + 30 * 86_400);
  engine = await createEngine({ workspaceDir: join(dir, "workspace"), create: true });
  client = createInProcessClient(engine, { trust: "local", host: "test" });
  snapshots.set("zeek", await importTelemetry("zeek", estate.write(dir, "conn.log", estate.zeek())));
  snapshots.set("agent", await importTelemetry("agent", estate.write(dir, "agent.ndjson", estate.ndjson(estate.agentEvents()))));
  inventories.set("directory", await importInventory("directory", "directory", estate.csv(estate.directory())));
  inventories.set("cmdb", await importInventory("cmdb", "cmdb", estate.csv(estate.cmdb())));
  inventories.set("dhcp", await importInventory("dhcp", "dhcp", estate.csv(estate.leases())));
}, 120_000);

afterAll(async () => {
  await engine.close();
  rmSync(dir, { recursive: true, force: true });
  if (clockBefore === undefined) delete process.env["SOURCE_DATE_EPOCH"];
  else process.env["SOURCE_DATE_EPOCH"] = clockBefore;
});

describe("the health of an estate", () => {
  it("is in order where nothing is wrong, and says so from enough", async () => {
    const report = await reportOf([...snapshots.values()]);
    expect(flipped(report)).toEqual([]);
    const open = report.results.filter((one) => one.day === null && one.state === "INSUFFICIENT").map((one) => one.metric);
    expect(open).toEqual(["er_precision_audit"]);
    expect(report.results.find((one) => one.metric === "dhcp_gap" && one.source === "zeek" && one.day === null)?.n).toBe(
      estate.calls.length,
    );
  });

  it("is measured alike every time", async () => {
    const first = await reportOf([...snapshots.values()]);
    const again = await client.call("health.report", { dataset: first.dataset, asOf: first.asOf.at });
    expect(again.results).toEqual(first.results);
  });

  it.each(faults.map((fault, i) => ({ ...fault, i })))(
    "changes by $flips and nothing else after: $name",
    async ({ i, ...fault }) => {
      const report = await withFault(fault, i);
      expect(flipped(report)).toEqual([...fault.flips].toSorted());
      for (const metric of fault.flips) {
        const bad = report.results.filter((one) => one.metric === metric && (one.state === "FAIL" || one.state === "WARN"));
        expect(bad.every((one) => one.fix !== "" && one.reason !== "")).toBe(true);
      }
    },
    30_000,
  );
});
