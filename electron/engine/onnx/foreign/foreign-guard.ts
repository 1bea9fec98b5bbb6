import onnxProto, { type onnx } from "onnx-proto";
import type { ForeignFacts } from "../../../../shared/contract/foreign-models.ts";
import { AppError } from "../../../../shared/contract/errors.ts";
import { toInteger } from "../attributes.ts";
import { checkAskedSize, checkClaimedSize, constantsOf } from "./asked-sizes.ts";
import { inlineTensor } from "./external-data.ts";
import { controlFlow, foreignOperators, scanBodyOperators } from "./operators.ts";
import { refuse } from "./refuse.ts";
import { readTensors } from "./tensor-facts.ts";
import { warningsAbout } from "./foreign-warnings.ts";

/** Versions are those ONNX Runtime 1.30 loads. */
export const foreignLimits = {
  bytes: 100 * 1024 * 1024,
  nodes: 100_000,
  scanBodyNodes: 100,
  depth: 4,
  irVersion: 13,
  opset: 26,
  mlOpset: 5,
} as const;

export interface ForeignFile {
  readonly bytes: Uint8Array;
  /** The other files of the bundle by name. */
  readonly sidecars: ReadonlyMap<string, Uint8Array>;
  readonly allowControlFlow: boolean;
}

export interface CheckedForeign {
  /** Our own encoding of what was checked: whole, without texts that name places. */
  readonly bytes: Uint8Array;
  readonly facts: ForeignFacts;
}

function decode(bytes: Uint8Array): onnx.ModelProto {
  if (bytes.length === 0) return refuse("it is empty");
  try {
    return onnxProto.onnx.ModelProto.decode(bytes);
  } catch (error) {
    throw new AppError("model-mismatch", "The model is refused: it is not an ONNX model, or damaged.", {}, { cause: error });
  }
}

const domainOf = (domain: string | null | undefined): string => (domain === "ai.onnx" ? "" : (domain ?? ""));
const nameOf = (domain: string): string => (domain === "" ? "ai.onnx" : domain);

/** Versions by domain. Imports nothing in the graph uses are let go: exporters leave them behind. */
function checkVersions(model: onnx.ModelProto): Map<string, number> {
  const ir = toInteger(model.irVersion);
  if (!(ir >= 3 && ir <= foreignLimits.irVersion))
    refuse(`it has IR version ${ir}; 3 to ${foreignLimits.irVersion} can be read`, "Export it with an older IR version.");
  if (model.functions.length > 0) refuse("it defines functions of its own", "Export it with its functions written out (inlined).");
  if (model.trainingInfo.length > 0) refuse("it carries training information");
  const versions = new Map<string, number>();
  for (const { domain, version } of model.opsetImport) {
    const name = domainOf(domain);
    const known = versions.get(name);
    if (known !== undefined && known !== toInteger(version)) refuse(`it names two opsets of ${nameOf(name)}`);
    versions.set(name, toInteger(version));
  }
  for (const [domain, newest] of [
    ["", foreignLimits.opset],
    ["ai.onnx.ml", foreignLimits.mlOpset],
  ] as const) {
    const version = versions.get(domain) ?? 1;
    if (!(version >= 1 && version <= newest))
      refuse(
        `it needs opset ${version} of ${nameOf(domain)}; ${newest} is the newest that can be run`,
        `Export it with target_opset ${newest} or lower.`,
      );
  }
  return versions;
}

interface Walk {
  readonly file: ForeignFile;
  readonly operators: Set<string>;
  readonly usedFiles: Set<string>;
  nodes: number;
  scans: number;
}

function checkTensor(tensor: onnx.ITensorProto, walk: Walk): void {
  checkClaimedSize(tensor, foreignLimits.bytes);
  const location = inlineTensor(tensor, walk.file.sidecars);
  if (location !== undefined) walk.usedFiles.add(location);
}

function checkAttribute(node: onnx.INodeProto, attribute: onnx.IAttributeProto, walk: Walk, depth: number): void {
  const where = `attribute "${attribute.name}" of ${node.opType}`;
  if (attribute.sparseTensor || (attribute.sparseTensors ?? []).length > 0) refuse(`${where} holds a sparse tensor`);
  if (attribute.refAttrName) refuse(`${where} refers to a function's attribute`);
  if (attribute.t) checkTensor(attribute.t, walk);
  for (const tensor of attribute.tensors ?? []) checkTensor(tensor, walk);
  for (const graph of [...(attribute.g ? [attribute.g] : []), ...(attribute.graphs ?? [])]) {
    if (!controlFlow.has(`${domainOf(node.domain)}:${node.opType}`)) refuse(`${where} holds a graph`);
    checkGraph(graph, walk, depth + 1);
  }
  attribute.docString = "";
}

const isSmallScan = (node: onnx.INodeProto): boolean => {
  const bodies = (node.attribute ?? []).flatMap((a) => (a.g ? [a.g] : []));
  const nodes = bodies.flatMap((b) => b.node ?? []);
  return (
    node.opType === "Scan" &&
    bodies.length === 1 &&
    nodes.length <= foreignLimits.scanBodyNodes &&
    nodes.every((n) => scanBodyOperators.has(`${domainOf(n.domain)}:${n.opType}`))
  );
};

function checkOperator(node: onnx.INodeProto, walk: Walk): void {
  const domain = domainOf(node.domain);
  const operator = `${domain}:${node.opType}`;
  const shown = domain === "" ? node.opType : `${domain}.${node.opType}`;
  if (operator === "ai.onnx.ml:ZipMap")
    refuse("it gives its probabilities as a list of maps (ZipMap)", "Export it with options={'zipmap': False}.");
  if (domain !== "" && domain !== "ai.onnx.ml") refuse(`it uses the operator ${shown} of a custom domain`);
  if (controlFlow.has(operator)) {
    if (operator === ":Scan") walk.scans++;
    if (!walk.file.allowControlFlow && !(isSmallScan(node) && walk.scans === 1))
      refuse(`it has control flow (${shown})`, "If you trust whoever made it, import it with --allow-control-flow.");
  } else if (!foreignOperators.has(operator)) refuse(`the operator ${shown} is not on the list of allowed ones`);
  walk.operators.add(shown ?? "");
}

function checkGraph(graph: onnx.IGraphProto, walk: Walk, depth = 0): void {
  if (depth > foreignLimits.depth) refuse(`its graphs are nested deeper than ${foreignLimits.depth}`);
  const nodes = graph.node ?? [];
  walk.nodes += nodes.length;
  if (nodes.length === 0 && depth === 0) refuse("its graph is empty");
  if (walk.nodes > foreignLimits.nodes) refuse(`its graph has more than ${foreignLimits.nodes} nodes`);
  if ((graph.sparseInitializer ?? []).length > 0) refuse("it has sparse tensors");
  graph.docString = "";
  for (const tensor of graph.initializer ?? []) checkTensor(tensor, walk);
  const constants = constantsOf(graph);
  for (const node of nodes) {
    checkOperator(node, walk);
    checkAskedSize(node, constants);
    node.docString = "";
    for (const attribute of node.attribute ?? []) checkAttribute(node, attribute, walk, depth);
  }
}

function requireSize({ bytes, sidecars }: ForeignFile): void {
  const total = [...sidecars.values()].reduce((sum, file) => sum + file.length, bytes.length);
  if (total > foreignLimits.bytes) refuse(`it has ${total} bytes; ${foreignLimits.bytes} are allowed`);
}

/**
 * A model somebody else made is hostile until it has passed here, and is then still only run in a process that can be lost.
 * @throws AppError `model-mismatch` with the reason, before ONNX Runtime has seen a byte.
 */
export function checkForeignModel(file: ForeignFile): CheckedForeign {
  requireSize(file);
  const model = decode(file.bytes);
  const versions = checkVersions(model);
  const graph = model.graph ?? refuse("it has no graph");
  const walk: Walk = { file, operators: new Set(), usedFiles: new Set(), nodes: 0, scans: 0 };
  checkGraph(graph, walk);
  const tensors = readTensors(graph);
  model.opsetImport = [...versions]
    .filter(([domain]) => domain === "" || domain === "ai.onnx.ml")
    .map(([domain, version]) => onnxProto.onnx.OperatorSetIdProto.create({ domain, version }));
  model.docString = "";
  const metadata = new Map(model.metadataProps.map(({ key, value }) => [key ?? "", value ?? ""]));
  model.metadataProps = model.metadataProps.filter(({ key }) => /^(quarry|triage)\./.test(key ?? ""));
  const encoded = onnxProto.onnx.ModelProto.encode(model).finish();
  return {
    bytes: encoded,
    facts: {
      producer: [model.producerName, model.producerVersion]
        .filter((t) => t !== "")
        .join(" ")
        .slice(0, 200),
      irVersion: toInteger(model.irVersion),
      opsets: Object.fromEntries([...versions].map(([domain, version]) => [nameOf(domain), version])),
      nodes: walk.nodes,
      operators: [...walk.operators].toSorted(),
      ...tensors,
      metadata: Object.fromEntries([...metadata].slice(0, 100)),
      sidecars: [...walk.usedFiles].toSorted(),
      warnings: warningsAbout({ graph, given: file.bytes, operators: walk.operators, nodes: walk.nodes, tensors }),
    },
  };
}
