import onnxProto, { type onnx } from "onnx-proto";
import { toInteger } from "../attributes.ts";
import { refuse } from "./refuse.ts";

const external = onnxProto.onnx.TensorProto.DataLocation.EXTERNAL;

function requireInside(location: string, tensor: string): string {
  const steps = location.split(/[/\\]/);
  if (location === "" || /^([/\\]|[A-Za-z]:)/.test(location) || steps.includes("..") || location.includes("\0"))
    return refuse(`the tensor "${tensor}" keeps its data in "${location}", outside the bundle`);
  return steps.filter((step) => step !== "." && step !== "").join("/");
}

function wholeNumber(text: string | undefined, fallback: number): number {
  const value = text === undefined ? fallback : Number(text);
  return Number.isSafeInteger(value) && value >= 0 ? value : Number.NaN;
}

/**
 * Takes the data of a tensor that lies in a file of the bundle into the tensor itself, so that the runtime is never told of any
 * file. Gives the file's name, or undefined for a tensor that had none. Refuses files outside the bundle.
 */
export function inlineTensor(tensor: onnx.ITensorProto, sidecars: ReadonlyMap<string, Uint8Array>): string | undefined {
  const entries = new Map((tensor.externalData ?? []).map(({ key, value }) => [key ?? "", value ?? ""]));
  if (tensor.dataLocation !== external && entries.size === 0) return undefined;
  const name = tensor.name ?? "";
  const location = requireInside(entries.get("location") ?? "", name);
  const file = sidecars.get(location);
  if (file === undefined) return refuse(`the tensor "${name}" keeps its data in "${location}", which the bundle does not hold`);
  const offset = wholeNumber(entries.get("offset"), 0);
  const length = wholeNumber(entries.get("length"), file.length - offset);
  if (!(offset + length <= file.length)) return refuse(`the tensor "${name}" lies beyond the end of "${location}"`);
  const count = (tensor.dims ?? []).reduce((product: number, dim) => product * toInteger(dim), 1);
  if (!(count >= 0) || (count > 0 && length === 0)) return refuse(`the tensor "${name}" has no data in "${location}"`);
  tensor.rawData = file.slice(offset, offset + length);
  tensor.externalData = [];
  tensor.dataLocation = onnxProto.onnx.TensorProto.DataLocation.DEFAULT;
  return location;
}
