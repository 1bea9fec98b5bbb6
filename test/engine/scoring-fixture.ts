import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { DatasetVersion } from "../../shared/contract/telemetry.ts";
import { createRandom } from "../../shared/lib/random.ts";
import { type LoadedPackage, loadPackage } from "../../electron/engine/features/packages.ts";
import { commitSnapshot } from "../../electron/engine/workspace/dataset-versions.ts";
import type { Workspace } from "../../electron/engine/workspace/workspace.ts";
import { type Event, writeSnapshot } from "./snapshot-fixture.ts";

export const day = 86_400_000_000;
export const start = Date.UTC(2026, 0, 5) * 1000;

const packageJson = {
  name: "odd-pairs",
  title: "Odd pairs",
  hypothesis: "A host that moves far more data than others may be exfiltrating.",
  attack: [{ technique: "T1048", name: "Exfiltration Over Alternative Protocol" }],
  requires: ["network_activity"],
  grain: {
    subject: "pairs of hosts per day",
    keys: [
      { column: "src", entity: "ip", title: "Source" },
      { column: "dst", entity: "endpoint", title: "Destination" },
    ],
    window: "day",
  },
  features: [
    {
      name: "bytes_sent",
      title: "Bytes sent",
      description: "Sum of bytes from source to destination",
      unit: "bytes",
      direction: "high",
      transform: "log1p",
      nullPolicy: { impute: 0 },
      attackerControlled: true,
      whenHigh: "Sent {value}; half of all pairs send at most {median}.",
    },
    {
      name: "mean_seconds",
      title: "Mean duration",
      description: "Mean duration of connections that have one",
      unit: "s",
      direction: "both",
      nullPolicy: { impute: 0 },
      attackerControlled: true,
    },
    {
      name: "ports",
      title: "Ports",
      description: "Distinct ports",
      direction: "high",
      nullPolicy: { impute: 0 },
      attackerControlled: false,
    },
    { name: "is_new_pair", title: "New pair", description: "", direction: "high", nullPolicy: { impute: 0 }, attackerControlled: false },
  ],
  algorithm: { kind: "isolation-forest", trees: 100, sampleSize: 256 },
  calibration: { kind: "split-conformal", fraction: 0.3 },
  dailyBudget: 6,
  owner: "tests",
  naiveFoil: { title: "Most bytes", sql: "SELECT 1" },
  headline: "{subject} on {window}: {bytes_sent} over {x_app} in {events}",
};

const featuresSql = `
-- One row per pair and day.
SELECT
  src_endpoint_ip AS src,
  dst_endpoint_ip AS dst,
  src_endpoint_ip || ' to ' || dst_endpoint_ip AS subject_label,
  CAST(date_trunc('day', time) AS TIMESTAMP) AS window_from,
  CAST(date_trunc('day', time) AS TIMESTAMP) + INTERVAL '1' DAY AS window_to,
  count(*) AS events,
  min(app_name) AS x_app,
  CAST(sum(traffic_bytes_out) AS DOUBLE) AS bytes_sent,
  avg(duration) / 1000 AS mean_seconds,
  CAST(count(DISTINCT dst_endpoint_port) AS DOUBLE) AS ports,
  CASE WHEN count(*) >= 3 THEN 0 ELSE 1 END AS is_new_pair
FROM network_activity
GROUP BY src_endpoint_ip, dst_endpoint_ip, date_trunc('day', time)
ORDER BY src, dst, window_from
`;

const evidenceSql = `
SELECT s.subject_no, 'network_activity' AS class, n.snapshot, n.event_no, n.file_no, n.record_no, n.time, n.metadata_uid AS id_uid
FROM subjects AS s
JOIN network_activity AS n
  ON n.src_endpoint_ip = s.src AND n.dst_endpoint_ip = s.dst AND n.time >= s.window_from AND n.time < s.window_to
ORDER BY s.subject_no, n.time, n.event_no;
`;

export function writeTestPackage(folder: string, change: Record<string, unknown> = {}): LoadedPackage {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "model.json"), JSON.stringify({ ...packageJson, ...change }));
  writeFileSync(join(folder, "features.sql"), featuresSql);
  writeFileSync(join(folder, "evidence.sql"), evidenceSql);
  return loadPackage(folder);
}

/** Two days of `pairs` ordinary pairs with 4 connections each, and one pair, 10.9.9.9 to files.example.net, that sends 40 GB on the second. */
export function pairEvents(pairs: number, seed = 1): Event[] {
  const random = createRandom(seed);
  const events: Event[] = [];
  for (let pair = 0; pair < pairs; pair++) {
    for (let i = 0; i < 8; i++) {
      events.push({
        time: start + (i % 2) * day + Math.floor(random.float() * day),
        src_endpoint_ip: `10.0.${Math.floor(pair / 40)}.${pair % 40}`,
        dst_endpoint_ip: `192.0.2.${pair % 17}`,
        dst_endpoint_port: random.float() < 0.9 ? 443 : 80,
        traffic_bytes_out: Math.floor(1000 * Math.exp(random.float() * 5)),
        duration: random.float() < 0.1 ? null : random.float() * 30_000,
        app_name: "ssl",
        metadata_uid: `C${pair}x${i}`,
      });
    }
  }
  for (let i = 0; i < 300; i++) {
    events.push({
      time: start + day + i * 1_000_000,
      src_endpoint_ip: "10.9.9.9",
      dst_endpoint_ip: "files.example.net",
      dst_endpoint_port: 1024 + (i % 50),
      traffic_bytes_out: 133_000_000,
      duration: 900_000,
      app_name: null,
      metadata_uid: `Cexfil${i}`,
    });
  }
  return events;
}

/** Writes the events as a snapshot and registers it with one source file of that name. */
export function addSnapshot(workspace: Workspace, events: readonly Event[], file: string): DatasetVersion {
  const { id, manifest } = writeSnapshot(workspace.paths.snapshots, [{ class: "network_activity", events }], file);
  const source = {
    name: file,
    sha256: "0".repeat(64),
    bytes: 1,
    format: "zeek",
    formatReason: "fixture",
    records: events.length,
    mapped: events.length,
    unmapped: {},
    rejected: 0,
    rejectReasons: {},
  };
  const times = events.map((event) => Number(event["time"]));
  const timeRange = { from: Math.min(...times), to: Math.max(...times) };
  return commitSnapshot(workspace.db, { id, manifest: { ...manifest, timeRange, files: [source] } }).datasetVersion;
}
