import type { Forest } from "../../../electron/engine/forest/forest.ts";
import { createFeedbackGuided, type JudgedRow } from "../../../electron/engine/forest/feedback/feedback-guided.ts";
import { mapLeaves } from "../../../electron/engine/forest/feedback/leaf-map.ts";
import { fuseRanks } from "../../../electron/engine/forest/feedback/rank-fusion.ts";
import { createTreeAad } from "../../../electron/engine/forest/feedback/tree-aad.ts";
import { trainForest } from "../../../electron/engine/forest/train-forest.ts";
import type { LabelledMatrix } from "../../unit-support/benchmark-data.ts";
import { type Measured, measured, range } from "./statistics.ts";

export const checkpoints = [20, 40, 60, 100] as const;
export const methods = ["plain", "aad", "fg", "fused"] as const;
export type Method = (typeof methods)[number];

/** A ranking of a pool that learns from one verdict at a time. */
interface Learner {
  readonly scores: () => Float64Array;
  readonly learn: (judged: readonly JudgedRow[], newest: JudgedRow) => void;
}

function learnerOf(method: Method, forest: Forest, pool: LabelledMatrix): Learner {
  const map = mapLeaves(forest, pool);
  const guided = createFeedbackGuided(map);
  if (method === "plain") {
    const scores = guided.scores();
    return { scores: () => scores, learn: () => undefined };
  }
  if (method === "fg") return { scores: guided.scores, learn: (_, newest) => guided.learn(newest) };
  const aad = createTreeAad(map);
  if (method === "aad") return { scores: aad.scores, learn: (judged) => aad.learn(judged) };
  return {
    scores: () => fuseRanks([aad.scores(), guided.scores()]),
    learn: (judged, newest) => {
      guided.learn(newest);
      aad.learn(judged);
    },
  };
}

/** The row with the highest score among those not judged; the earlier one of equals. */
function nextQuery(scores: Float64Array, isJudged: Uint8Array): number {
  let best = -1;
  for (let row = 0; row < scores.length; row++)
    if (isJudged[row] === 0 && (best < 0 || (scores[row] ?? 0) > (scores[best] ?? 0))) best = row;
  return best;
}

/** Judges the top of the ranking again and again, as an analyst with perfect knowledge would. Verdicts in their order. */
export function askOracle(method: Method, forest: Forest, pool: LabelledMatrix, queries: number): JudgedRow[] {
  const learner = learnerOf(method, forest, pool);
  const isJudged = new Uint8Array(pool.rowCount);
  const judged: JudgedRow[] = [];
  for (let query = 0; query < Math.min(queries, pool.rowCount); query++) {
    const row = nextQuery(learner.scores(), isJudged);
    isJudged[row] = 1;
    const verdict = { row, isAnomaly: pool.isAnomaly[row] === true };
    judged.push(verdict);
    learner.learn(judged, verdict);
  }
  return judged;
}

/** Anomalies among the first 20, 40, 60 and 100 judged, per method, over forests of different seeds. */
export function anomaliesFound(pool: LabelledMatrix, seeds: readonly number[]): Record<Method, Measured[]> {
  const forests = seeds.map((seed) => trainForest(pool, { trees: 100, sampleSize: 256, seed }));
  const of = (method: Method): Measured[] => {
    const runs = forests.map((forest) => {
      const judged = askOracle(method, forest, pool, 100);
      return checkpoints.map((n) => judged.slice(0, n).filter((j) => j.isAnomaly).length);
    });
    return range(checkpoints.length).map((i) => measured(runs.map((found) => found[i] ?? 0)));
  };
  return { plain: of("plain"), aad: of("aad"), fg: of("fg"), fused: of("fused") };
}
