/**
 * Measures the query engine on a generated Zeek-like snapshot: building the cache, and queries over it.
 * Run: node test/bench/query.ts [--rows N]. Writes one line per figure; the data is the same on every machine.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type ArrowColumn, toArrowIpc } from "../../electron/engine/duckdb/arrow-input.ts";
import { createDuckDbEngine } from "../../electron/engine/duckdb/duckdb-engine.ts";
import { sha256 } from "../../electron/engine/hash.ts";
import { ocsfClass, ocsfVersion } from "../../shared/domain/ocsf.ts";
import { createRandom } from "../../shared/lib/random.ts";
import { arrowToParquet, publishSnapshot } from "../engine/snapshot-fixture.ts";

const { values } = parseArgs({ options: { rows: { type: "string", default: "2000000" } } });
const rows = Number(values.rows);
const segmentRows = 250_000;
const root = mkdtempSync(join(tmpdir(), "quarry-bench-"));
const snapshotsDir = join(root, "snapshots");
const cacheDir = join(root, "cache");
const fromUs = 1_767_225_600_000_000;

function connColumns(first: number, count: number, seed: number): ArrowColumn[] {
  const random = createRandom(seed);
  const pick = <T>(list: readonly T[]): T | null => list[random.below(list.length)] ?? null;
  const states = ["SF", "S0", "REJ", "RSTO", "SF", "SF"];
  const make: Record<string, (i: number) => string | number | null> = {
    event_no: (i) => first + i,
    file_no: () => 0,
    record_no: (i) => first + i + 1,
    time: (i) => fromUs + (first + i) * 500_000 + random.below(400_000),
    activity_id: () => 6,
    status_code: () => pick(states),
    metadata_uid: (i) => `C${(first + i).toString(36)}${random.uint32().toString(36)}`,
    metadata_product_name: () => "Zeek",
    metadata_log_name: () => "conn",
    src_endpoint_ip: () => `10.${random.below(4)}.${random.below(16)}.${random.below(250)}`,
    src_endpoint_port: () => 1024 + random.below(60_000),
    dst_endpoint_ip: () => `203.0.${random.below(64)}.${random.below(250)}`,
    dst_endpoint_port: () => pick([80, 443, 53, 22, 445, 8080]),
    connection_info_protocol_name: () => pick(["tcp", "udp"]),
    duration: () => (random.below(8) === 0 ? null : random.float() * 60_000),
    traffic_bytes_in: () => random.below(1_000_000),
    traffic_bytes_out: () => random.below(100_000),
    traffic_packets_in: () => random.below(1000),
    traffic_packets_out: () => random.below(1000),
    app_name: () => pick(["ssl", "http", "dns", null]),
    raw_data: (i) =>
      `1767225600.0\tC${first + i}\t10.0.0.1\t51234\t203.0.0.1\t443\ttcp\tssl\t12.5\t1000\t2000\tSF\t-\t-\t0\tShADadFf\t12\t1200\t14\t2300\t-`,
  };
  return [...ocsfClass("network_activity").columns, { name: "raw_data", type: "string" as const }].map(({ name, type }) => {
    const value = make[name] ?? (() => null);
    return { name, type, values: Array.from({ length: count }, (_, i) => value(i)) };
  });
}

function generate(): { id: string; bytes: number } {
  const tmp = join(snapshotsDir, ".tmp-bench");
  mkdirSync(join(tmp, "segments"), { recursive: true });
  const segments = [];
  for (let first = 0, i = 0; first < rows; first += segmentRows, i += 1) {
    const count = Math.min(segmentRows, rows - first);
    const file = `segments/network_activity-${String(i).padStart(5, "0")}.parquet`;
    const parquet = arrowToParquet(toArrowIpc(connColumns(first, count, i)), 100_000);
    writeFileSync(join(tmp, file), parquet);
    segments.push({
      class: "network_activity",
      file,
      sha256: sha256(parquet),
      bytes: parquet.length,
      rows: count,
      firstEvent: first,
      lastEvent: first + count - 1,
    });
  }
  const bytes = segments.reduce((sum, segment) => sum + segment.bytes, 0);
  const manifest = {
    schema: 1 as const,
    source: "bench",
    ocsfVersion,
    mappingDigest: "0".repeat(64),
    clock: "declared",
    files: [],
    segments,
    classes: { network_activity: rows },
    parents: [],
  };
  return { id: publishSnapshot(snapshotsDir, tmp, manifest).id, bytes };
}

const queries: Record<string, string> = {
  count: "SELECT count(*) AS n FROM network_activity",
  "group by state": "SELECT status_code, count(*) AS n, sum(traffic_bytes_out) AS b FROM network_activity GROUP BY status_code ORDER BY 1",
  "group by pair (large)":
    "SELECT src_endpoint_ip, dst_endpoint_ip, count(*) AS n, min(time) AS t, sum(traffic_bytes_out) AS b FROM network_activity GROUP BY 1, 2 ORDER BY n DESC, 1, 2 LIMIT 1000",
  "gaps per pair (window)":
    "SELECT src_endpoint_ip, avg(gap) AS g FROM (SELECT src_endpoint_ip, epoch(time) - epoch(lag(time) OVER (PARTITION BY src_endpoint_ip ORDER BY time)) AS gap FROM network_activity) AS t GROUP BY 1 ORDER BY 2, 1 LIMIT 1000",
  "one host's events": "SELECT * FROM network_activity WHERE src_endpoint_ip = '10.1.3.77' ORDER BY time, event_no",
  "200,000 rows out":
    "SELECT src_endpoint_ip, dst_endpoint_ip, time, traffic_bytes_out, duration FROM network_activity ORDER BY event_no LIMIT 200000",
};

let peakRss = 0;
const sampler = setInterval(() => (peakRss = Math.max(peakRss, process.memoryUsage.rss())), 50);
const show = (what: string, text: string): void => console.log(`${what.padEnd(28)} ${text}`);
const timed = async <T>(work: () => Promise<T>): Promise<{ value: T; ms: number }> => {
  const start = performance.now();
  const value = await work();
  return { value, ms: performance.now() - start };
};

try {
  const generated = await timed(() => Promise.resolve(generate()));
  const snapshot = generated.value;
  show(
    "generate",
    `${rows} rows, ${(snapshot.bytes / 1e6).toFixed(0)} MB Parquet, ${(generated.ms / 1000).toFixed(1)} s (not part of the engine)`,
  );
  globalThis.gc?.();
  show("rss before", `${(process.memoryUsage.rss() / 1e6).toFixed(0)} MB`);
  peakRss = 0;
  const engine = createDuckDbEngine({ snapshotsDir, cacheDir, log: console.error });
  const build = await timed(() => engine.prepare([snapshot.id], () => undefined));
  show(
    "cache build",
    `${(build.ms / 1000).toFixed(1)} s, ${Math.round((rows / build.ms) * 1000)} rows/s, ${(statSync(join(cacheDir, `${snapshot.id}.duckdb`)).size / 1e6).toFixed(0)} MB, peak rss ${(peakRss / 1e6).toFixed(0)} MB`,
  );
  const scope = { snapshots: [snapshot.id] };
  const start = await timed(() => engine.rows({ scope, sql: "SELECT 1 AS a" }));
  show("first query (worker start)", `${start.ms.toFixed(0)} ms`);
  for (const [name, sql] of Object.entries(queries)) {
    const cold = await timed(() => engine.columns({ scope, sql }));
    const warm = await timed(() => engine.columns({ scope, sql }));
    show(name, `${cold.ms.toFixed(0)} ms, again ${warm.ms.toFixed(0)} ms, ${cold.value.rowCount} rows`);
  }
  const cancel = new AbortController();
  const cancelled = engine.rows(
    { scope, sql: "SELECT count(*) AS n FROM network_activity AS a, network_activity AS b WHERE a.duration < b.duration" },
    cancel.signal,
  );
  setTimeout(() => cancel.abort(), 1000);
  const acknowledged = await timed(() =>
    cancelled.then(
      () => "finished",
      () => "cancelled",
    ),
  );
  show("cancel acknowledged", `${(acknowledged.ms - 1000).toFixed(0)} ms after asking (${acknowledged.value})`);
  show("peak rss", `${(peakRss / 1e6).toFixed(0)} MB`);
  await engine.close();
} finally {
  clearInterval(sampler);
  rmSync(root, { recursive: true, force: true });
}
