import onnxProto, { type onnx } from "onnx-proto";
import { InferenceSession, Tensor } from "onnxruntime-node";
import { describe, expect, it } from "vitest";
import { AppError, CancelledError } from "../../../shared/contract/errors.ts";
import { createRandom } from "../../../shared/lib/random.ts";
import { anomalyScore, type ModelMatrix, pathLengthSums } from "../forest/forest.ts";
import { mapLeaves } from "../forest/feedback/leaf-map.ts";
import { taughtForest, teach } from "../forest/feedback/teach.ts";
import { noControl, trainForest } from "../forest/train-forest.ts";
import { decodeForest } from "./forest-from-onnx.ts";
import { forestToOnnx } from "./forest-to-onnx.ts";
import { checkModel } from "./model-guard.ts";
import { openForestSession } from "./session.ts";

const featureCount = 6;
function matrixOf(rowCount: number, seed: number): ModelMatrix {
  const random = createRandom(seed);
  return {
    rowCount,
    featureCount,
    data: Float32Array.from({ length: rowCount * featureCount }, () => Math.log(random.float() + 1e-3) * 7),
  };
}
const info = { model: "test-model", featureNames: ["a", "b", "c", "d", "e", "f"], seed: 4 };
const training = matrixOf(900, 1);
const forest = trainForest(training, { trees: 100, sampleSize: 256, seed: 4 });
const bytes = forestToOnnx(forest, info);

function altered(change: (model: onnx.ModelProto, graph: onnx.IGraphProto) => void): Uint8Array {
  const model = onnxProto.onnx.ModelProto.decode(bytes);
  if (!model.graph) throw new Error("no graph");
  change(model, model.graph);
  return onnxProto.onnx.ModelProto.encode(model).finish();
}

describe("forest as ONNX", () => {
  it("has the same bytes for the same forest and carries its own description", () => {
    const again = forestToOnnx(trainForest(training, { trees: 100, sampleSize: 256, seed: 4 }), info);
    expect(Buffer.from(again).equals(Buffer.from(bytes))).toBe(true);
    const props = onnxProto.onnx.ModelProto.decode(bytes).metadataProps.map((p) => [String(p.key), String(p.value)] as const);
    expect(Object.fromEntries(props)).toEqual({
      "quarry.model": "test-model",
      "quarry.features": '["a","b","c","d","e","f"]',
      "quarry.trees": "100",
      "quarry.sample_size": "256",
      "quarry.seed": "4",
    });
  });

  it("gives back the very trees it was written from", () => {
    expect(decodeForest(bytes)).toEqual(forest);
  });

  it("scores through ONNX Runtime as the TypeScript forest does, within 1e-6, over several batches", async () => {
    const matrix = matrixOf(20_000, 2);
    const session = await openForestSession(checkModel(bytes));
    const { scores, pathLengthSums: sums } = await session.score(matrix, noControl);
    const reference = pathLengthSums(forest, matrix);
    let worst = 0;
    for (const [row, sum] of reference.entries()) {
      worst = Math.max(worst, Math.abs((scores[row] ?? 0) - anomalyScore(sum, forest)));
      expect(Math.abs((sums[row] ?? 0) - sum)).toBeLessThan(1e-2);
    }
    expect(worst).toBeLessThan(1e-6);
    await session.close();
  });

  it("scores and explains a taught forest by its weighted paths, and gives the score of tree-AAD beside it", async () => {
    const labelled = matrixOf(12, 5);
    const lessons = Array.from({ length: 12 }, (_, i) => ({ isAnomaly: i % 3 === 0 }));
    const taught = teach(forest, training, labelled, lessons);
    const taughtBytes = forestToOnnx(forest, info, taught);
    expect(decodeForest(taughtBytes)).toEqual(taughtForest(forest, taught));
    const matrix = matrixOf(500, 2);
    const checked = checkModel(taughtBytes);
    const session = await openForestSession(checked);
    const { scores } = await session.score(matrix, noControl);
    for (const [row, sum] of pathLengthSums(taughtForest(forest, taught), matrix).entries())
      expect(Math.abs((scores[row] ?? 0) - anomalyScore(sum, forest))).toBeLessThan(1e-6);
    await session.close();

    const raw = await InferenceSession.create(checked.bytes);
    const result = await raw.run({ X: new Tensor("float32", matrix.data, [500, featureCount]) });
    const map = mapLeaves(forest, matrix);
    const weight = taught.leafWeight;
    for (let row = 0; row < 500; row++) {
      let numerator = 0;
      let squares = 0;
      for (let tree = 0; tree < map.trees; tree++) {
        const leaf = map.leafOf[row * map.trees + tree] ?? 0;
        const depth = map.depthOfLeaf[leaf] ?? 0;
        numerator -= (weight[map.nodeOfLeaf[leaf] ?? 0] ?? 0) * depth;
        squares += depth * depth;
      }
      expect(Math.abs(Number(result["aad_score"]?.data[row]) - numerator / Math.sqrt(squares))).toBeLessThan(1e-5);
    }
    await raw.release();
  });

  it("scores no rows to no scores", async () => {
    const session = await openForestSession(checkModel(bytes));
    const { scores } = await session.score({ data: new Float32Array(0), rowCount: 0, featureCount }, noControl);
    expect(scores.length).toBe(0);
    await session.close();
  });

  it("refuses NaN, infinities and the wrong width before a run", async () => {
    const session = await openForestSession(checkModel(bytes));
    for (const bad of [Number.NaN, Infinity, -Infinity]) {
      const matrix = matrixOf(5, 1);
      matrix.data[8] = bad;
      await expect(session.score(matrix, noControl)).rejects.toThrowError(/Row 1, feature 2/);
    }
    await expect(session.score({ data: new Float32Array(5), rowCount: 1, featureCount: 5 }, noControl)).rejects.toThrowError(
      /takes 6 features/,
    );
    await session.close();
  });

  it("stops between batches when asked and stays usable", async () => {
    const session = await openForestSession(checkModel(bytes));
    let batches = 0;
    const control = { progress: () => void batches++, isCancelled: () => batches === 2 };
    await expect(session.score(matrixOf(50_000, 1), control)).rejects.toThrowError(CancelledError);
    expect(batches).toBe(2);
    expect((await session.score(matrixOf(3, 1), noControl)).scores.length).toBe(3);
    await session.close();
  });
});

describe("model guard", () => {
  const cases: readonly [string, Uint8Array, RegExp][] = [
    ["an empty file", new Uint8Array(), /it is empty/],
    ["random bytes", Uint8Array.from({ length: 400 }, (_, i) => (i * 91) % 256), /not an ONNX model/],
    ["a truncated model", bytes.slice(0, bytes.length - 500), /not an ONNX model/],
    ["an operator off the list", altered((_, g) => g.node?.push({ opType: "Loop", input: [], output: ["x"] })), /operator Loop/],
    [
      "an operator of another domain",
      altered((_, g) => g.node?.push({ opType: "Mul", domain: "com.example", input: [], output: ["x"] })),
      /com.example:Mul/,
    ],
    [
      "an import of another domain",
      altered((m) => m.opsetImport.push(onnxProto.onnx.OperatorSetIdProto.create({ domain: "evil", version: 1 }))),
      /domain "evil"/,
    ],
    ["local functions", altered((m) => m.functions.push(onnxProto.onnx.FunctionProto.create({ name: "f" }))), /functions/],
    [
      "external data",
      altered((_, g) => {
        const [tensor] = g.initializer ?? [];
        if (tensor)
          Object.assign(tensor, { dataLocation: 1, externalData: [{ key: "location", value: "../../etc/passwd" }], floatData: [] });
      }),
      /in another file/,
    ],
    [
      "a graph hidden in an attribute",
      altered((_, g) => g.node?.[1]?.attribute?.push({ name: "body", type: 5, g: { node: [] } })),
      /holds a graph/,
    ],
    ["two inputs", altered((_, g) => g.input?.push({ name: "Y" })), /2 inputs/],
    [
      "a fixed number of rows",
      altered((_, g) => Object.assign(g.input?.[0]?.type?.tensorType?.shape?.dim?.[0] ?? {}, { dimParam: "", dimValue: 3 })),
      /fixed number of rows/,
    ],
    ["a double input", altered((_, g) => Object.assign(g.input?.[0]?.type?.tensorType ?? {}, { elemType: 11 })), /float matrix/],
    ["a newer IR", altered((m) => Object.assign(m, { irVersion: 99 })), /IR version 99/],
    ["no graph", onnxProto.onnx.ModelProto.encode({ irVersion: 8 }).finish(), /no graph/],
  ];
  it.each(cases)("refuses %s", (_, file, reason) => {
    expect(() => checkModel(file)).toThrowError(reason);
    expect(() => checkModel(file)).toThrowError(AppError);
  });

  it("gives the runtime only what it checked when a message is written twice", () => {
    const hidden = onnxProto.onnx.ModelProto.encode({ graph: { node: [{ opType: "Loop", input: [], output: ["x"] }] } }).finish();
    const checked = checkModel(Buffer.concat([hidden, bytes]));
    expect(Buffer.from(checked.bytes).equals(Buffer.from(bytes))).toBe(true);
  });

  it("answers damaged bytes with a refusal or a sound forest, never with another error", () => {
    const random = createRandom(9);
    const small = forestToOnnx(trainForest(matrixOf(100, 3), { trees: 5, sampleSize: 16, seed: 1 }), info);
    let refused = 0;
    for (let i = 0; i < 500; i++) {
      const damaged = Uint8Array.from(small);
      for (let k = random.below(3); k >= 0; k--) damaged[random.below(damaged.length)] = random.below(256);
      try {
        expect(decodeForest(damaged).featureCount).toBeGreaterThan(0);
      } catch (error) {
        expect(error).toBeInstanceOf(AppError);
        refused++;
      }
    }
    expect(refused).toBeGreaterThan(200);
  });

  it("refuses to explain trees that loop, share a child or lie about their rows", () => {
    const change = (attribute: string, at: number, value: number): Uint8Array =>
      altered((_, g) => {
        const found = g.node?.[0]?.attribute?.find((a) => a.name === attribute);
        const values = attribute === "nodes_hitrates" ? found?.floats : found?.ints;
        if (values) values[at] = value;
      });
    expect(() => decodeForest(change("nodes_truenodeids", 0, 0))).toThrowError(/not behind it/);
    expect(() => decodeForest(change("nodes_falsenodeids", 0, 2))).toThrowError(/Quarry can explain/);
    expect(() => decodeForest(change("nodes_hitrates", 1, 1000))).toThrowError(/rows of a node/);
    expect(() => decodeForest(change("nodes_featureids", 0, 40))).toThrowError(/does not have/);
  });
});
