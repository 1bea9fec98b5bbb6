import onnxProto, { type onnx } from "onnx-proto";
import { describe, expect, it } from "vitest";
import type { ForeignBinding } from "../../electron/engine/onnx/foreign/foreign-protocol.ts";
import { openForeignModel } from "../../electron/engine/onnx/foreign/foreign-host.ts";
import { checkForeignModel } from "../../electron/engine/onnx/foreign/foreign-guard.ts";
import { forkChild } from "../../electron/engine/onnx/foreign/fork-child.ts";
import { linearOnnx } from "../unit-support/crafted-onnx.ts";

const { DataType } = onnxProto.onnx.TensorProto;
const { AttributeType } = onnxProto.onnx.AttributeProto;

const value = (name: string, elemType: number = DataType.FLOAT): onnx.IValueInfoProto => ({
  name,
  type: { tensorType: { elemType, shape: { dim: [{ dimParam: "n" }, { dimValue: 1 }] } } },
});
const longs = (name: string, ...numbers: readonly number[]): onnx.ITensorProto => ({
  name,
  dims: [numbers.length],
  dataType: DataType.INT64,
  int64Data: [...numbers],
});
const scalar = (name: string, number: number, dataType: number = DataType.FLOAT): onnx.ITensorProto =>
  dataType === DataType.INT64 ? { name, dims: [], dataType, int64Data: [number] } : { name, dims: [], dataType, floatData: [number] };

/** A model of rows of one number each that does something besides. */
const model = (node: readonly onnx.INodeProto[], initializer: readonly onnx.ITensorProto[] = []): Uint8Array =>
  onnxProto.onnx.ModelProto.encode({
    irVersion: 8,
    opsetImport: [{ domain: "", version: 18 }],
    graph: { name: "g", node: [...node], initializer: [...initializer], input: [value("x")], output: [value("y")] },
  }).finish();
const summed = (from: string): onnx.INodeProto => ({ opType: "ReduceMax", input: [from], output: ["m"], attribute: [] });
const given = (): onnx.INodeProto => ({ opType: "Add", input: ["x", "m"], output: ["y"] });

const branch = (inside: readonly onnx.INodeProto[]): onnx.IAttributeProto => ({
  name: "then_branch",
  type: AttributeType.GRAPH,
  g: { name: "b", node: [...inside], output: [value("o")] },
});
const nested = (depth: number): onnx.INodeProto =>
  depth === 0
    ? { opType: "Identity", input: ["x"], output: ["o"] }
    : { opType: "If", input: ["c"], output: ["o"], attribute: [branch([nested(depth - 1)])] };

/** A graph in a node in a graph, thousands deep, as the bytes that no encoder would write. */
function bottomless(depth: number): Uint8Array {
  const wrapped = (tag: number, inner: Buffer): Buffer => {
    const size: number[] = [];
    for (let left = inner.length; ; left = Math.floor(left / 128)) {
      size.push(left >= 128 ? (left % 128) | 128 : left);
      if (left < 128) break;
    }
    return Buffer.concat([Buffer.from([tag, ...size]), inner]);
  };
  let graph: Buffer = Buffer.alloc(0);
  for (let i = 0; i < depth; i++) graph = wrapped(0x0a, wrapped(0x2a, wrapped(0x32, graph)));
  return Buffer.concat([Buffer.from([0x08, 8]), wrapped(0x3a, graph)]);
}

const wide = (opType: string, dims: readonly number[]): Uint8Array =>
  model([{ opType, input: opType === "ConstantOfShape" ? ["s"] : ["x", "s"], output: ["w"] }, summed("w"), given()], [longs("s", ...dims)]);

/** Although a person trusts its control flow. */
const refused: readonly (readonly [string, () => Uint8Array, RegExp])[] = [
  [
    "ConstantOfShape of a million million values",
    () => wide("ConstantOfShape", [1e6, 1e6]),
    /ConstantOfShape asks for 1000000000000 values/,
  ],
  ["Expand to a million million values", () => wide("Expand", [1e6, 1e6]), /Expand asks for/],
  ["Tile a million million times", () => wide("Tile", [1e6, 1e6]), /Tile asks for/],
  ["Pad by a million million values", () => wide("Pad", [0, 0, 0, 1e12]), /Pad asks for/],
  [
    "Range of a million million values",
    () =>
      model(
        [{ opType: "Range", input: ["a", "b", "c"], output: ["w"] }, summed("w"), given()],
        [scalar("a", 0), scalar("b", 1e12), scalar("c", 1)],
      ),
    /Range asks for/,
  ],
  [
    "Range that does not get on",
    () => model([{ opType: "Range", input: ["a", "a", "a"], output: ["w"] }, summed("w"), given()], [scalar("a", 0)]),
    /Range asks for Infinity/,
  ],
  ["Resize", () => wide("Resize", [1e6, 1e6]), /operator Resize is not on the list/],
  ["graphs nested deeper than any exporter writes", () => model([nested(8)]), /nested deeper than 4/],
  ["graphs nested thousands deep", () => bottomless(4000), /not an ONNX model, or damaged|nested deeper than/],
  [
    "a tensor that claims a million million values and has none",
    () => model([given()], [{ name: "m", dims: [1e6, 1e6], dataType: DataType.FLOAT }]),
    /tensor "m" claims 1000000 × 1000000 values/,
  ],
  [
    "a tensor of a size below nothing",
    () => model([given()], [{ name: "m", dims: [-1, 4], dataType: DataType.FLOAT, floatData: [1] }]),
    /tensor "m" claims/,
  ],
];

const binding: ForeignBinding = {
  features: [{ name: "f", dtype: "float32", unit: "", nullPolicy: "reject", key: false }],
  inputs: [{ tensor: "x", layout: "matrix", features: ["f"] }],
  score: { tensor: "y", reduce: "none" },
};
const memoryBytes = 768 * 1024 * 1024;

/** Opens the model and scores rows with it, whichever it fails at. */
async function run(bytes: Uint8Array, quietMs: number): Promise<unknown> {
  const file = { bytes, sidecars: new Map<string, Uint8Array>(), allowControlFlow: true };
  const opened = await openForeignModel(forkChild, file, {}, { memoryBytes, quietMs });
  try {
    return await opened.score({ binding, rowCount: 2, columns: [Float64Array.from([1, 2])] });
  } finally {
    opened.close();
  }
}

/** Sizes that only show when it runs: each step makes a thousand of what it is given. */
const growing = (): Uint8Array => {
  const steps = [1, 2, 3, 4, 5].map((n) => ({
    opType: "Tile",
    input: [n === 1 ? "x" : `t${n - 1}`, "r"],
    output: [`t${n}`],
  }));
  return model([...steps, summed("t5"), given()], [longs("r", 1, 1000)]);
};

/** Adds one to the same number for ever. */
const endless = (): Uint8Array => {
  const body: onnx.IGraphProto = {
    name: "body",
    node: [
      { opType: "Identity", input: ["go"], output: ["go_on"] },
      { opType: "Add", input: ["v", "one"], output: ["w"] },
    ],
    initializer: [{ name: "one", dims: [1, 1], dataType: DataType.FLOAT, floatData: [1] }],
    input: [
      { name: "i", type: { tensorType: { elemType: DataType.INT64, shape: { dim: [] } } } },
      { name: "go", type: { tensorType: { elemType: DataType.BOOL, shape: { dim: [] } } } },
      value("v"),
    ],
    output: [{ name: "go_on", type: { tensorType: { elemType: DataType.BOOL, shape: { dim: [] } } } }, value("w")],
  };
  return model(
    [{ opType: "Loop", input: ["trips", "on", "x"], output: ["y"], attribute: [{ name: "body", type: AttributeType.GRAPH, g: body }] }],
    [longs("trips", 2 ** 52), { name: "on", dims: [], dataType: DataType.BOOL, int32Data: [1] }],
  );
};

/** Whole numbers of a byte each, which take thirty once they are read. */
const manyNumbers = (): Uint8Array => {
  const ints = Buffer.alloc(40_000_000, 1);
  const whole = model(
    [{ opType: "Identity", input: ["x"], output: ["y"] }],
    [{ name: "w", dims: [ints.length], dataType: DataType.INT64, int64Data: [] }],
  );
  const tensor = Buffer.from(onnxProto.onnx.TensorProto.encode({ name: "w", dims: [ints.length], dataType: DataType.INT64 }).finish());
  const sized = (tag: number, length: number): Buffer => {
    const size: number[] = [];
    for (let left = length; ; left = Math.floor(left / 128)) {
      size.push(left >= 128 ? (left % 128) | 128 : left);
      if (left < 128) break;
    }
    return Buffer.from([tag, ...size]);
  };
  const packed = Buffer.concat([tensor, sized(0x3a, ints.length), ints]);
  const graph = Buffer.concat([sized(0x2a, packed.length), packed]);
  // Parts of a message that come apart are put together by whoever reads it.
  return Buffer.concat([whole, sized(0x3a, graph.length), graph]);
};

describe("a model that asks for more than there is", { timeout: 120_000 }, () => {
  it.each(refused)("is refused before the runtime sees it: %s", (_what, craft, reason) => {
    const check = (): unknown => checkForeignModel({ bytes: craft(), sidecars: new Map(), allowControlFlow: true });
    expect(check).toThrow(reason);
    expect(check).toThrow(expect.objectContaining({ code: "model-mismatch" }) as Error);
  });

  it.each<[string, () => Uint8Array, number, RegExp]>([
    ["memory, step by step", growing, 60_000, /needed more than 768 MB|fails on 2 rows/],
    ["time, without end", endless, 4000, /gave no sign of life for 4 s/],
    ["numbers that grow when they are read", manyNumbers, 60_000, /needed more than 768 MB/],
  ])("ends its own process and nothing else: %s", async (_what, craft, quietMs, reason) => {
    const error: unknown = await run(craft(), quietMs).catch((problem: unknown) => problem);
    expect(error).toMatchObject({ message: expect.stringMatching(reason) as string });
    expect(error).toMatchObject({ code: expect.stringMatching(/limit-exceeded|model-mismatch/) as string });
  });

  it("is refused in its process, and leaves the next one to be opened and scored", async () => {
    await expect(run(wide("Tile", [1e6, 1e6]), 60_000)).rejects.toMatchObject({ code: "model-mismatch" });
    const opened = await openForeignModel(forkChild, { bytes: linearOnnx({ weights: [2] }), sidecars: new Map(), allowControlFlow: false });
    const score = { tensor: "anomaly_score", reduce: "none" } as const;
    const { scores } = await opened.score({ binding: { ...binding, score }, rowCount: 2, columns: [Float64Array.from([1, 2])] });
    opened.close();
    expect([...scores]).toEqual([2, 4]);
  });
});
