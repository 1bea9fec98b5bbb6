import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { z } from "zod";
import { writeDemo } from "../../../electron/engine/demo/write-demo.ts";
import { createDuckDbEngine } from "../../../electron/engine/duckdb/duckdb-engine.ts";
import type { QueryEngine } from "../../../electron/engine/duckdb/query-engine.ts";
import { extractFeatures } from "../../../electron/engine/features/extract-features.ts";
import { type LoadedPackage, loadPackage } from "../../../electron/engine/features/packages.ts";
import { packagesDir } from "../../../electron/engine/runtime.ts";
import { importFiles } from "../../../electron/engine/telemetry/import-files.ts";
import { ratedByForest } from "../../unit-support/forest-ranking.ts";
import { telemetryIn } from "./recordings.ts";

export interface NetworkRecording {
  readonly name: string;
  readonly model: string;
  readonly path: string;
  readonly clock?: string;
  /** Pairs of source and destination, `source|destination`, that the ground truth holds for hostile; none where all is ordinary. */
  readonly hostile: readonly string[];
  /** Pairs that are hostile and not what the package hunts, so that they are neither found nor false. */
  readonly unasked?: readonly string[];
}

const textOf = (path: string): string => (path.endsWith(".gz") ? gunzipSync(readFileSync(path)) : readFileSync(path)).toString("utf8");

/** Pairs with a flow of a Zeek connection log in TSV that `isHostile`. */
function pairsIn(path: string, isHostile: (fields: readonly string[]) => boolean): string[] {
  if (!existsSync(path)) return [];
  const hostile = textOf(path)
    .split("\n")
    .map((line) => line.split("\t"))
    .filter(isHostile);
  return [...new Set(hostile.map((fields) => `${fields[2] ?? ""}|${fields[4] ?? ""}`))];
}

/** A flow that CTU's experts labelled malicious. */
const isLabelled = (fields: readonly string[]): boolean => fields.includes("Malicious");

/** Recordings with ground truth under `dir`, the folder that holds `zeek/`. */
export function networkRecordings(dir: string): NetworkRecording[] {
  const zeek = join(telemetryIn(dir, "zeek"), "zeek");
  const ctu = (...names: readonly string[]): string => join(zeek, "ctu_labeled", ...names);
  const [rat, phone] = [ctu("001-zeek-scenario-malicious"), ctu("003-zeek-scenario-malicious")];
  const all: Omit<NetworkRecording, "model">[] = [
    { name: "proxy beacon", path: join(zeek, "rita_proxy"), hostile: ["10.136.0.18|www.honestimnotevil.com"] },
    {
      name: "apt29 day 1",
      path: join(zeek, "apt29_day1", "combined_zeek.log.gz"),
      hostile: ["10.0.1.6|192.168.0.4", "10.0.1.4|192.168.0.4", "10.0.1.4|192.168.0.5"],
    },
    {
      name: "remote access trojan",
      path: join(rat, "conn.log"),
      clock: "start:2017-03-08T00:00:00Z",
      hostile: pairsIn(join(rat, "labeled-conn.log"), isLabelled),
    },
    {
      name: "remote access on a phone",
      path: join(phone, "conn.log"),
      hostile: pairsIn(join(phone, "conn.log"), (fields) => fields[5] === "1337" && fields[6] === "tcp"),
    },
    { name: "ordinary web day", path: join(zeek, "rita_http_24h", "http.tsv.log.gz"), hostile: [] },
    ...["008-zeek-mixed", "011-zeek-mixed"].map((name) => {
      const path = ctu(name, "data", "conn.log.labeled.gz");
      return { name: `ordinary day, scanned from outside (${name.slice(0, 3)})`, path, hostile: [], unasked: pairsIn(path, isLabelled) };
    }),
  ];
  return all.filter(({ path }) => existsSync(path)).map((recording) => ({ model: "beaconing", ...recording }));
}

const Pair = z.object({ src: z.string(), dst: z.string() });
const Truth = z.object({
  stories: z.array(
    z.object({
      subjects: z.object({
        beaconing: z.array(Pair).default([]),
        "dns-tunnel": z.array(z.object({ src: z.string(), domain: z.string() })).default([]),
      }),
    }),
  ),
});

/** The simulated enterprise, written below `root`. */
export async function demoRecordings(root: string, options: { scale: number; seed: number }): Promise<NetworkRecording[]> {
  const dir = join(root, "demo");
  mkdirSync(dir);
  const { groundTruth } = await writeDemo(dir, options);
  const { stories } = Truth.parse(JSON.parse(readFileSync(join(dir, groundTruth), "utf8")));
  const path = join(dir, "zeek");
  const calls = stories.flatMap((s) => s.subjects.beaconing.map((b) => `${b.src}|${b.dst}`));
  const tunnels = stories.flatMap((s) => s.subjects["dns-tunnel"].map((t) => `${t.src}|${t.domain}`));
  return [
    { name: "demo", model: "beaconing", path, hostile: [...new Set(calls)] },
    { name: "demo", model: "dns-tunnel", path, hostile: [...new Set(tunnels)] },
  ];
}

const firstDistinct = (pairs: readonly string[], limit: number): string[] => [...new Set(pairs)].slice(0, limit);

interface ByPackage {
  readonly queue: readonly string[];
  /** Pairs it would flag at a false-discovery rate of 10 %. */
  readonly flagged: readonly string[];
}

async function byPackage(engine: QueryEngine, pkg: LoadedPackage, snapshot: string, seeds: readonly number[]): Promise<ByPackage[]> {
  const matrix = await extractFeatures(engine, { snapshots: [snapshot] }, pkg);
  const [src, dst] = matrix.keys;
  const pairOf = (row: number): string => `${src?.values[row] ?? ""}|${dst?.values[row] ?? ""}`;
  return seeds.map((seed) => {
    const { order, qValues } = ratedByForest(matrix, pkg, seed);
    const flagged = order.filter((row) => (qValues[row] ?? 1) <= 0.1);
    return { queue: firstDistinct(order.map(pairOf), pkg.spec.dailyBudget), flagged: [...new Set(flagged.map(pairOf))] };
  });
}

async function byFoil(engine: QueryEngine, pkg: LoadedPackage, snapshot: string): Promise<string[]> {
  const rows = await engine.rows({ scope: { snapshots: [snapshot] }, sql: pkg.spec.naiveFoil.sql });
  return rows.map((row) => `${String(row["src"])}|${String(row["dst"] ?? row["domain"])}`);
}

/** The first distinct pairs, as many as the package's daily budget, by the package for every seed and by its foil. */
export async function firstPairs(recording: NetworkRecording, workspace: string, seeds: readonly number[]) {
  const { name, model, path, clock = "declared" } = recording;
  mkdirSync(join(workspace, "snapshots"), { recursive: true });
  const { snapshotId } = await importFiles(workspace, { paths: [{ path, displayName: name }], source: name, format: "auto", clock });
  const snapshotsDir = join(workspace, "snapshots");
  const engine = createDuckDbEngine({ snapshotsDir, cacheDir: join(workspace, "cache"), log: () => undefined, workers: 1 });
  try {
    const pkg = loadPackage(join(packagesDir(), model));
    const budget = pkg.spec.dailyBudget;
    const foil = firstDistinct(await byFoil(engine, pkg, snapshotId), budget);
    return { budget, foil, tries: await byPackage(engine, pkg, snapshotId, seeds) };
  } finally {
    await engine.close();
  }
}
