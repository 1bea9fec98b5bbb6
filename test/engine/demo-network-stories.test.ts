import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { writeDemo } from "../../electron/engine/demo/write-demo.ts";
import { extractFeatures } from "../../electron/engine/features/extract-features.ts";
import { loadPackage } from "../../electron/engine/features/packages.ts";
import { packagesDir } from "../../electron/engine/runtime.ts";
import { placesByTurn } from "../../electron/engine/scoring/diversity.ts";
import { subjectKeys, subjectKeyText } from "../../electron/engine/scoring/split.ts";
import { subjectEntities } from "../../electron/engine/scoring/subject-entities.ts";
import { importFiles } from "../../electron/engine/telemetry/import-files.ts";
import { rankedByForest } from "../unit-support/forest-ranking.ts";
import { openEngine, type TestEngine } from "./duckdb-setup.ts";

const root = mkdtempSync(join(tmpdir(), "quarry-demo-stories-"));
const seeds = [1, 2, 3];
let open: TestEngine;
let snapshot = "";

beforeAll(async () => {
  mkdirSync(join(root, "raw"));
  open = openEngine(root);
  await writeDemo(join(root, "raw"), { scale: 0.25, seed: 1 });
  const paths = [{ path: join(root, "raw", "zeek"), displayName: "zeek" }];
  snapshot = (await importFiles(root, { paths, source: "zeek", format: "auto", clock: "declared" })).snapshotId;
}, 400_000);

afterAll(async () => {
  await open.engine.close();
  rmSync(root, { recursive: true, force: true });
});

/** The rows of a model's matrix by rank, per seed. */
async function rank(model: string) {
  const pkg = loadPackage(join(packagesDir(), model));
  const matrix = await extractFeatures(open.engine, { snapshots: [snapshot] }, pkg);
  return { pkg, matrix, rankings: seeds.map((seed) => rankedByForest(matrix, pkg, seed)) };
}

const ranked = new Map<string, ReturnType<typeof rank>>();

/** Every test looks at the same rankings. */
function rankedOf(model: string): ReturnType<typeof rank> {
  const known = ranked.get(model) ?? rank(model);
  ranked.set(model, known);
  return known;
}

/** Per seed, the best rank that a subject towards the destination has among the subjects of its own day. */
async function bestOfDay(model: string, destination: string): Promise<number[]> {
  const { matrix, rankings } = await rankedOf(model);
  return rankings.map((rows) => {
    const perDay = new Map<number, number>();
    const ranks = rows.flatMap((row) => {
      const day = matrix.windowFromUs[row] ?? 0;
      const place = (perDay.get(day) ?? 0) + 1;
      perDay.set(day, place);
      return matrix.keys[1]?.values[row] === destination ? [place] : [];
    });
    return Math.min(...ranks);
  });
}

/** Per seed, the place in its model's queue of two weeks that the first subject towards each destination has. */
async function placesOf(model: string, destinations: readonly string[]): Promise<number[][]> {
  const { pkg, matrix, rankings } = await rankedOf(model);
  return rankings.map((rows) => {
    const surfaced = rows.slice(0, pkg.spec.dailyBudget * 14);
    const keys = surfaced.map((row) => subjectKeys(matrix, row));
    const places = placesByTurn(keys.map((k) => ({ subjectKey: subjectKeyText(k), entities: subjectEntities(pkg.spec.grain.keys, k) })));
    return destinations.map((destination) =>
      Math.min(...surfaced.flatMap((row, i) => (matrix.keys[1]?.values[row] === destination ? [places[i] ?? Infinity] : []))),
    );
  });
}

describe("the demo's stories in the network, each in its own model", { timeout: 240_000 }, () => {
  it("puts secrets carried out in host names first of their day", async () => {
    expect(await bestOfDay("dns-tunnel", "zonecache-mirror.example")).toEqual(seeds.map(() => 1));
  });

  it("gives each of them one of its model's first five places, so that four models in turns show them among the first twenty", async () => {
    const calls = await placesOf("beaconing", [
      "sync.harrowgate-metrics.example",
      "eu1.larkbox-vault.example",
      "status.kelpwood-systems.example",
    ]);
    const secrets = await placesOf("dns-tunnel", ["zonecache-mirror.example"]);
    expect([...calls, ...secrets].flat().filter((place) => place > 5)).toEqual([]);
  });

  it.each([
    ["the implant's calls", "sync.harrowgate-metrics.example"],
    ["the leaver's uploads", "eu1.larkbox-vault.example"],
    ["the server's one call an hour", "status.kelpwood-systems.example"],
  ])("puts %s among the first three of a day, whatever the seed", async (_, destination) => {
    for (const rank of await bestOfDay("beaconing", destination)) expect(rank).toBeLessThanOrEqual(3);
  });
});
