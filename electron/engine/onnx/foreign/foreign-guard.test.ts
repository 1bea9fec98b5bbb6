import onnxProto, { type onnx } from "onnx-proto";
import { describe, expect, it } from "vitest";
import { checkForeignModel, foreignLimits } from "./foreign-guard.ts";

const { DataType } = onnxProto.onnx.TensorProto;
const { AttributeType } = onnxProto.onnx.AttributeProto;
const external = onnxProto.onnx.TensorProto.DataLocation.EXTERNAL;

const value = (name: string, dims: readonly (number | null)[], elemType: number = DataType.FLOAT): onnx.IValueInfoProto => ({
  name,
  type: { tensorType: { elemType, shape: { dim: dims.map((d) => (d === null ? { dimParam: "n" } : { dimValue: d })) } } },
});
const weights = (change: Partial<onnx.ITensorProto> = {}): onnx.ITensorProto => ({
  name: "w",
  dims: [2, 1],
  dataType: DataType.FLOAT,
  floatData: [1, 2],
  ...change,
});

/** y = x w, changed as a test wants it. */
function model(change: Partial<onnx.IModelProto> = {}, graph: Partial<onnx.IGraphProto> = {}): Uint8Array {
  return onnxProto.onnx.ModelProto.encode({
    irVersion: 8,
    producerName: "crafted",
    opsetImport: [{ domain: "", version: 18 }],
    ...change,
    graph: {
      name: "g",
      node: [{ opType: "MatMul", input: ["x", "w"], output: ["y"] }],
      initializer: [weights()],
      input: [value("x", [null, 2])],
      output: [value("y", [null, 1])],
      ...graph,
    },
  }).finish();
}
const check = (bytes: Uint8Array, sidecars: Record<string, Uint8Array> = {}, allowControlFlow = false) =>
  checkForeignModel({ bytes, sidecars: new Map(Object.entries(sidecars)), allowControlFlow });
const node = (opType: string, change: Partial<onnx.INodeProto> = {}): Uint8Array =>
  model({}, { node: [{ opType, input: ["x"], output: ["y"], ...change }] });
const kept = (location: string, change: readonly onnx.IStringStringEntryProto[] = []): Uint8Array =>
  model(
    {},
    { initializer: [weights({ floatData: [], dataLocation: external, externalData: [{ key: "location", value: location }, ...change] })] },
  );
const scan = (body: readonly string[], copies = 1): Uint8Array => {
  const g = { name: "b", node: body.map((opType) => ({ opType, input: ["x"], output: ["y"] })) };
  const one = { opType: "Scan", input: ["x"], output: ["y"], attribute: [{ name: "body", type: AttributeType.GRAPH, g }] };
  return model({}, { node: Array.from({ length: copies }, () => one) });
};
const float = (...numbers: number[]): Uint8Array => new Uint8Array(Float32Array.from(numbers).buffer);

describe("a model somebody else made", () => {
  it("is taken when it keeps to the contract, and told of", () => {
    expect(check(model()).facts).toMatchObject({
      producer: "crafted",
      nodes: 1,
      operators: ["MatMul"],
      inputs: [{ name: "x", dtype: "float32", shape: [null, 2] }],
      outputs: [{ name: "y", dtype: "float32", shape: [null, 1] }],
      oneRowAtATime: false,
      warnings: [],
    });
  });

  const zipMap = { domain: "ai.onnx.ml" };
  const sequence: onnx.IValueInfoProto = { name: "y", type: { sequenceType: { elemType: { tensorType: { elemType: DataType.FLOAT } } } } };
  it.each<[string, Uint8Array, RegExp]>([
    ["nothing", new Uint8Array(), /it is empty/],
    ["no ONNX model", new TextEncoder().encode("not a model at all"), /not an ONNX model|no graph/],
    ["a newer IR version", model({ irVersion: foreignLimits.irVersion + 1 }), /IR version 14/],
    ["a newer opset", model({ opsetImport: [{ domain: "", version: foreignLimits.opset + 1 }] }), /opset 27 of ai\.onnx; 26 is the newest/],
    ["a newer opset of ai.onnx.ml", model({ opsetImport: [{ domain: "ai.onnx.ml", version: 6 }] }), /opset 6 of ai\.onnx\.ml/],
    [
      "two opsets",
      model({
        opsetImport: [
          { domain: "", version: 18 },
          { domain: "ai.onnx", version: 17 },
        ],
      }),
      /two opsets/,
    ],
    ["functions of its own", model({ functions: [{ name: "f" }] }), /functions of its own/],
    ["a custom domain", node("Gelu", { domain: "com.microsoft" }), /com\.microsoft\.Gelu of a custom domain/],
    ["an operator that is not on the list", node("RandomUniformLike"), /RandomUniformLike is not on the list/],
    ["ZipMap", node("ZipMap", zipMap), /list of maps/],
    ["an output that is no tensor", model({}, { output: [sequence] }), /"y" is not a tensor/],
    ["a fixed number of rows", model({}, { input: [value("x", [3, 2])] }), /exactly 3 rows/],
    ["an image", model({}, { input: [value("x", [null, 2, 2])] }), /rank 3/],
    ["a type that cannot be given", model({}, { input: [value("x", [null, 2], DataType.COMPLEX64)] }), /cannot be given/],
    ["tensors in an absolute path", kept("/etc/passwd"), /"\/etc\/passwd", outside the bundle/],
    ["tensors on another drive", kept("C:\\data\\w.bin"), /outside the bundle/],
    ["tensors above the bundle", kept("sub/../../w.bin"), /outside the bundle/],
    ["tensors in a file the bundle lacks", kept("w.bin"), /which the bundle does not hold/],
    [
      "a graph in an operator that has none",
      node("Relu", { attribute: [{ name: "g", type: AttributeType.GRAPH, g: { node: [] } }] }),
      /holds a graph/,
    ],
    ["If", node("If"), /control flow \(If\)/],
    ["Loop", node("Loop"), /control flow \(Loop\)/],
    ["a Scan of other operators than distances", scan(["MatMul"]), /control flow \(Scan\)/],
    ["two Scans", scan(["Sub"], 2), /control flow \(Scan\)/],
    ["a long Scan", scan(Array.from({ length: 101 }, () => "Sub")), /control flow \(Scan\)/],
    ["no node", model({}, { node: [] }), /empty/],
    ["a sparse tensor", model({}, { sparseInitializer: [{ dims: [1] }] }), /sparse/],
  ])("is refused for %s", (_, bytes, reason) => {
    expect(() => check(bytes)).toThrow(reason);
    expect(() => check(bytes)).toThrow(expect.objectContaining({ code: "model-mismatch" }) as Error);
  });

  it("is refused for its size, together with the files it keeps its tensors in", () => {
    const bytes = model();
    expect(() => check(bytes, { "w.bin": new Uint8Array(foreignLimits.bytes - bytes.length + 1) })).toThrow(/104857600 are allowed/);
  });

  it("tells how to export a classifier and an autoencoder so that they can be taken", () => {
    const hint = (bytes: Uint8Array): unknown => {
      try {
        return check(bytes);
      } catch (error) {
        return error;
      }
    };
    expect(hint(node("ZipMap", zipMap))).toMatchObject({ detail: { hint: expect.stringContaining("'zipmap': False") as string } });
    expect(hint(model({}, { input: [value("x", [3, 2])] }))).toMatchObject({
      detail: { hint: expect.stringContaining("dynamic") as string },
    });
  });

  it("takes one Scan over distances, and more only on a person's word", () => {
    expect(check(scan(["Sub", "ReduceSumSquare", "Identity"])).facts.operators).toEqual(["Identity", "ReduceSumSquare", "Scan", "Sub"]);
    expect(check(scan(["MatMul"], 2), {}, true).facts.operators).toEqual(["MatMul", "Scan"]);
    expect(() => check(scan(["Bernoulli"]), {}, true)).toThrow(/Bernoulli is not on the list/);
  });

  it("takes the data of its tensors from the bundle, so that the runtime is told of no file", () => {
    const bytes = kept("./w.bin", [
      { key: "offset", value: "4" },
      { key: "length", value: "8" },
    ]);
    const checked = check(bytes, { "w.bin": float(9, 1, 2, 9) });
    const [tensor] = onnxProto.onnx.ModelProto.decode(checked.bytes).graph?.initializer ?? [];
    expect([...new Float32Array(Uint8Array.from(tensor?.rawData ?? []).buffer)]).toEqual([1, 2]);
    expect(tensor?.externalData).toEqual([]);
    expect(checked.facts.sidecars).toEqual(["w.bin"]);
    expect(() => check(bytes, { "w.bin": float(9) })).toThrow(/beyond the end/);
    expect(() => check(kept("w.bin"), { "w.bin": new Uint8Array() })).toThrow(/no data/);
  });

  it("takes one row at a time where its batch is one, and says that this is slow", () => {
    const { facts } = check(model({}, { input: [value("x", [1, 2])] }));
    expect(facts.oneRowAtATime).toBe(true);
    expect(facts.warnings.join()).toMatch(/one row at a time/);
  });

  it("leaves out texts that name places on the computer it was made on, and warns of the original", () => {
    const docString = 'File "/home/someone/train.py", line 3';
    const bytes = model(
      {
        docString,
        metadataProps: [
          { key: "note", value: "/home/someone" },
          { key: "quarry.task", value: "anomaly" },
        ],
      },
      {
        node: [{ opType: "MatMul", input: ["x", "w"], output: ["y"], docString }],
      },
    );
    const checked = check(bytes);
    expect(Buffer.from(checked.bytes).includes("someone")).toBe(false);
    expect(Buffer.from(checked.bytes).includes("quarry.task")).toBe(true);
    expect(checked.facts.warnings.join()).toMatch(/paths on the computer/);
  });

  it("warns that a neighbour model holds its training rows", () => {
    const rows: onnx.ITensorProto = {
      name: "r",
      dims: [60, 2],
      dataType: DataType.FLOAT,
      floatData: Array.from({ length: 120 }, () => 0.5),
    };
    const bytes = model({}, { node: [{ opType: "TopK", input: ["x", "r"], output: ["y"] }], initializer: [rows] });
    expect(check(bytes).facts.warnings.join()).toMatch(/rows it was trained on/);
  });

  it("drops imports of domains that nothing in it uses", () => {
    const bytes = model({
      opsetImport: [
        { domain: "", version: 18 },
        { domain: "pkg.torch", version: 1 },
      ],
    });
    expect(onnxProto.onnx.ModelProto.decode(check(bytes).bytes).opsetImport.map((o) => o.domain)).toEqual([""]);
  });
});
