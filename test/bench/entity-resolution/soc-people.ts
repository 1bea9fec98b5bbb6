import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { parse } from "csv-parse/sync";
import { z } from "zod";
import type { QueryEngine } from "../../../electron/engine/duckdb/query-engine.ts";
import { toPersonRecord } from "../../../electron/engine/entities/linkage/inventory-records.ts";
import { mutualBest } from "../../../electron/engine/entities/linkage/mutual-best.ts";
import { personSet } from "../../../electron/engine/entities/linkage/person-set.ts";
import { proposeLinks } from "../../../electron/engine/entities/linkage/propose-links.ts";
import { leaseReading } from "../../../electron/engine/inventory/lease-events.ts";
import { parseInventory } from "../../../electron/engine/inventory/parse-inventory.ts";
import type { LabelledRecord } from "../../unit-support/linkage-sets.ts";
import { bitsOf, byHandOf, runLinkage, withQueries } from "./linkage-run.ts";
import { pairQuality, type PairQuality } from "./pair-quality.ts";
import { atLeast, type Figure, reported, type ResolutionSet } from "./resolution-set.ts";

const name = "soc-people";
const files = ["ad_users.csv", "okta_users.csv", "truth_users.csv"] as const;
const folderOf = (dir: string): string | undefined =>
  [join(dir, "soc_synth"), dir].find((one) => files.every((file) => existsSync(join(one, file))));

const Truth = z.array(z.object({ source_key: z.string(), entity: z.string() }));

/** Users of the directory and of the identity provider, with the person each truly is. */
function readUsers(dir: string): LabelledRecord[] {
  const rows: unknown = parse(readFileSync(join(dir, "truth_users.csv")), { columns: true });
  const entities = new Map(Truth.parse(rows).map((row) => [row.source_key, row.entity]));
  const read = (file: string, kind: "directory" | "idp", source: string, key: string): LabelledRecord[] =>
    parseInventory(readFileSync(join(dir, file)), file, kind, leaseReading({})).records.map(({ fields }) => {
      const id = `${source}:${fields.get(key) ?? ""}`;
      return { ...toPersonRecord({ id, source, fields }), cluster: entities.get(id) ?? id };
    });
  return [...read("ad_users.csv", "directory", "ad", "guid"), ...read("okta_users.csv", "idp", "okta", "id")];
}

interface Trial {
  readonly what: string;
  /** Mutual best pairs of p 0.5 and more, ties dropped. */
  readonly oneToOne: PairQuality;
  /** What would be linked without asking anybody. */
  readonly active: PairQuality;
  readonly review: number;
  readonly seconds: number;
  readonly peakMb: number;
}

async function tryOut(queries: QueryEngine, what: string, dir: string): Promise<Trial> {
  const records = readUsers(dir);
  const run = await runLinkage(queries, personSet, records);
  const likely = run.pairs.filter(({ weight }) => weight >= bitsOf(0.5));
  const { links } = await proposeLinks(queries, personSet, run.model, records);
  const places = new Map(run.ids.map((id, i) => [id, i]));
  const active = links.flatMap(({ a, b, state }) => (state === "active" ? [{ a: places.get(a) ?? -1, b: places.get(b) ?? -1 }] : []));
  return {
    what,
    oneToOne: pairQuality(mutualBest(likely, run.sources), run.truth),
    active: pairQuality(active, run.truth),
    review: links.length - active.length,
    seconds: run.seconds,
    peakMb: run.peakMb,
  };
}

/** Makes the set anew for a seed and a size with its own generator, in a folder that is gone afterwards. Undefined without Python. */
async function made(dir: string, seed: number, size: number, work: (dir: string) => Promise<Trial>): Promise<Trial | undefined> {
  const names = join(dirname(dir), "febrl", "clean_dataset4a.csv");
  if (!existsSync(join(dir, "generate.py")) || !existsSync(names)) return undefined;
  const root = mkdtempSync(join(tmpdir(), "quarry-soc-"));
  try {
    for (const folder of ["soc_synth", "febrl"]) mkdirSync(join(root, folder));
    copyFileSync(join(dir, "generate.py"), join(root, "soc_synth", "generate.py"));
    copyFileSync(names, join(root, "febrl", "clean_dataset4a.csv"));
    const { status } = spawnSync("python3", [join(root, "soc_synth", "generate.py"), String(seed), String(size)], { stdio: "ignore" });
    return status === 0 ? await work(join(root, "soc_synth")) : undefined;
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

const sizes = [300, 1200, 20_000];

function figuresOf(what: string, trials: readonly Trial[]): Figure[] {
  const summary = (measure: string, values: readonly number[], bar?: number): Figure[] => {
    const n = trials.length;
    const mean = values.reduce((sum, value) => sum + value, 0) / n;
    const worst = Math.min(...values);
    const title = `${what}, ${measure}`;
    if (bar === undefined) return [reported(name, `${title}, mean`, mean, n), reported(name, `${title}, worst`, worst, n)];
    return [reported(name, `${title}, mean`, mean, n), atLeast(name, `${title}, worst`, worst, bar, n)];
  };
  return [
    ...summary(
      "one to one: precision",
      trials.map((trial) => trial.oneToOne.precision),
      0.995,
    ),
    ...summary(
      "one to one: recall",
      trials.map((trial) => trial.oneToOne.recall),
      0.93,
    ),
    ...summary(
      "linked unasked: precision",
      trials.map((trial) => trial.active.precision),
    ),
    ...summary(
      "linked unasked: recall",
      trials.map((trial) => trial.active.recall),
    ),
    reported(name, `${what}, pairs to review, mean`, trials.reduce((sum, trial) => sum + trial.review, 0) / trials.length, trials.length),
    reported(name, `${what}, seconds to learn and score, mean`, trials.reduce((sum, trial) => sum + trial.seconds, 0) / trials.length),
    reported(name, `${what}, peak memory while it ran, MB, worst`, Math.max(...trials.map((trial) => trial.peakMb))),
  ];
}

/** Directory against identity provider: as supplied, and for more seeds than one, made anew in three sizes. The generator has 4,885 names, so no more users. */
export const socPeople: ResolutionSet = {
  name,
  byHand: [byHandOf(personSet), "threshold p 0.5 one to one; unasked p 0.99, 3 bits before the next best, 2 comparisons that agree"],
  isIn: (dir) => folderOf(dir) !== undefined,
  measure: (dir, seeds) =>
    withQueries(async (queries) => {
      const folder = folderOf(dir) ?? dir;
      const figures = figuresOf("as supplied", [await tryOut(queries, "as supplied", folder)]);
      if (seeds === 1) return figures;
      for (const size of sizes) {
        const trials: Trial[] = [];
        for (let seed = 1; seed <= seeds; seed += 1) {
          const trial = await made(folder, seed, size, (at) => tryOut(queries, `${size} users`, at));
          if (trial !== undefined) trials.push(trial);
        }
        if (trials.length > 0) figures.push(...figuresOf(`made for ${size}, ${trials.length} seeds`, trials));
      }
      return figures;
    }),
};
