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

/** A model with a forest's outputs that asks for `side` times `side` floats per run, which no guard of ours would let pass; scores the sum of a row's two features. */
export function hungryOnnx(side: number): Uint8Array {
  const float = (name: string, dim: readonly object[]) => ({
    name,
    type: { tensorType: { elemType: DataType.FLOAT, shape: { dim: [...dim] } } },
  });
  const whole = (name: string, values: readonly number[]) => ({
    name,
    dims: [values.length],
    dataType: DataType.INT64,
    int64Data: [...values],
  });
  const flat = [{ name: "keepdims", type: onnxProto.onnx.AttributeProto.AttributeType.INT, i: 0 }];
  return onnxProto.onnx.ModelProto.encode({
    irVersion: 8,
    producerName: "crafted",
    opsetImport: [{ domain: "", version: 18 }],
    graph: {
      name: "g",
      node: [
        { opType: "ConstantOfShape", input: ["side"], output: ["many"] },
        { opType: "ReduceSum", input: ["many"], output: ["nothing"], attribute: flat },
        { opType: "ReduceSum", input: ["x", "across"], output: ["rows"], attribute: flat },
        { opType: "Add", input: ["rows", "nothing"], output: ["path_length_sum"] },
        { opType: "Identity", input: ["path_length_sum"], output: ["score"] },
      ],
      initializer: [whole("side", [side, side]), whole("across", [1])],
      input: [float("x", [{ dimParam: "n" }, { dimValue: 2 }])],
      output: [float("path_length_sum", [{ dimParam: "n" }]), float("score", [{ dimParam: "n" }])],
    },
  }).finish();
}
