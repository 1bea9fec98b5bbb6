import type { LoadedPackage } from "../../../electron/engine/features/packages.ts";
import { foilOrder, strangestFirst, withRecording } from "./capture.ts";
import type { Recording } from "./recordings.ts";

export const budget = 10;

interface OfModel {
  readonly model: string;
  readonly subjects: number;
  readonly wanted: number;
  /** Best rank of a wanted subject, median over the seeds; undefined when there is none. */
  readonly best: number | undefined;
  /** Wanted among the first ten, mean over the seeds; and among the foil's. */
  readonly hits: number;
  readonly foilBest: number | undefined;
  readonly foilHits: number;
  /** Chance that a random order has a wanted one among the first ten. */
  readonly chance: number;
}

export interface Measured {
  readonly set: string;
  readonly name: string;
  readonly techniques: readonly string[];
  /** Whether the metadata name anything a subject could be held against. */
  readonly hasTruth: boolean;
  readonly models: readonly OfModel[];
  /** Best rank in one queue that takes turns between the models, median over the seeds. */
  readonly turns: number | undefined;
  readonly seconds: number;
}

/** 1 - C(n - m, k) / C(n, k). */
function chanceInFirst(k: number, subjects: number, wanted: number): number {
  let none = 1;
  for (let i = 0; i < Math.min(k, subjects); i++) none *= Math.max(0, subjects - wanted - i) / (subjects - i);
  return 1 - none;
}

const median = (values: readonly number[]): number | undefined => values.toSorted((a, b) => a - b)[values.length >> 1];
const firstRank = (order: readonly number[], isWanted: (row: number) => boolean): number => {
  const at = order.findIndex(isWanted);
  return at < 0 ? Infinity : at + 1;
};
const finite = (rank: number | undefined): number | undefined => (rank === Infinity ? undefined : rank);
const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / Math.max(1, values.length);

/** Ranks of each seed's first wanted subject when the models' orders are taken in turns. */
function inTurns(orders: readonly (readonly boolean[])[]): number {
  const longest = Math.max(0, ...orders.map((o) => o.length));
  const merged = Array.from({ length: longest }, (_, i) => orders.flatMap((o) => o.slice(i, i + 1))).flat();
  const at = merged.indexOf(true);
  return at < 0 ? Infinity : at + 1;
}

export async function measure(recording: Recording, packages: readonly LoadedPackage[], seeds: readonly number[]): Promise<Measured> {
  const from = performance.now();
  const { set, name, techniques, isWanted } = recording;
  const models: OfModel[] = [];
  const perSeed: boolean[][][] = seeds.map(() => []);
  if (isWanted !== undefined)
    await withRecording(recording.paths, async (capture) => {
      for (const pkg of packages) {
        const model = pkg.spec.name;
        const matrix = await capture.features(pkg);
        const orders =
          matrix === undefined ? [] : seeds.flatMap((seed) => [strangestFirst(matrix, pkg, seed)]).filter((o) => o !== undefined);
        if (matrix === undefined || orders.length === 0) continue;
        const want = (row: number): boolean => isWanted(model, matrix, row);
        orders.forEach((order, i) => perSeed[i]?.push(order.map(want)));
        const wanted = matrix.labels.filter((_, row) => want(row)).length;
        const foil = await foilOrder(capture, matrix, pkg);
        models.push({
          model,
          subjects: matrix.rowCount,
          wanted,
          best: finite(median(orders.map((o) => firstRank(o, want)))),
          hits: mean(orders.map((o) => o.slice(0, budget).filter(want).length)),
          foilBest: finite(firstRank(foil, want)),
          foilHits: foil.slice(0, budget).filter(want).length,
          chance: chanceInFirst(budget, matrix.rowCount, wanted),
        });
      }
    });
  const turns = finite(median(perSeed.map(inTurns)));
  return { set, name, techniques, hasTruth: isWanted !== undefined, models, turns, seconds: Math.round(performance.now() - from) / 1000 };
}
