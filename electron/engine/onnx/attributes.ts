import onnxProto, { type onnx } from "onnx-proto";

const { AttributeType } = onnxProto.onnx.AttributeProto;
const utf8 = new TextEncoder();
const fromUtf8 = new TextDecoder();

export const intsAttribute = (name: string, ints: readonly number[]): onnx.IAttributeProto => ({
  name,
  type: AttributeType.INTS,
  ints: [...ints],
});
export const intAttribute = (name: string, i: number): onnx.IAttributeProto => ({ name, type: AttributeType.INT, i });
export const floatsAttribute = (name: string, floats: readonly number[]): onnx.IAttributeProto => ({
  name,
  type: AttributeType.FLOATS,
  floats: [...floats],
});
export const stringAttribute = (name: string, text: string): onnx.IAttributeProto => ({
  name,
  type: AttributeType.STRING,
  s: utf8.encode(text),
});
export const stringsAttribute = (name: string, texts: readonly string[]): onnx.IAttributeProto => ({
  name,
  type: AttributeType.STRINGS,
  strings: texts.map((t) => utf8.encode(t)),
});

/** int64 arrives as a Long object; its decimal text is the portable way to a number. */
export const toInteger = (value: unknown): number => Number(String(value));

const find = (node: onnx.INodeProto, name: string): onnx.IAttributeProto | undefined => node.attribute?.find((a) => a.name === name);

export const readInts = (node: onnx.INodeProto, name: string): readonly number[] => (find(node, name)?.ints ?? []).map(toInteger);
export const readFloats = (node: onnx.INodeProto, name: string): readonly number[] => find(node, name)?.floats ?? [];
export const readStrings = (node: onnx.INodeProto, name: string): readonly string[] =>
  (find(node, name)?.strings ?? []).map((s) => fromUtf8.decode(s));
export function readString(node: onnx.INodeProto, name: string): string | undefined {
  const bytes = find(node, name)?.s;
  return bytes === null || bytes === undefined || bytes.length === 0 ? undefined : fromUtf8.decode(bytes);
}
