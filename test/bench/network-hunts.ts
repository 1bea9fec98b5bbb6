/**
 * What beaconing and dns-tunnel find within their daily budget, beside the naive query each must beat, on recordings with ground truth and
 * on the demo: `npm run bench -- network-hunts [--data DIR] [--scale S] [--seed N] [--json]`. DIR is the folder that holds `zeek/`.
 */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { z } from "zod";
import { writeDemo } from "../../electron/engine/demo/write-demo.ts";
import { createDuckDbEngine } from "../../electron/engine/duckdb/duckdb-engine.ts";
import type { QueryEngine } from "../../electron/engine/duckdb/query-engine.ts";
import { extractFeatures } from "../../electron/engine/features/extract-features.ts";
import { type LoadedPackage, loadPackage } from "../../electron/engine/features/packages.ts";
import { packagesDir } from "../../electron/engine/runtime.ts";
import { importFiles } from "../../electron/engine/telemetry/import-files.ts";
import { wilson } from "../../shared/lib/wilson.ts";
import { rankedByForest } from "../unit-support/forest-ranking.ts";

const { values } = parseArgs({
  options: {
    data: { type: "string" },
    scale: { type: "string", default: "0.5" },
    seed: { type: "string", default: "1" },
    json: { type: "boolean", default: false },
  },
});
const [scale, seed] = [Number(values.scale), Number(values.seed)];
const root = mkdtempSync(join(tmpdir(), "quarry-network-hunts-"));

interface Recording {
  readonly name: string;
  readonly model: string;
  readonly path: string;
  readonly clock?: string;
  /** Pairs of source and destination, `source|destination`, that the ground truth holds for hostile. */
  readonly hostile: readonly string[];
}

/** Pairs with a flow that CTU's experts labelled malicious. */
function labelledPairs(path: string): string[] {
  const rows = readFileSync(path, "utf8").split("\n");
  const hostile = rows.map((line) => line.split("\t")).filter((fields) => fields.includes("Malicious"));
  return [...new Set(hostile.map((fields) => `${fields[2] ?? ""}|${fields[4] ?? ""}`))];
}

function recorded(dir: string): Recording[] {
  const rat = join(dir, "zeek", "ctu_labeled", "001-zeek-scenario-malicious");
  const all: Recording[] = [
    { name: "proxy beacon", model: "beaconing", path: join(dir, "zeek", "rita_proxy"), hostile: ["10.136.0.18|www.honestimnotevil.com"] },
    {
      name: "apt29 day 1",
      model: "beaconing",
      path: join(dir, "zeek", "apt29_day1", "combined_zeek.log.gz"),
      hostile: ["10.0.1.6|192.168.0.4", "10.0.1.4|192.168.0.4", "10.0.1.4|192.168.0.5"],
    },
    {
      name: "remote access trojan",
      model: "beaconing",
      path: join(rat, "conn.log"),
      clock: "start:2017-03-08T00:00:00Z",
      hostile: existsSync(rat) ? labelledPairs(join(rat, "labeled-conn.log")) : [],
    },
  ];
  return all.filter(({ path }) => existsSync(path));
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

async function demo(): Promise<Recording[]> {
  const dir = join(root, "demo");
  mkdirSync(dir);
  const { groundTruth } = await writeDemo(dir, { scale, seed });
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

async function byPackage(engine: QueryEngine, pkg: LoadedPackage, snapshot: string): Promise<string[]> {
  const matrix = await extractFeatures(engine, { snapshots: [snapshot] }, pkg);
  const [src, dst] = matrix.keys;
  return rankedByForest(matrix, pkg, seed).map((row) => `${src?.values[row] ?? ""}|${dst?.values[row] ?? ""}`);
}

async function byFoil(engine: QueryEngine, pkg: LoadedPackage, snapshot: string): Promise<string[]> {
  const rows = await engine.rows({ scope: { snapshots: [snapshot] }, sql: pkg.spec.naiveFoil.sql });
  return rows.map((row) => `${String(row["src"])}|${String(row["dst"] ?? row["domain"])}`);
}

const share = (k: number, n: number): string => {
  const { low, high } = wilson(k, n);
  return n === 0 ? "none" : `${k}/${n} [${low.toFixed(2)}, ${high.toFixed(2)}]`;
};

async function compare(recording: Recording, n: number): Promise<Record<string, string | number>> {
  const { name, model, path, clock = "declared", hostile } = recording;
  const workspace = join(root, `w${n}`);
  mkdirSync(join(workspace, "snapshots"), { recursive: true });
  const { snapshotId } = await importFiles(workspace, { paths: [{ path, displayName: name }], source: name, format: "auto", clock });
  const snapshotsDir = join(workspace, "snapshots");
  const engine = createDuckDbEngine({ snapshotsDir, cacheDir: join(workspace, "cache"), log: () => undefined, workers: 1 });
  try {
    const pkg = loadPackage(join(packagesDir(), model));
    const budget = pkg.spec.dailyBudget;
    const [queue, foil] = [await byPackage(engine, pkg, snapshotId), await byFoil(engine, pkg, snapshotId)].map((p) =>
      firstDistinct(p, budget),
    );
    const found = (pairs: readonly string[] = []): number => pairs.filter((p) => hostile.includes(p)).length;
    return {
      model,
      recording: name,
      budget,
      "recall package": share(found(queue), hostile.length),
      "recall foil": share(found(foil), hostile.length),
      "precision package": share(found(queue), queue?.length ?? 0),
      "precision foil": share(found(foil), foil?.length ?? 0),
    };
  } finally {
    await engine.close();
  }
}

try {
  const recordings = [...(values.data === undefined ? [] : recorded(values.data)), ...(await demo())];
  const rows = [];
  for (const [n, recording] of recordings.entries()) rows.push(await compare(recording, n));
  if (values.json) console.log(JSON.stringify({ scale, seed, rows }, null, 2));
  else console.table(rows);
} finally {
  rmSync(root, { recursive: true, force: true });
}
