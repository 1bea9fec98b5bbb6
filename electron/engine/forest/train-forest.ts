import { AppError, CancelledError } from "../../../shared/contract/errors.ts";
import { createRandom, type Random } from "../../../shared/lib/random.ts";
import { requireFinite } from "./finite.ts";
import type { Forest, ModelMatrix } from "./forest.ts";
import { emptyNodeLists, growTree, type TreeSample } from "./grow-tree.ts";

export interface ForestParameters {
  readonly trees: number;
  /** Rows per tree; fewer when there are fewer rows. */
  readonly sampleSize: number;
  readonly seed: number;
}

/** Asked between units of work; a loop that runs long in a worker thread can learn of nothing else. */
export interface LoopControl {
  readonly isCancelled: () => boolean;
  readonly progress: (done: number, total: number) => void;
}

export const noControl: LoopControl = { isCancelled: () => false, progress: () => undefined };

/** Each tree draws from a stream of its own, so that trees do not depend on the order they are grown in. */
const treeRandom = (seedBase: number, tree: number): Random => createRandom((seedBase + Math.imul(tree, 0x85ebca6b)) | 0);

/** Partial Fisher-Yates over `pool`, undone afterwards, so that one identity permutation serves every tree. */
function drawSample(matrix: ModelMatrix, size: number, pool: Int32Array, random: Random): TreeSample {
  const { data: source, featureCount } = matrix;
  const data = new Float32Array(size * featureCount);
  const swaps = new Int32Array(size);
  for (let i = 0; i < size; i++) {
    const j = i + random.below(pool.length - i);
    const row = pool[j] ?? 0;
    pool[j] = pool[i] ?? 0;
    pool[i] = row;
    swaps[i] = j;
    data.set(source.subarray(row * featureCount, (row + 1) * featureCount), i * featureCount);
  }
  for (let i = size - 1; i >= 0; i--) {
    const j = swaps[i] ?? 0;
    const row = pool[i] ?? 0;
    pool[i] = pool[j] ?? 0;
    pool[j] = row;
  }
  return { data, featureCount, rows: Int32Array.from({ length: size }, (_, i) => i) };
}

/**
 * Isolation forest after Liu, Ting and Zhou 2008: every tree on psi = min(sampleSize, rows) rows drawn without replacement,
 * height limit ceil(log2 psi). The same matrix, parameters and seed give the same forest.
 * @throws AppError `model-mismatch` on NaN or infinite values, `bad-input` on fewer than two rows or no features.
 */
export function trainForest(matrix: ModelMatrix, parameters: ForestParameters, control: LoopControl = noControl): Forest {
  if (matrix.rowCount < 2 || matrix.featureCount < 1)
    throw new AppError(
      "bad-input",
      `A forest needs at least two rows and one feature; got ${matrix.rowCount} rows of ${matrix.featureCount}.`,
    );
  requireFinite(matrix);
  const sampleSize = Math.min(parameters.sampleSize, matrix.rowCount);
  const heightLimit = Math.ceil(Math.log2(sampleSize));
  const pool = Int32Array.from({ length: matrix.rowCount }, (_, i) => i);
  const seedBase = createRandom(parameters.seed).uint32();
  const nodes = emptyNodeLists();
  const roots = new Int32Array(parameters.trees + 1);
  for (let tree = 0; tree < parameters.trees; tree++) {
    if (control.isCancelled()) throw new CancelledError();
    const random = treeRandom(seedBase, tree);
    growTree(drawSample(matrix, sampleSize, pool, random), heightLimit, random, nodes);
    roots[tree + 1] = nodes.feature.length;
    control.progress(tree + 1, parameters.trees);
  }
  return {
    featureCount: matrix.featureCount,
    sampleSize,
    roots,
    feature: Int32Array.from(nodes.feature),
    threshold: Float32Array.from(nodes.threshold),
    left: Int32Array.from(nodes.left),
    right: Int32Array.from(nodes.right),
    cover: Int32Array.from(nodes.cover),
    value: Float32Array.from(nodes.value),
  };
}
