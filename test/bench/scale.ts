/**
 * Memory and time at sizes that are not measured every day: `npm run bench -- scale [--rows N] [--gigabytes N] [--json]` imports that many
 * Zeek connections and that much of Windows events as NDJSON, builds the query cache of the connections and asks it. What it writes
 * to the temporary folder, up to three times the input, is removed at the end.
 */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statfsSync, statSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { createDuckDbEngine } from "../../electron/engine/duckdb/duckdb-engine.ts";
import { importFiles } from "../../electron/engine/telemetry/import-files.ts";
import { workspacePaths } from "../../electron/engine/workspace/layout.ts";
import { writeConnLog, writeWindowsEvents } from "./made-telemetry.ts";

const { values } = parseArgs({
  options: {
    rows: { type: "string", default: "30000000" },
    gigabytes: { type: "string", default: "5" },
    json: { type: "boolean", default: false },
  },
});
const rows = Number(values.rows);
const gigabytes = Number(values.gigabytes);
const bytesPerConnection = 144;
const bytesPerEvent = 1580;
const inputBytes = rows * bytesPerConnection + gigabytes * 1e9;
const { bavail, bsize } = statfsSync(tmpdir());
if (bavail * bsize < inputBytes * 3) throw new Error(`needs ${Math.ceil((inputBytes * 3) / 1e9)} GB in ${tmpdir()}`);

const folder = mkdtempSync(join(tmpdir(), "quarry-scale-"));
const paths = workspacePaths(join(folder, "workspace"));
let peak = 0;
const sampler = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 50);

interface Step {
  readonly seconds: number;
  readonly peakRssMegabytes: number;
  readonly load: number;
}

async function step<T>(name: string, work: () => Promise<T>): Promise<{ value: T; step: Step }> {
  peak = process.memoryUsage.rss();
  const from = performance.now();
  const value = await work();
  const taken = {
    seconds: Math.round((performance.now() - from) / 100) / 10,
    peakRssMegabytes: Math.round(peak / 1e6),
    load: loadavg()[0] ?? 0,
  };
  if (!values.json)
    console.log(`${name.padEnd(34)} ${taken.seconds} s, peak rss ${taken.peakRssMegabytes} MB, load ${taken.load.toFixed(1)}`);
  return { value, step: taken };
}

const importOf = (name: string) =>
  importFiles(paths.root, { paths: [{ path: join(folder, name), displayName: name }], source: "scale", format: "auto", clock: "declared" });

const queries: Readonly<Record<string, string>> = {
  count: "SELECT count(*) AS n FROM network_activity",
  "group by pair":
    "SELECT src_endpoint_ip, dst_endpoint_ip, count(*) AS n, sum(traffic_bytes_out) AS b FROM network_activity WHERE dst_endpoint_ip = '10.0.0.53' GROUP BY 1, 2 ORDER BY n DESC, 1, 2 LIMIT 1000",
  "distinct destinations per source":
    "SELECT src_endpoint_ip, approx_count_distinct(dst_endpoint_ip) AS n FROM network_activity GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 100",
  "one host": "SELECT count(*) AS n, min(time) AS t FROM network_activity WHERE src_endpoint_ip = '10.1.3.77'",
};

async function run(): Promise<object> {
  mkdirSync(paths.snapshots, { recursive: true });
  const steps: Record<string, Step> = {};
  const events = Math.round((gigabytes * 1e9) / bytesPerEvent);
  if (events > 0) {
    writeWindowsEvents(join(folder, "windows.json"), events);
    const windows = await step(`import of ${events} Windows events`, () => importOf("windows.json"));
    steps["windows"] = windows.step;
    rmSync(join(folder, "windows.json"));
    rmSync(join(paths.snapshots, windows.value.snapshotId), { recursive: true });
  }
  if (rows === 0) return { bench: "scale", events, steps };
  writeConnLog(join(folder, "conn.log"), rows);
  const imported = await step(`import of ${rows} connections`, () => importOf("conn.log"));
  steps["zeek"] = imported.step;
  rmSync(join(folder, "conn.log"));
  const { snapshotId } = imported.value;
  const engine = createDuckDbEngine({ snapshotsDir: paths.snapshots, cacheDir: paths.cache, log: console.error });
  try {
    steps["cache"] = (await step("query cache", () => engine.prepare([snapshotId], () => undefined))).step;
    for (const [name, sql] of Object.entries(queries))
      steps[name] = (await step(name, () => engine.rows({ scope: { snapshots: [snapshotId] }, sql, timeoutMs: 3_600_000 }))).step;
  } finally {
    await engine.close();
  }
  const files = readdirSync(paths.cache).filter((name) => name.endsWith(".duckdb"));
  const cacheBytes = files.reduce((sum, name) => sum + statSync(join(paths.cache, name)).size, 0);
  const stored = imported.value.manifest.segments.reduce((sum, segment) => sum + segment.bytes, 0);
  return { bench: "scale", rows, events, segmentBytes: stored, cacheFiles: files.length, cacheBytes, steps };
}

try {
  const report = await run();
  console.log(JSON.stringify(report, null, 2));
} finally {
  clearInterval(sampler);
  rmSync(folder, { recursive: true, force: true });
}
