/**
 * Imports made-up telemetry of full width and, in the same run, reads the same Zeek log with native DuckDB into a table:
 * `npm run bench -- import [--rows N] [--events N] [--rounds N] [--json]`. Rounds alternate and the best of each counts, since
 * a machine is rarely quiet; its load is reported beside.
 */
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { createDuckDbEngine } from "../../electron/engine/duckdb/duckdb-engine.ts";
import { importFiles } from "../../electron/engine/telemetry/import-files.ts";
import { workspacePaths } from "../../electron/engine/workspace/layout.ts";
import { CancelledError } from "../../shared/contract/errors.ts";
import { connFields, writeConnLog, writeWindowsEvents } from "./made-telemetry.ts";
import { readNatively } from "./native-duckdb.ts";

const { values } = parseArgs({
  options: {
    rows: { type: "string", default: "2000000" },
    events: { type: "string", default: "300000" },
    rounds: { type: "string", default: "2" },
    json: { type: "boolean", default: false },
  },
});
const [rows, events, rounds] = [Number(values.rows), Number(values.events), Number(values.rounds)];
const targets = { ratio: 0.5, windowsEventsPerSecond: 40_000, cancelMs: 200, peakRssMegabytes: 1500 };

const folder = mkdtempSync(join(tmpdir(), "quarry-bench-"));
const at = (name: string): string => join(folder, name);
const request = (name: string) => ({
  paths: [{ path: at(name), displayName: name }],
  source: "bench",
  format: "auto" as const,
  clock: "declared",
});
const rate = (n: number, seconds: number): number => Math.round(n / seconds);
const round2 = (n: number): number => Math.round(n * 100) / 100;
let peakRss = 0;
const sampler = setInterval(() => (peakRss = Math.max(peakRss, process.memoryUsage.rss())), 50);

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await work();
  return (performance.now() - from) / 1000;
}

/** A snapshot from the file, and with `thenQueries` also the cache that queries read. */
async function measureImport(name: string, thenQueries: boolean): Promise<{ import: number; untilQueries?: number }> {
  const root = at("workspace");
  const paths = workspacePaths(root);
  let snapshotId = "";
  const imported = await seconds(async () => ({ snapshotId } = await importFiles(root, request(name))));
  if (!thenQueries) {
    rmSync(root, { recursive: true });
    return { import: imported };
  }
  const engine = createDuckDbEngine({ snapshotsDir: paths.snapshots, cacheDir: paths.cache, log: console.error });
  const built = await seconds(() => engine.prepare([snapshotId], () => undefined));
  await engine.close();
  rmSync(root, { recursive: true });
  return { import: imported, untilQueries: imported + built };
}

/** Cancels an import at a share of its usual time; gives the milliseconds until it is acknowledged. Throws when anything is left of it. */
async function measureCancel(name: string, afterMs: number): Promise<number> {
  const root = at("cancelled");
  const controller = new AbortController();
  let asked = 0;
  setTimeout(() => {
    asked = performance.now();
    controller.abort();
  }, afterMs);
  const error: unknown = await importFiles(root, request(name), { signal: controller.signal }).then(
    () => undefined,
    (failure: unknown) => failure,
  );
  const took = performance.now() - asked;
  if (!(error instanceof CancelledError)) throw new Error(`the import was over before it could be cancelled: ${String(error)}`);
  const left = existsSync(join(root, "snapshots")) ? readdirSync(join(root, "snapshots")) : [];
  if (left.length > 0) throw new Error(`a cancelled import left ${left.join(", ")}`);
  return took;
}

async function run(): Promise<object> {
  writeConnLog(at("conn.log"), rows);
  writeWindowsEvents(at("windows.json"), events);
  globalThis.gc?.();
  const loadBefore = loadavg()[0] ?? 0;
  const best = { ours: Infinity, untilQueries: Infinity, windows: Infinity, native1: Infinity, native: Infinity };
  let oursPeak = 0;
  for (let round = 0; round < rounds; round++) {
    peakRss = 0;
    const zeek = await measureImport("conn.log", true);
    best.ours = Math.min(best.ours, zeek.import);
    best.untilQueries = Math.min(best.untilQueries, zeek.untilQueries ?? Infinity);
    best.windows = Math.min(best.windows, (await measureImport("windows.json", false)).import);
    oursPeak = Math.max(oursPeak, peakRss);
    best.native1 = Math.min(best.native1, await readNatively(at("conn.log"), connFields, at("native.duckdb"), 1));
    best.native = Math.min(best.native, await readNatively(at("conn.log"), connFields, at("native.duckdb"), undefined));
  }
  const cancels: number[] = [];
  for (const share of [0.1, 0.4, 0.7, 0.9]) cancels.push(await measureCancel("conn.log", best.ours * share * 1000));
  return {
    bench: "import",
    machine: { cpus: cpus().length, loadBefore: round2(loadBefore) },
    zeekTsv: {
      rows,
      megabytes: Math.round(statSync(at("conn.log")).size / 1e6),
      rowsPerSecond: rate(rows, best.ours),
      rowsPerSecondUntilQueries: rate(rows, best.untilQueries),
      native: { oneThread: rate(rows, best.native1), ownChoice: rate(rows, best.native) },
      ratio: { toOneThread: round2(best.native1 / best.ours), toOwnChoice: round2(best.native / best.ours), target: targets.ratio },
    },
    windowsNdjson: {
      events,
      megabytes: Math.round(statSync(at("windows.json")).size / 1e6),
      eventsPerSecond: rate(events, best.windows),
      target: targets.windowsEventsPerSecond,
    },
    cancel: { acknowledgedMs: cancels.map(Math.round), leftBehind: 0, target: targets.cancelMs },
    peakRssMegabytes: Math.round(oursPeak / 1e6),
    rssTarget: targets.peakRssMegabytes,
  };
}

const shown = (value: unknown): string => (Array.isArray(value) ? value.map(shown).join(", ") : JSON.stringify(value));

function show(value: object, indent = ""): void {
  for (const [name, each] of Object.entries<unknown>({ ...value })) {
    if (typeof each === "object" && each !== null && !Array.isArray(each)) {
      console.log(`${indent}${name}`);
      show(each, `${indent}  `);
    } else console.log(`${indent}${name.padEnd(30 - indent.length)} ${shown(each)}`);
  }
}

try {
  const report = await run();
  if (values.json) console.log(JSON.stringify(report, null, 2));
  else show(report);
} finally {
  clearInterval(sampler);
  rmSync(folder, { recursive: true, force: true });
}
