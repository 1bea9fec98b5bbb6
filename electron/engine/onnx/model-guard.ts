import onnxProto, { type onnx } from "onnx-proto";
import { AppError } from "../../../shared/contract/errors.ts";
import { toInteger } from "./attributes.ts";

/**
 * A model file is hostile until it has passed here. ONNX Runtime has no switch against external data or unwanted
 * operators, so the file is decoded and checked first, and the runtime is given our own encoding of what was checked:
 * a message written twice in the file is merged by its parser and replaced by ours, so the bytes could differ in meaning.
 */
export const modelLimits = {
  bytes: 64 * 1024 * 1024,
  graphNodes: 1000,
  tensors: 1000,
  attributeValues: 8_000_000,
  features: 4096,
  irVersion: 10,
  opset: 21,
  mlOpset: 3,
} as const;

const allowedOperators: ReadonlySet<string> = new Set([
  "ai.onnx.ml:TreeEnsembleRegressor",
  ...["Add", "Cast", "Concat", "Div", "Gather", "Identity", "Mul", "Neg", "Pow", "ReduceSum", "Reshape", "Sub"].map((op) => `:${op}`),
]);

export interface CheckedModel {
  readonly model: onnx.ModelProto;
  readonly graph: onnx.IGraphProto;
  /** What to give ONNX Runtime. */
  readonly bytes: Uint8Array;
  readonly inputName: string;
  readonly featureCount: number;
}

const refuse = (reason: string): never => {
  throw new AppError("model-mismatch", `The model file is refused: ${reason}.`);
};

function decode(bytes: Uint8Array): onnx.ModelProto {
  if (bytes.length === 0) return refuse("it is empty");
  if (bytes.length > modelLimits.bytes) return refuse(`it has ${bytes.length} bytes, more than the ${modelLimits.bytes} allowed`);
  try {
    return onnxProto.onnx.ModelProto.decode(bytes);
  } catch (error) {
    throw new AppError("model-mismatch", "The model file is refused: it is not an ONNX model, or damaged.", {}, { cause: error });
  }
}

const domainOf = (domain: string | null | undefined): string => (domain === "ai.onnx" ? "" : (domain ?? ""));

function checkVersions(model: onnx.ModelProto): void {
  const ir = toInteger(model.irVersion);
  if (!(ir >= 3 && ir <= modelLimits.irVersion)) refuse(`IR version ${ir} is not supported`);
  if (model.functions.length > 0) refuse("it defines functions of its own");
  if (model.trainingInfo.length > 0) refuse("it carries training information");
  for (const { domain, version } of model.opsetImport) {
    const name = domainOf(domain);
    const newest = name === "" ? modelLimits.opset : name === "ai.onnx.ml" ? modelLimits.mlOpset : undefined;
    if (newest === undefined) refuse(`it uses operators of the domain "${name}"`);
    else if (!(toInteger(version) >= 1 && toInteger(version) <= newest)) refuse(`opset ${String(version)} of "${name}" is not supported`);
  }
}

function checkTensor(tensor: onnx.ITensorProto): void {
  const external = tensor.dataLocation === onnxProto.onnx.TensorProto.DataLocation.EXTERNAL || (tensor.externalData ?? []).length > 0;
  if (external) refuse(`the tensor "${tensor.name}" keeps its data in another file`);
}

function checkAttribute(node: onnx.INodeProto, attribute: onnx.IAttributeProto): void {
  const where = `attribute "${attribute.name}" of ${node.opType}`;
  if (attribute.g || (attribute.graphs ?? []).length > 0) refuse(`${where} holds a graph`);
  if (attribute.sparseTensor || (attribute.sparseTensors ?? []).length > 0) refuse(`${where} holds a sparse tensor`);
  if (attribute.refAttrName) refuse(`${where} refers to a function's attribute`);
  const values = (attribute.floats ?? []).length + (attribute.ints ?? []).length + (attribute.strings ?? []).length;
  if (values > modelLimits.attributeValues) refuse(`${where} has ${values} values, more than the ${modelLimits.attributeValues} allowed`);
  if (attribute.t) checkTensor(attribute.t);
  for (const tensor of attribute.tensors ?? []) checkTensor(tensor);
}

function checkGraph(graph: onnx.IGraphProto): void {
  const nodes = graph.node ?? [];
  const tensors = graph.initializer ?? [];
  if (nodes.length === 0 || nodes.length > modelLimits.graphNodes) refuse(`its graph has ${nodes.length} nodes`);
  if (tensors.length > modelLimits.tensors) refuse(`it has ${tensors.length} constant tensors`);
  if ((graph.sparseInitializer ?? []).length > 0) refuse("it has sparse tensors");
  for (const tensor of tensors) checkTensor(tensor);
  for (const node of nodes) {
    const operator = `${domainOf(node.domain)}:${node.opType}`;
    if (!allowedOperators.has(operator)) refuse(`the operator ${operator.replace(/^:/, "")} is not on the list of allowed ones`);
    for (const attribute of node.attribute ?? []) checkAttribute(node, attribute);
  }
}

function checkInput(graph: onnx.IGraphProto): { inputName: string; featureCount: number } {
  const constants = new Set((graph.initializer ?? []).map((t) => t.name));
  const inputs = (graph.input ?? []).filter((i) => !constants.has(i.name));
  const [input] = inputs;
  if (inputs.length !== 1 || input === undefined) return refuse(`it has ${inputs.length} inputs; one matrix of features is expected`);
  const tensor = input.type?.tensorType;
  const dims = tensor?.shape?.dim ?? [];
  const width = toInteger(dims[1]?.dimValue ?? 0);
  const isMatrix = tensor?.elemType === onnxProto.onnx.TensorProto.DataType.FLOAT && dims.length === 2;
  if (!isMatrix) return refuse(`its input "${input.name}" is not declared as a float matrix [N, F]`);
  if (toInteger(dims[0]?.dimValue ?? 0) !== 0) return refuse(`its input "${input.name}" has a fixed number of rows`);
  if (!(width >= 1 && width <= modelLimits.features))
    return refuse(`its input has ${width} features; 1 to ${modelLimits.features} are allowed`);
  return { inputName: input.name ?? "", featureCount: width };
}

/** @throws AppError `model-mismatch` with the reason, before ONNX Runtime has seen a byte. */
export function checkModel(bytes: Uint8Array): CheckedModel {
  const model = decode(bytes);
  checkVersions(model);
  const graph = model.graph ?? refuse("it has no graph");
  checkGraph(graph);
  const input = checkInput(graph);
  return { model, graph, bytes: onnxProto.onnx.ModelProto.encode(model).finish(), ...input };
}
