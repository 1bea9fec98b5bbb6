import onnxProto, { type onnx } from "onnx-proto";
import type { Taught } from "../forest/feedback/teach.ts";
import { averagePathLength, type Forest, treeCount } from "../forest/forest.ts";
import { leafDepths } from "../forest/feedback/leaf-map.ts";
import { floatsAttribute, intAttribute, intsAttribute, stringAttribute, stringsAttribute } from "./attributes.ts";

export interface ForestModelInfo {
  readonly model: string;
  readonly featureNames: readonly string[];
  readonly seed: number;
  /** Further entries of `metadata_props`, each stored as `quarry.<key>`. */
  readonly metadata?: Readonly<Record<string, string>>;
}

/** ONNX 1.10: IR version 8; TreeEnsembleRegressor is last defined in ai.onnx.ml opset 3. */
export const onnxVersions = { ir: 8, opset: 17, ml: 3 } as const;
const batchAxis = "N";

const floatTensor = (name: string, width: number): onnx.IValueInfoProto => ({
  name,
  type: {
    tensorType: { elemType: onnxProto.onnx.TensorProto.DataType.FLOAT, shape: { dim: [{ dimParam: batchAxis }, { dimValue: width }] } },
  },
});

const floatConstant = (name: string, value: number): onnx.ITensorProto => ({
  name,
  dims: [1],
  dataType: onnxProto.onnx.TensorProto.DataType.FLOAT,
  floatData: [value],
});

const indexConstant = (name: string, index: number): onnx.ITensorProto => ({
  name,
  dims: [1],
  dataType: onnxProto.onnx.TensorProto.DataType.INT64,
  int64Data: [index],
});

/** Tree and in-tree number of every node. */
interface NodeNumbers {
  readonly trees: number[];
  readonly nodes: number[];
}
function nodeNumbers(forest: Forest): NodeNumbers {
  const trees: number[] = [];
  const nodes: number[] = [];
  for (let tree = 0; tree < treeCount(forest); tree++) {
    const first = forest.roots[tree] ?? 0;
    const end = forest.roots[tree + 1] ?? 0;
    for (let node = first; node < end; node++) {
      trees.push(tree);
      nodes.push(node - first);
    }
  }
  return { trees, nodes };
}

function nodeAttributes(forest: Forest, trees: readonly number[], nodes: readonly number[]): onnx.IAttributeProto[] {
  const isLeaf = (node: number): boolean => (forest.feature[node] ?? -1) < 0;
  const column = (of: (node: number) => number): number[] => nodes.map((_, node) => of(node));
  const childOf = (children: Int32Array): number[] => column((node) => (isLeaf(node) ? 0 : (nodes[children[node] ?? 0] ?? 0)));
  return [
    intsAttribute("nodes_falsenodeids", childOf(forest.right)),
    intsAttribute(
      "nodes_featureids",
      column((node) => Math.max(0, forest.feature[node] ?? 0)),
    ),
    // Standard ONNX has no field for training rows per node; "popularity of each node" is the one meant for it.
    floatsAttribute("nodes_hitrates", [...forest.cover]),
    intsAttribute(
      "nodes_missing_value_tracks_true",
      column(() => 0),
    ),
    stringsAttribute(
      "nodes_modes",
      nodes.map((_, node) => (isLeaf(node) ? "LEAF" : "BRANCH_LEQ")),
    ),
    intsAttribute("nodes_nodeids", nodes),
    intsAttribute("nodes_treeids", trees),
    intsAttribute("nodes_truenodeids", childOf(forest.left)),
    floatsAttribute("nodes_values", [...forest.threshold]),
  ];
}

/** One value per leaf and target, target by target within a leaf. */
function leafAttributes(forest: Forest, numbers: NodeNumbers, targets: readonly ArrayLike<number>[]): onnx.IAttributeProto[] {
  const leaves = [...forest.feature.keys()].filter((node) => (forest.feature[node] ?? -1) < 0);
  const column = (of: (leaf: number, target: number) => number): number[] =>
    leaves.flatMap((leaf) => targets.map((_, target) => of(leaf, target)));
  return [
    intsAttribute(
      "target_ids",
      column((_, target) => target),
    ),
    intsAttribute(
      "target_nodeids",
      column((leaf) => numbers.nodes[leaf] ?? 0),
    ),
    intsAttribute(
      "target_treeids",
      column((leaf) => numbers.trees[leaf] ?? 0),
    ),
    floatsAttribute(
      "target_weights",
      column((leaf, target) => targets[target]?.[leaf] ?? 0),
    ),
  ];
}

function treeEnsemble(forest: Forest, output: string, targets: readonly ArrayLike<number>[]): onnx.INodeProto {
  const numbers = nodeNumbers(forest);
  return {
    name: "forest",
    domain: "ai.onnx.ml",
    opType: "TreeEnsembleRegressor",
    input: ["X"],
    output: [output],
    attribute: [
      stringAttribute("aggregate_function", "SUM"),
      intAttribute("n_targets", targets.length),
      ...nodeAttributes(forest, numbers.trees, numbers.nodes),
      stringAttribute("post_transform", "NONE"),
      ...leafAttributes(forest, numbers, targets),
    ],
  };
}

function metadata(forest: Forest, info: ForestModelInfo): onnx.IStringStringEntryProto[] {
  const entries: Record<string, string> = {
    ...info.metadata,
    model: info.model,
    features: JSON.stringify(info.featureNames),
    trees: String(treeCount(forest)),
    sample_size: String(forest.sampleSize),
    seed: String(info.seed),
  };
  return Object.keys(entries)
    .toSorted()
    .map((key) => ({ key: `quarry.${key}`, value: entries[key] ?? "" }));
}

interface Graph {
  readonly node: onnx.INodeProto[];
  readonly initializer: onnx.ITensorProto[];
  readonly output: onnx.IValueInfoProto[];
}

/** 2^(-sum/(T c(psi))) of the sum in `input`. */
function scoreOf(forest: Forest, input: string): Pick<Graph, "node" | "initializer"> {
  const exponentPerUnit = -1 / (treeCount(forest) * averagePathLength(forest.sampleSize));
  return {
    node: [
      { name: "exponent", opType: "Mul", input: [input, "exponent_per_unit"], output: ["exponent"] },
      { name: "score", opType: "Pow", input: ["two", "exponent"], output: ["score"] },
    ],
    initializer: [floatConstant("exponent_per_unit", exponentPerUnit), floatConstant("two", 2)],
  };
}

function plainGraph(forest: Forest): Graph {
  const score = scoreOf(forest, "path_length_sum");
  return {
    node: [treeEnsemble(forest, "path_length_sum", [forest.value]), ...score.node],
    initializer: score.initializer,
    output: [floatTensor("path_length_sum", 1), floatTensor("score", 1)],
  };
}

/** The columns of a taught forest's ensemble, in this order. */
export const taughtTargets = ["path_length_sum", "weighted_path_sum", "aad_numerator", "aad_squares"] as const;

function taughtGraph(forest: Forest, taught: Taught): Graph {
  const depth = leafDepths(forest);
  const score = scoreOf(forest, "weighted_path_sum");
  const columns = [
    forest.value,
    taught.weightedPath,
    Float32Array.from(depth, (d, node) => -d * (taught.leafWeight[node] ?? 0)),
    depth.map((d) => d * d),
  ];
  return {
    node: [
      treeEnsemble(forest, "sums", columns),
      ...taughtTargets.map((name) => ({
        name,
        opType: "Gather",
        input: ["sums", `at_${name}`],
        output: [name],
        attribute: [intAttribute("axis", 1)],
      })),
      ...score.node,
      { name: "aad_length", opType: "Pow", input: ["aad_squares", "half"], output: ["aad_length"] },
      { name: "aad_score", opType: "Div", input: ["aad_numerator", "aad_length"], output: ["aad_score"] },
    ],
    initializer: [...score.initializer, floatConstant("half", 0.5), ...taughtTargets.map((name, i) => indexConstant(`at_${name}`, i))],
    output: ["path_length_sum", "score", "weighted_path_sum", "aad_score"].map((name) => floatTensor(name, 1)),
  };
}

/**
 * One TreeEnsembleRegressor from `X` [N, F] float to `path_length_sum` [N, 1], then 2^(-sum/(T c(psi))) as `score` [N, 1]. With
 * `taught` the ensemble has four targets: `score` is that of `weighted_path_sum`, and `aad_score` is w.z of tree-AAD, numerator over
 * the length of the row's leaf values. The same forest, lessons and info give the same bytes.
 */
export function forestToOnnx(forest: Forest, info: ForestModelInfo, taught?: Taught): Uint8Array {
  const model: onnx.IModelProto = {
    irVersion: onnxVersions.ir,
    producerName: "quarry",
    opsetImport: [
      { domain: "", version: onnxVersions.opset },
      { domain: "ai.onnx.ml", version: onnxVersions.ml },
    ],
    metadataProps: metadata(forest, info),
    graph: {
      name: "isolation_forest",
      ...(taught === undefined ? plainGraph(forest) : taughtGraph(forest, taught)),
      input: [floatTensor("X", forest.featureCount)],
    },
  };
  return new Uint8Array(onnxProto.onnx.ModelProto.encode(model).finish());
}
