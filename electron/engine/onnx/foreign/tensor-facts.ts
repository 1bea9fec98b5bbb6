import onnxProto, { type onnx } from "onnx-proto";
import type { ForeignFacts, TensorFacts } from "../../../../shared/contract/foreign-models.ts";
import { toInteger } from "../attributes.ts";
import { refuse } from "./refuse.ts";

const { DataType } = onnxProto.onnx.TensorProto;
const dtypes: ReadonlyMap<number, string> = new Map([
  [DataType.FLOAT, "float32"],
  [DataType.DOUBLE, "float64"],
  [DataType.INT64, "int64"],
  [DataType.INT32, "int32"],
  [DataType.STRING, "string"],
  [DataType.BOOL, "bool"],
]);
const maxTensors = 256;

function toFacts(info: onnx.IValueInfoProto, what: string): TensorFacts {
  const name = info.name ?? "";
  const tensor = info.type?.tensorType;
  if (!tensor)
    return refuse(
      `its ${what} "${name}" is not a tensor`,
      what === "output" ? "Classifiers of scikit-learn give tensors when exported with options={'zipmap': False}." : undefined,
    );
  const dtype = dtypes.get(tensor.elemType ?? 0);
  if (dtype === undefined) return refuse(`its ${what} "${name}" is of a type that cannot be given or read (${tensor.elemType})`);
  const shape = (tensor.shape?.dim ?? []).map((dim) => {
    const size = toInteger(dim.dimValue ?? 0);
    return dim.dimParam || size === 0 ? null : size;
  });
  if (tensor.shape && (shape.length < 1 || shape.length > 2)) refuse(`its ${what} "${name}" has rank ${shape.length}; 1 and 2 can be used`);
  return { name, dtype, shape };
}

/** Inputs and outputs of the graph. Refuses what is not a tensor, and a number of rows that is fixed at other than one. */
export function readTensors(graph: onnx.IGraphProto): Pick<ForeignFacts, "inputs" | "outputs" | "oneRowAtATime"> {
  const constants = new Set((graph.initializer ?? []).map((t) => t.name));
  const inputs = (graph.input ?? []).filter((i) => !constants.has(i.name)).map((info) => toFacts(info, "input"));
  const outputs = (graph.output ?? []).map((info) => toFacts(info, "output"));
  if (inputs.length === 0 || outputs.length === 0) refuse("it has no input or no output");
  if (inputs.length > maxTensors || outputs.length > maxTensors) refuse(`it has more than ${maxTensors} inputs or outputs`);
  for (const names of [inputs, outputs])
    if (new Set(names.map((t) => t.name)).size < names.length) refuse("two of its inputs or outputs have one name");
  const batches = inputs.map(({ shape }) => shape[0] ?? null);
  const fixed = batches.find((rows) => rows !== null && rows !== 1);
  if (fixed !== undefined)
    refuse(`it takes exactly ${fixed} rows at a time`, "Export it with a dynamic first dimension (dynamic_shapes, or dynamic_axes).");
  return { inputs, outputs, oneRowAtATime: batches.includes(1) };
}
