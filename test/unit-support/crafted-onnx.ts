import onnxProto from "onnx-proto";

const { DataType } = onnxProto.onnx.TensorProto;

interface LinearShape {
  readonly weights: readonly number[];
  readonly metadata?: Readonly<Record<string, string>>;
}

/** An ONNX model that scores rows of float32 features: `anomaly_score` = `x` times the weights; written as an exporter would. */
export function linearOnnx({ weights, metadata = {} }: LinearShape): Uint8Array {
  const value = (name: string, columns: number) => ({
    name,
    type: { tensorType: { elemType: DataType.FLOAT, shape: { dim: [{ dimParam: "n" }, { dimValue: columns }] } } },
  });
  return onnxProto.onnx.ModelProto.encode({
    irVersion: 8,
    producerName: "crafted",
    opsetImport: [{ domain: "", version: 18 }],
    metadataProps: Object.entries(metadata).map(([key, text]) => ({ key, value: text })),
    graph: {
      name: "g",
      node: [{ opType: "MatMul", input: ["x", "w"], output: ["anomaly_score"] }],
      initializer: [{ name: "w", dims: [weights.length, 1], dataType: DataType.FLOAT, floatData: [...weights] }],
      input: [value("x", weights.length)],
      output: [value("anomaly_score", 1)],
    },
  }).finish();
}
