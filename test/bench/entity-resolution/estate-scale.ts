import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRandom } from "../../../shared/lib/random.ts";
import { importInventory } from "../../../electron/engine/inventory/import-inventory.ts";
import { currentPartition } from "../../../electron/engine/resolution/partition.ts";
import { resolutionStatus } from "../../../electron/engine/resolution/describe-entity.ts";
import { createMentionResolver } from "../../../electron/engine/resolution/resolve-mention.ts";
import { type Database, openDatabase } from "../../../electron/engine/sqlite/database.ts";
import { atMost, type Figure, reported, type ResolutionSet } from "./resolution-set.ts";

const name = "estate-scale";
const rows = 100_000;
const mentions = 1_000_000;
const batches = 5;
const batchRows = 10_000;
const startUs = Date.parse("2026-03-01T00:00:00Z") * 1000;

const seconds = (since: number): number => (performance.now() - since) / 1000;
const cpuSeconds = (since: NodeJS.CpuUsage): number => {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1e6;
};
const mac = (n: number): string => `001a2b${n.toString(16).padStart(6, "0")}`;

const users = (from: number, n: number): string =>
  [
    "objectGUID,objectSid,sAMAccountName,userPrincipalName,mail,givenName,sn,employeeID,distinguishedName",
    ...Array.from({ length: n }, (_, i) => {
      const k = from + i;
      return `00000000-0000-4000-8000-${String(k).padStart(12, "0")},S-1-5-21-1-2-3-${k + 1000},user${k},user${k}@corp.example,u.${k}@corp.example,Given${k % 997},Surname${k % 4999},E${k},"CN=user${k},DC=corp,DC=example"`;
    }),
  ].join("\n");
const hosts = (n: number): string =>
  [
    "sys_id,name,fqdn,serial_number,mac_address,assigned_to",
    ...Array.from(
      { length: n },
      (_, k) => `c${k},ws-${k},${k % 3 === 0 ? "" : `ws-${k}.corp.example`},SN${k},${mac(k)},u.${k}@corp.example`,
    ),
  ].join("\n");
const leases = (n: number): string =>
  [
    "ts,mac,host_name,assigned_addr,lease_time,msg_types",
    ...Array.from(
      { length: n },
      (_, k) => `${new Date(startUs / 1000).toISOString()},${mac(k)},ws-${k},10.${k >> 16}.${(k >> 8) & 255}.${k & 255},86400,ACK`,
    ),
  ].join("\n");

/** How long the first resolution, later batches and look-ups take on made inventories of one size; needs no data. */
export const estateScale: ResolutionSet = {
  name,
  isIn: () => true,
  measure: async () => {
    const work = mkdtempSync(join(tmpdir(), "quarry-bench-"));
    const db = openDatabase(join(work, "quarry.sqlite"));
    try {
      return measureScale(db, work);
    } finally {
      db.close();
      rmSync(work, { recursive: true, force: true });
    }
  },
};

function measureScale(db: Database, work: string): Figure[] {
  const load = (kind: "directory" | "cmdb" | "dhcp", file: string, text: string): void => {
    const path = join(work, file);
    writeFileSync(path, text);
    importInventory(db, kind, path, file);
    rmSync(path);
  };
  load("directory", "users.csv", users(0, rows));
  load("cmdb", "cmdb.csv", hosts(rows));
  load("dhcp", "leases.csv", leases(20_000));
  const [cold, coldCpu] = [performance.now(), process.cpuUsage()];
  const partition = currentPartition(db);
  const [coldSeconds, coldCpuSeconds] = [seconds(cold), cpuSeconds(coldCpu)];
  const entities = partition === undefined ? 0 : resolutionStatus(db, partition).byType.reduce((sum, one) => sum + one.entities, 0);
  process.stderr.write(
    `${entities} entities first resolved in ${coldSeconds.toFixed(1)} s, ${coldCpuSeconds.toFixed(1)} s of them computing\n`,
  );
  const peak = process.resourceUsage().maxRSS / 1024 / 1024;
  const unchanged = performance.now();
  currentPartition(db);
  const unchangedSeconds = seconds(unchanged);
  const steps = Array.from({ length: batches }, (_, i) => {
    load("directory", `joiners-${i}.csv`, users(rows - batchRows / 2 + i * batchRows, batchRows));
    const start = performance.now();
    currentPartition(db);
    return seconds(start);
  });
  process.stderr.write(`batches: ${steps.map((step) => step.toFixed(1)).join(", ")} s\n`);
  return [
    atMost(name, `first resolution of ${rows} directory and ${rows} CMDB rows, s`, coldSeconds, 30),
    reported(name, "of them computing, s", coldCpuSeconds),
    reported(name, "entities it made", entities),
    atMost(name, "peak memory of it, GB", peak, 1.5),
    atMost(name, "asking again when nothing changed, s", unchangedSeconds, 0.05),
    atMost(name, `slowest of ${batches} batches of ${batchRows} rows, s`, Math.max(...steps), 1),
    atMost(name, `${mentions} events, 4 mentions each, s`, lookUps(db), 10),
  ];
}

function lookUps(db: Database): number {
  const resolve = createMentionResolver(db);
  const random = createRandom(7);
  const drawn = Array.from({ length: mentions }, () => random.below(20_000));
  const start = performance.now();
  for (const [i, k] of drawn.entries()) {
    const at = startUs + i * 80_000;
    resolve("account", `CORP\\user${k}`, {}, at);
    resolve("host", `ws-${k}.corp.example`, {}, at);
    resolve("ip", `10.${k >> 16}.${(k >> 8) & 255}.${k & 255}`, {}, at);
    resolve("account", `user${k}@corp.example`, {}, at);
  }
  return seconds(start);
}
