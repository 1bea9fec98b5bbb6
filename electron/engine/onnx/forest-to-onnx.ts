import onnxProto, { type onnx } from "onnx-proto";
import { averagePathLength, type Forest, treeCount } from "../forest/forest.ts";
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

/** Tree and in-tree number of every node. */
function nodeNumbers(forest: Forest): { trees: number[]; nodes: number[] } {
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

function leafAttributes(forest: Forest, trees: readonly number[], nodes: readonly number[]): onnx.IAttributeProto[] {
  const leaves = [...forest.feature.keys()].filter((node) => (forest.feature[node] ?? -1) < 0);
  const column = (values: ArrayLike<number>): number[] => leaves.map((node) => values[node] ?? 0);
  return [
    intsAttribute(
      "target_ids",
      leaves.map(() => 0),
    ),
    intsAttribute("target_nodeids", column(nodes)),
    intsAttribute("target_treeids", column(trees)),
    floatsAttribute("target_weights", column(forest.value)),
  ];
}

function treeEnsemble(forest: Forest): onnx.INodeProto {
  const { trees, nodes } = nodeNumbers(forest);
  return {
    name: "forest",
    domain: "ai.onnx.ml",
    opType: "TreeEnsembleRegressor",
    input: ["X"],
    output: ["path_length_sum"],
    attribute: [
      stringAttribute("aggregate_function", "SUM"),
      intAttribute("n_targets", 1),
      ...nodeAttributes(forest, trees, nodes),
      stringAttribute("post_transform", "NONE"),
      ...leafAttributes(forest, trees, nodes),
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

/**
 * One TreeEnsembleRegressor from `X` [N, F] float to `path_length_sum` [N, 1], then 2^(-sum/(T c(psi))) as `score` [N, 1].
 * The same forest and info give the same bytes.
 */
export function forestToOnnx(forest: Forest, info: ForestModelInfo): Uint8Array {
  const exponentPerUnit = -1 / (treeCount(forest) * averagePathLength(forest.sampleSize));
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
      node: [
        treeEnsemble(forest),
        { name: "exponent", opType: "Mul", input: ["path_length_sum", "exponent_per_unit"], output: ["exponent"] },
        { name: "score", opType: "Pow", input: ["two", "exponent"], output: ["score"] },
      ],
      initializer: [floatConstant("exponent_per_unit", exponentPerUnit), floatConstant("two", 2)],
      input: [floatTensor("X", forest.featureCount)],
      output: [floatTensor("path_length_sum", 1), floatTensor("score", 1)],
    },
  };
  return new Uint8Array(onnxProto.onnx.ModelProto.encode(model).finish());
}
