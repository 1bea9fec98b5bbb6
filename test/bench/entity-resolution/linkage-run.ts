import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createDuckDbEngine } from "../../../electron/engine/duckdb/duckdb-engine.ts";
import type { QueryEngine } from "../../../electron/engine/duckdb/query-engine.ts";
import type { ComparisonSet } from "../../../electron/engine/entities/linkage/comparison-set.ts";
import type { LinkageModel } from "../../../electron/engine/entities/linkage/model.ts";
import { type Scored, scorePairs } from "../../../electron/engine/entities/linkage/score.ts";
import { trainModel } from "../../../electron/engine/entities/linkage/train.ts";
import type { LabelledRecord } from "../../unit-support/linkage-sets.ts";
import { type Figure, reported } from "./resolution-set.ts";

/** Runs `work` with DuckDB-WASM in a folder of its own. */
export async function withQueries<T>(work: (queries: QueryEngine) => Promise<T>): Promise<T> {
  const root = mkdtempSync(join(tmpdir(), "quarry-linkage-"));
  const queries = createDuckDbEngine({
    snapshotsDir: join(root, "snapshots"),
    cacheDir: join(root, "cache"),
    log: (line) => process.stderr.write(`${line}\n`),
    workers: 1,
  });
  try {
    return await work(queries);
  } finally {
    await queries.close();
    rmSync(root, { recursive: true, force: true });
  }
}

export interface LinkageRun extends Scored {
  readonly model: LinkageModel;
  /** The true cluster by position. */
  readonly truth: readonly string[];
  readonly seconds: number;
  /** The most memory that the process held while it ran. */
  readonly peakMb: number;
}

/** Trains on the records without their labels and scores them with what was learned. */
export async function runLinkage(queries: QueryEngine, set: ComparisonSet, records: readonly LabelledRecord[]): Promise<LinkageRun> {
  const clusters = new Map(records.map(({ id, cluster }) => [id, cluster]));
  const started = performance.now();
  const [{ model, scored }, peakMb] = await withPeakMemory(async () => {
    const learned = await trainModel(queries, set, records);
    return { model: learned, scored: await scorePairs(queries, set, learned, records, { floorBits: -5 }) };
  });
  const seconds = (performance.now() - started) / 1000;
  return { ...scored, model, truth: scored.ids.map((id) => clusters.get(id) ?? ""), seconds, peakMb };
}

const memoryEveryMs = 50;

async function withPeakMemory<T>(work: () => Promise<T>): Promise<readonly [T, number]> {
  let peak = process.memoryUsage.rss();
  const note = (): void => {
    peak = Math.max(peak, process.memoryUsage.rss());
  };
  const timer = setInterval(note, memoryEveryMs);
  try {
    const result = await work();
    note();
    return [result, peak / 2 ** 20];
  } finally {
    clearInterval(timer);
  }
}

/** The weight at which a probability is reached. */
export const bitsOf = (probability: number): number => Math.log2(probability / (1 - probability));

/** Time and memory of this run. */
export const costOf = (set: string, { seconds, peakMb, ids, skipped }: LinkageRun): Figure[] => [
  reported(set, "seconds to learn and score", seconds, ids.length),
  reported(set, "peak memory while it ran, MB", peakMb),
  reported(set, "blocks too crowded to compare", skipped.length),
];

/** What of a comparison set a person wrote down. */
export const byHandOf = (set: ComparisonSet): string => {
  const levels = set.comparisons.map(({ name, levels: { length } }) => `${name} (${length + 1})`).join(", ");
  const usual = set.comparisons.filter((comparison) => comparison.usual !== undefined).length;
  return [
    `levels of ${levels}`,
    `${set.blocking.length} blocking and ${set.training.length} training rules`,
    `${set.sure.rules.length} rules taken for sure with an assumed recall of ${set.sure.assumedRecall}`,
    ...(usual === 0 ? [] : [`the usual shares of ${usual} comparisons, believed like 100 matches`]),
  ].join("; ");
};
