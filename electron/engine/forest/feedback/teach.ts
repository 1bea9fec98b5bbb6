import type { Forest, ModelMatrix } from "../forest.ts";
import { createFeedbackGuided, type JudgedRow } from "./feedback-guided.ts";
import { type LeafMap, mapLeaves } from "./leaf-map.ts";
import { createTreeAad } from "./tree-aad.ts";

/** What verdicts made of a forest, one entry per node, 0 for inner nodes. The forest itself is never changed. */
export interface Taught {
  /** Path length of a leaf with every edge weighted by feedback; the forest's own path lengths when nothing was judged. */
  readonly weightedPath: Float32Array;
  /** Weight of a leaf in tree-AAD; all weights have unit length together. */
  readonly leafWeight: Float32Array;
}

/** One judged row of `labelled`, in the order the verdicts were given. */
export type Lesson = Omit<JudgedRow, "row">;

/**
 * Replays verdicts into a forest: feedback-guided edge weights one verdict after the other, tree-AAD over all of them against `pool`.
 * `labelled` has one row per lesson. Deterministic. O(lessons * trees * depth) and the fit of tree-AAD.
 */
export function teach(forest: Forest, pool: ModelMatrix, labelled: ModelMatrix, lessons: readonly Lesson[]): Taught {
  const map = mapLeaves(forest, stack(pool, labelled));
  const judged = lessons.map((lesson, i) => ({ ...lesson, row: pool.rowCount + i }));
  const guided = createFeedbackGuided(map);
  for (const one of judged) guided.learn(one);
  const aad = createTreeAad(map);
  aad.learn(judged);
  return {
    weightedPath: byNode(
      map,
      guided.leafValues().map((value) => -value),
    ),
    leafWeight: byNode(map, aad.weights()),
  };
}

/** The forest that scores and explains as it was taught. */
export const taughtForest = (forest: Forest, { weightedPath }: Taught): Forest => ({ ...forest, value: weightedPath });

function byNode({ forest, nodeOfLeaf }: LeafMap, byLeaf: Float64Array): Float32Array {
  const values = new Float32Array(forest.feature.length);
  for (const [leaf, node] of nodeOfLeaf.entries()) values[node] = byLeaf[leaf] ?? 0;
  return values;
}

function stack(above: ModelMatrix, below: ModelMatrix): ModelMatrix {
  const data = new Float32Array(above.data.length + below.data.length);
  data.set(above.data);
  data.set(below.data, above.data.length);
  return { data, rowCount: above.rowCount + below.rowCount, featureCount: above.featureCount };
}
