import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { z } from "zod";
import type { Client } from "../../../shared/contract/client.ts";
import { createEngine } from "../../../electron/engine/engine.ts";
import { createDuckDbEngine } from "../../../electron/engine/duckdb/duckdb-engine.ts";
import { extractFeatures } from "../../../electron/engine/features/extract-features.ts";
import { loadPackage } from "../../../electron/engine/features/packages.ts";
import { packagesDir } from "../../../electron/engine/runtime.ts";
import { workspacePaths } from "../../../electron/engine/workspace/layout.ts";
import { createInProcessClient } from "../../../electron/hosts/in-process/in-process-client.ts";
import { writeConnLog } from "../made-telemetry.ts";
import { copyAnomalies } from "./copy-anomalies.ts";
import type { Figures } from "./figures.ts";
import { compareWithNative } from "./native-queries.ts";

export interface Scale {
  readonly name: string;
  readonly events: number;
  readonly anomalies: number;
}
export const scales: readonly Scale[] = [
  { name: "small", events: 100_000, anomalies: 1000 },
  { name: "medium", events: 1_000_000, anomalies: 10_000 },
  { name: "large", events: 10_000_000, anomalies: 100_000 },
];

const model = "beaconing";
const quarryPath = join(import.meta.dirname, "../../../electron/hosts/cli/quarry.mjs");

const open = async (workspaceDir: string, create: boolean) => {
  const engine = await createEngine({ workspaceDir, create });
  return { engine, client: createInProcessClient(engine, { trust: "local", host: "bench" }) };
};

/** What is measured, in this order, each in a process of its own whose peak memory is its own. `dir` holds what the ones before made. */
export const stages: Readonly<Record<string, (figures: Figures, dir: string, scale: Scale) => Promise<void>>> = {
  import: measureImport,
  "train and score": measureScoring,
  queries: measureQueries,
  cases: measureCases,
  triage: measureTriage,
  start: measureStart,
  desk: measureDesk,
};

const workspaceIn = (dir: string): string => join(dir, "workspace");

async function measureImport(figures: Figures, dir: string, { events }: Scale): Promise<void> {
  const log = join(dir, "conn.log");
  writeConnLog(log, events, { sources: Math.max(40, events / 2500), destinations: Math.max(400, events / 100) });
  const { engine, client } = await open(workspaceIn(dir), true);
  try {
    const { ms } = await figures.once("import", undefined, () => client.call("telemetry.import", { paths: [log], source: "bench" }));
    figures.add("import, rows a second", "rows/s", events / (ms / 1000));
  } finally {
    await engine.close();
  }
}

async function measureScoring(figures: Figures, dir: string): Promise<void> {
  const { engine, client } = await open(workspaceIn(dir), false);
  try {
    await figures.once("train", undefined, () => client.call("models.train", { model }));
    await figures.once("score, contexts and queue", undefined, () => client.call("scoring.run", { models: [model], auditShare: 0 }));
  } finally {
    await engine.close();
  }
}

async function measureQueries(figures: Figures, dir: string): Promise<void> {
  const paths = workspacePaths(workspaceIn(dir));
  const [snapshot] = readdirSync(paths.snapshots).filter((name) => /^[0-9a-f]{64}$/.test(name));
  if (snapshot === undefined) throw new Error("nothing was imported");
  const engine = createDuckDbEngine({ snapshotsDir: paths.snapshots, cacheDir: paths.cache, log: console.error });
  try {
    const pkg = loadPackage(join(packagesDir(), model));
    await figures.once("features", undefined, () => extractFeatures(engine, { snapshots: [snapshot] }, pkg));
    const segments = join(paths.snapshots, snapshot, "segments", "network_activity-*.parquet");
    await compareWithNative(figures, engine, snapshot, segments, join(dir, "native.duckdb"));
  } finally {
    await engine.close();
  }
}

const openCase = (client: Client, anomalyId: string) =>
  Promise.all([client.call("triage.case", { anomalyId }), client.call("triage.context", { anomalyId })]);

/** Cases with the contexts that scoring made of them. */
async function measureCases(figures: Figures, dir: string): Promise<void> {
  const { engine, client } = await open(workspaceIn(dir), false);
  try {
    const { rows } = await client.call("triage.queue", { show: "all", limit: 50 });
    await figures.each("case and its context", 500, rows, ({ anomalyId }) => openCase(client, anomalyId));
  } finally {
    await engine.close();
  }
}

async function measureTriage(figures: Figures, dir: string, { anomalies }: Scale): Promise<void> {
  const unprepared = copyAnomalies(workspaceIn(dir), anomalies);
  const { engine, client } = await open(workspaceIn(dir), false);
  try {
    const { rows } = await client.call("triage.queue", { show: "all", limit: 150 });
    const cases = rows.map(({ anomalyId }) => anomalyId);
    const pages = Array.from({ length: 20 }, (_, i) => i * 50);
    await figures.each("queue: a page", 400, pages, (offset) => client.call("triage.queue", { offset }));
    await figures.each("queue: filtered by a text", 400, ["10.0.0.1", "443", "nothing of the kind", "10.0"], (text) =>
      client.call("triage.queue", { text }),
    );
    await figures.once("case whose context nobody made, the first", undefined, () => openCase(client, unprepared[0] ?? ""));
    await figures.each("case whose context nobody made", 500, unprepared.slice(1, 21), (anomalyId) => openCase(client, anomalyId));
    await figures.each("verdict recorded", 100, cases.slice(0, 60), (anomalyId) =>
      client.call("triage.judge", { anomalyIds: [anomalyId], verdict: "benign" }),
    );
    await figures.once("queue: in the learnt order, first time", undefined, () => client.call("triage.queue", { order: "live" }));
    await figures.each("queue: in the learnt order, after a verdict", 400, cases.slice(60, 80), async (anomalyId) => {
      await client.call("triage.judge", { anomalyIds: [anomalyId], verdict: "malicious" });
      return client.call("triage.queue", { order: "live" });
    });
    await figures.each("hunts and candidates, after a verdict", 400, cases.slice(80, 100), async (anomalyId) => {
      await client.call("triage.judge", { anomalyIds: [anomalyId], verdict: "malicious" });
      return client.call("hunts.places", {});
    });
    await figures.each("verdict taken back", 100, cases.slice(0, 60), () => client.call("decisions.undo", {}));
  } finally {
    await engine.close();
  }
}

/** From the command to the link that opens the desk, and from nothing to the first page of the queue. */
async function measureStart(figures: Figures, dir: string): Promise<void> {
  const workspaceDir = workspaceIn(dir);
  const first = await figures.once("engine ready, with the queue's first page", 6, async () => {
    const opened = await open(workspaceDir, false);
    await opened.client.call("triage.queue", {});
    return opened.engine;
  });
  await first.value.close();
  const args = [quarryPath, "--workspace", workspaceDir, "open", "--no-open"];
  const { value: child } = await figures.once("cold start to the desk's link", 3, async () => {
    const started = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
    started.stdout.setEncoding("utf8");
    for await (const chunk of started.stdout.iterator({ destroyOnReturn: false })) if (String(chunk).includes("works once")) return started;
    throw new Error("the desk did not open");
  });
  await figures.once("the desk closed, whatever it was doing", 10, async () => {
    child.kill("SIGINT");
    if (child.exitCode === null) await once(child, "exit");
  });
}

const DeskTimes = z.record(z.enum(["shown", "keys", "mounts", "frames", "filters", "busyKeys", "tasksWhileBusy"]), z.array(z.number()));

/** In a Chromium over the real engine, with whatever the engine does meanwhile, a backup for instance: of five rounds the median of each one's 95th percentile, and of the filters all together. */
async function measureDesk(figures: Figures, dir: string): Promise<void> {
  const program = join(import.meta.dirname, "../../../e2e/measure-desk.ts");
  const { stdout } = await promisify(execFile)(process.execPath, [program, workspaceIn(dir)]);
  const times = DeskTimes.parse(JSON.parse(stdout));
  const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
  figures.add("desk: from its link to the first case", "ms", median(times.shown), { hard: 6000 });
  figures.add("desk: verdict key to the next case, p95", "ms", median(times.keys), { hard: 100, n: times.keys.length });
  figures.add("desk: the queue mounts", "ms", median(times.mounts), { hard: 250, n: times.mounts.length });
  figures.add("desk: a frame of scrolling, p95", "ms", median(times.frames), { hard: 33, n: times.frames.length });
  figures.add("desk: a text filters the queue", "ms", median(times.filters), { hard: 400, n: times.filters.length });
  figures.add("desk: a text filters the queue, at worst", "ms", Math.max(...times.filters), { n: times.filters.length });
  const steps = times.busyKeys.toSorted((a, b) => a - b);
  figures.add("desk: to the next case while scoring, p95", "ms", steps[Math.ceil(steps.length * 0.95) - 1] ?? Number.NaN, {
    n: steps.length,
  });
  // The browser tells of no task below 50 ms: where there was none, none is longest.
  const longest = Math.max(0, ...times.tasksWhileBusy);
  figures.add("desk: the page's longest task of those over 50 ms, while scoring", "ms", longest, { hard: 100, n: steps.length });
}
