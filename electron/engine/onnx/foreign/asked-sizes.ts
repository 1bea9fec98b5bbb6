import onnxProto, { type onnx } from "onnx-proto";
import { toInteger } from "../attributes.ts";
import { refuse } from "./refuse.ts";

const { DataType } = onnxProto.onnx.TensorProto;

/** Of one tensor that a model makes out of a few numbers. The largest batch of rows of the widest package has some millions. */
const mostValues = 64_000_000;
/** Shapes have few numbers; what is longer is data. */
const longestShape = 16;

const places = new Map([
  ["ConstantOfShape", [0]],
  ["Expand", [1]],
  ["Tile", [1]],
  ["Pad", [1]],
  ["OneHot", [1]],
  ["Range", [0, 1, 2]],
]);

function numbersOf(tensor: onnx.ITensorProto): readonly number[] {
  const raw = tensor.rawData ?? new Uint8Array();
  const view = new DataView(raw.buffer, raw.byteOffset, raw.byteLength);
  const each = (size: number, read: (at: number) => number): number[] =>
    Array.from({ length: Math.min(Math.floor(raw.length / size), longestShape) }, (_, i) => read(i * size));
  switch (tensor.dataType ?? DataType.UNDEFINED) {
    case DataType.INT64:
      return raw.length > 0
        ? each(8, (at) => Number(view.getBigInt64(at, true)))
        : (tensor.int64Data ?? []).slice(0, longestShape).map(toInteger);
    case DataType.INT32:
      return raw.length > 0 ? each(4, (at) => view.getInt32(at, true)) : (tensor.int32Data ?? []).slice(0, longestShape);
    case DataType.FLOAT:
      return raw.length > 0 ? each(4, (at) => view.getFloat32(at, true)) : (tensor.floatData ?? []).slice(0, longestShape);
    case DataType.DOUBLE:
      return raw.length > 0 ? each(8, (at) => view.getFloat64(at, true)) : (tensor.doubleData ?? []).slice(0, longestShape);
    default:
      return [];
  }
}

/** At least as many values as the node makes: of what it takes, one is assumed. */
function valuesAsked(node: onnx.INodeProto, given: readonly (readonly number[])[]): number {
  const [first = []] = given;
  const sizes = node.opType === "Pad" ? first.filter((n) => n > 0).map((n) => n + 1) : first;
  if (node.opType !== "Range") return sizes.reduce((product, n) => product * Math.max(1, n), 1);
  const [[start = 0] = [], [limit = 0] = [], [delta = 1] = []] = given;
  return delta === 0 ? Number.POSITIVE_INFINITY : (limit - start) / delta;
}

/** Tensors of a graph by name: the constant ones, which a few bytes of the file may stand for. */
export function constantsOf(graph: onnx.IGraphProto): ReadonlyMap<string, onnx.ITensorProto> {
  const written = (graph.node ?? []).flatMap((node) => {
    const tensor = node.opType === "Constant" ? node.attribute?.find((a) => a.name === "value")?.t : undefined;
    return tensor ? [[node.output?.[0] ?? "", tensor] as const] : [];
  });
  return new Map([...(graph.initializer ?? []).map((t) => [t.name ?? "", t] as const), ...written]);
}

/** Refuses a node that says by constants to make more values than any model of rows needs. What it makes of what it is given shows when it runs. */
export function checkAskedSize(node: onnx.INodeProto, constants: ReadonlyMap<string, onnx.ITensorProto>): void {
  const given = (places.get(node.opType ?? "") ?? []).map((place) => constants.get(node.input?.[place] ?? ""));
  const known = given.flatMap((tensor) => (tensor === undefined ? [] : [numbersOf(tensor)]));
  if (known.length < given.length || known.length === 0) return;
  const asked = valuesAsked(node, known);
  if (!(asked <= mostValues)) refuse(`its operator ${node.opType} asks for ${asked} values; ${mostValues} are allowed`);
}

/** Refuses a tensor that claims to be larger than any file that may come in. */
export function checkClaimedSize({ name, dims }: onnx.ITensorProto, mostBytes: number): void {
  const sizes = (dims ?? []).map(toInteger);
  const values = sizes.reduce((product, n) => product * n, 1);
  if (sizes.some((n) => !(n >= 0)) || !(values <= mostBytes)) refuse(`the tensor "${name}" claims ${sizes.join(" × ")} values`);
}
