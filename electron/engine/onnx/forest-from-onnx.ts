import type { onnx } from "onnx-proto";
import { AppError } from "../../../shared/contract/errors.ts";
import type { Forest } from "../forest/forest.ts";
import { readFloats, readInts, readString, readStrings } from "./attributes.ts";
import { taughtTargets } from "./forest-to-onnx.ts";
import { type CheckedModel, checkModel } from "./model-guard.ts";

const mismatch = (reason: string): never => {
  throw new AppError("model-mismatch", `The model is not an isolation forest Quarry can explain: ${reason}.`);
};

interface NodeTable {
  readonly treeIds: readonly number[];
  readonly nodeIds: readonly number[];
  readonly features: readonly number[];
  readonly thresholds: readonly number[];
  readonly modes: readonly string[];
  readonly covers: readonly number[];
  readonly trueIds: readonly number[];
  readonly falseIds: readonly number[];
}

function readTable(node: onnx.INodeProto): NodeTable {
  const table = {
    treeIds: readInts(node, "nodes_treeids"),
    nodeIds: readInts(node, "nodes_nodeids"),
    features: readInts(node, "nodes_featureids"),
    thresholds: readFloats(node, "nodes_values"),
    modes: readStrings(node, "nodes_modes"),
    covers: readFloats(node, "nodes_hitrates"),
    trueIds: readInts(node, "nodes_truenodeids"),
    falseIds: readInts(node, "nodes_falsenodeids"),
  };
  const count = table.treeIds.length;
  if (count === 0 || Object.values(table).some((column) => column.length !== count)) mismatch("its node columns differ in length");
  return table;
}

/** First node of each tree; trees come one after the other and number their nodes from 0. */
function readRoots({ treeIds, nodeIds }: NodeTable): Int32Array {
  const roots: number[] = [];
  for (const [i, tree] of treeIds.entries()) {
    if (tree === roots.length && nodeIds[i] === 0) roots.push(i);
    const first = roots[tree];
    if (first === undefined || tree !== roots.length - 1 || nodeIds[i] !== i - first) mismatch("its nodes are not in tree order");
  }
  return Int32Array.from([...roots, treeIds.length]);
}

/** Value of every leaf for one target, by node. */
function readLeafValues(node: onnx.INodeProto, roots: Int32Array, count: number, target: number): Float32Array {
  const targets = readInts(node, "target_ids");
  const trees = readInts(node, "target_treeids");
  const nodes = readInts(node, "target_nodeids");
  const weights = readFloats(node, "target_weights");
  const value = new Float32Array(count);
  if ([targets, trees, nodes].some((column) => column.length !== weights.length)) mismatch("its leaf columns differ in length");
  for (const [i, weight] of weights.entries()) {
    if (targets[i] !== target) continue;
    const at = (roots[trees[i] ?? -1] ?? count) + (nodes[i] ?? 0);
    if (!(at >= 0 && at < count)) mismatch("a leaf value belongs to no node");
    value[at] = weight;
  }
  return value;
}

/** The column that `score` is made of: the weighted paths of a taught forest, else the path lengths. */
function operatingTarget(graph: onnx.IGraphProto, node: onnx.INodeProto): number {
  const targets = Math.max(...readInts(node, "target_ids"), 0) + 1;
  if (targets === 1) return 0;
  if (targets !== taughtTargets.length || node.output?.[0] !== "sums") mismatch(`it has ${targets} targets`);
  const gathers = (graph.node ?? []).filter((n) => n.opType === "Gather").map((n) => `${n.input?.join()} ${n.output?.join()}`);
  if (gathers.join() !== taughtTargets.map((name) => `sums,at_${name} ${name}`).join())
    mismatch("its columns are not those of a taught forest");
  return taughtTargets.indexOf("weighted_path_sum");
}

function requireSettings(node: onnx.INodeProto): void {
  if ((readString(node, "aggregate_function") ?? "SUM") !== "SUM") mismatch("its trees are not summed");
  if ((readString(node, "post_transform") ?? "NONE") !== "NONE") mismatch("it transforms the sum");
  if (readFloats(node, "base_values").some((v) => v !== 0)) mismatch("it adds a base value");
}

/** Every child lies behind its parent in the same tree, every node but a root has one parent, and covers add up. */
function requireTrees(forest: Forest): void {
  const parents = new Int32Array(forest.feature.length);
  for (let tree = 0; tree + 1 < forest.roots.length; tree++) {
    const end = forest.roots[tree + 1] ?? 0;
    for (let node = forest.roots[tree] ?? 0; node < end; node++) {
      if ((forest.feature[node] ?? -1) < 0) continue;
      let below = 0;
      for (const child of [forest.left[node] ?? -1, forest.right[node] ?? -1]) {
        if (!(child > node && child < end)) mismatch("a node's child is not behind it in its tree");
        parents[child] = (parents[child] ?? 0) + 1;
        below += forest.cover[child] ?? 0;
      }
      if (below !== forest.cover[node]) mismatch("the rows of a node are not those of its children");
    }
  }
  const roots = new Set(forest.roots);
  for (const [node, count] of parents.entries()) if (count !== (roots.has(node) ? 0 : 1)) mismatch("a node has no parent or several");
  if (forest.cover.some((rows) => !(rows >= 1))) mismatch("a node has no training rows");
}

/** The very trees of a model file written by `forestToOnnx`, with the leaf values its score is made of, for explanations. @throws AppError `model-mismatch` */
export function forestOf({ graph, featureCount }: CheckedModel): Forest {
  const nodes = (graph.node ?? []).filter((n) => n.opType === "TreeEnsembleRegressor");
  const [node] = nodes;
  if (nodes.length !== 1 || node === undefined) return mismatch(`it has ${nodes.length} tree ensembles`);
  requireSettings(node);
  const table = readTable(node);
  const roots = readRoots(table);
  const count = table.treeIds.length;
  const isLeaf = table.modes.map((mode) => mode === "LEAF");
  if (table.modes.some((mode) => mode !== "LEAF" && mode !== "BRANCH_LEQ")) mismatch("it branches otherwise than by <=");
  if (table.features.some((f) => !(f >= 0 && f < featureCount))) mismatch("it splits on a feature the input does not have");
  const child = (ids: readonly number[]): Int32Array =>
    Int32Array.from(ids, (id, i) => (isLeaf[i] === true ? -1 : (roots[table.treeIds[i] ?? 0] ?? 0) + id));
  const forest: Forest = {
    featureCount,
    sampleSize: table.covers[0] ?? 0,
    roots,
    feature: Int32Array.from(table.features, (f, i) => (isLeaf[i] === true ? -1 : f)),
    threshold: Float32Array.from(table.thresholds),
    left: child(table.trueIds),
    right: child(table.falseIds),
    cover: Int32Array.from(table.covers),
    value: readLeafValues(node, roots, count, operatingTarget(graph, node)),
  };
  requireTrees(forest);
  return forest;
}

export const decodeForest = (bytes: Uint8Array): Forest => forestOf(checkModel(bytes));
