import onnxProto from "onnx-proto";
import { InferenceSession, Tensor } from "onnxruntime-node";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { z } from "zod";
import type { ForeignFeature } from "../../shared/contract/foreign-models.ts";
import type { ForeignBinding, ForeignColumn } from "../../electron/engine/onnx/foreign/foreign-protocol.ts";
import { type ForeignModel, openForeignModel } from "../../electron/engine/onnx/foreign/foreign-host.ts";
import { forkChild } from "../../electron/engine/onnx/foreign/fork-child.ts";
import { noTestData, testData } from "../unit-support/test-data.ts";

const folder = testData("onnx") ?? "";
const Reference = z.object({
  inputs: z.array(z.array(z.number())),
  isolation_forest_decision_function: z.array(z.number()),
  pipeline_decision_function: z.array(z.number()),
  lof_decision_function: z.array(z.number()),
});
const reference = (): z.infer<typeof Reference> => Reference.parse(JSON.parse(readFileSync(join(folder, "reference.json"), "utf8")));

async function open(file: string): Promise<ForeignModel> {
  const model = await openForeignModel(forkChild, {
    bytes: readFileSync(join(folder, file)),
    sidecars: new Map(),
    allowControlFlow: false,
  });
  onTestFinished(() => model.close());
  return model;
}

const feature = (name: string, change: Partial<ForeignFeature> = {}): ForeignFeature => ({
  name,
  dtype: "float32",
  unit: "",
  nullPolicy: "reject",
  key: false,
  ...change,
});
const matrixOf = (tensor: string, score: ForeignBinding["score"]): ForeignBinding => {
  const features = Array.from({ length: 6 }, (_, f) => feature(`f${f}`));
  return { features, inputs: [{ tensor, layout: "matrix", features: features.map((f) => f.name) }], score };
};
const columnsOf = (rows: readonly (readonly number[])[]): ForeignColumn[] =>
  Array.from({ length: 6 }, (_, f) => Float64Array.from(rows, (row) => row[f] ?? Number.NaN));
const score = { tensor: "scores", reduce: "none" } as const;
const largest = (values: Iterable<number>): number => [...values].reduce((a, b) => Math.max(a, b), 0);

describe.skipIf(noTestData("onnx"))("models that other tools exported", { timeout: 60_000 }, () => {
  it.each([
    ["if.onnx", "isolation_forest_decision_function"],
    ["pipe_if.onnx", "pipeline_decision_function"],
    ["lof.onnx", "lof_decision_function"],
  ] as const)("%s scores as the library that trained it, within 1e-6 absolute and relative", async (file, expected) => {
    const { inputs, ...scores } = reference();
    const model = await open(file);
    const answer = await model.score({ binding: matrixOf("X", score), rowCount: inputs.length, columns: columnsOf(inputs) });
    expect(answer.unscored).toEqual({ missing: 0, "not-a-number": 0, "no-score": 0 });
    const beyond = scores[expected].filter((e, i) => !(Math.abs((answer.scores[i] ?? Number.NaN) - e) <= 1e-6 + 1e-6 * Math.abs(e)));
    expect(beyond).toEqual([]);
  });

  // Distances of far outliers are sums of float32 in the graph itself: its score of row 503 is five float32 steps (1.19e-6) from scikit-learn's.
  it("lof.onnx scores to the bit as the runtime does by itself, one row at a time and all at once", async () => {
    const { inputs } = reference();
    const session = await InferenceSession.create(readFileSync(join(folder, "lof.onnx")), { graphOptimizationLevel: "disabled" });
    onTestFinished(() => session.release());
    const bare: number[] = [];
    for (const row of inputs) {
      const { scores } = await session.run({ X: new Tensor("float32", Float32Array.from(row), [1, row.length]) });
      bare.push(Number(scores?.data[0]));
    }
    const model = await open("lof.onnx");
    const { scores } = await model.score({ binding: matrixOf("X", score), rowCount: inputs.length, columns: columnsOf(inputs) });
    expect([...scores]).toEqual(bare);
  });

  it("ocsvm.onnx gives lower scores to the outliers", async () => {
    const { inputs } = reference();
    const model = await open("ocsvm.onnx");
    const { scores } = await model.score({ binding: matrixOf("X", score), rowCount: 550, columns: columnsOf(inputs) });
    const mean = (values: Float64Array): number => values.reduce((a, b) => a + b, 0) / values.length;
    expect(mean(scores.subarray(500))).toBeLessThan(mean(scores.subarray(0, 500)));
  });

  it("sgdoc.onnx, whose outputs have one dimension, scores as its own coefficients say", async () => {
    const { inputs } = reference();
    const { graph } = onnxProto.onnx.ModelProto.decode(readFileSync(join(folder, "sgdoc.onnx")));
    const [weights = [], [offset = 0] = []] = (graph?.initializer ?? [])
      .map(({ rawData, floatData }) => {
        const raw = rawData ?? new Uint8Array();
        return raw.length > 0 ? [...new Float32Array(raw.slice().buffer)] : [...(floatData ?? [])];
      })
      .toSorted((a, b) => b.length - a.length);
    const model = await open("sgdoc.onnx");
    const { scores } = await model.score({ binding: matrixOf("X", score), rowCount: 550, columns: columnsOf(inputs) });
    const differences = inputs.map((row, i) =>
      Math.abs(row.reduce((sum, x, f) => sum + x * (weights[f] ?? Number.NaN), -offset) - (scores[i] ?? Number.NaN)),
    );
    expect(largest(differences)).toBeLessThan(1e-6);
  });

  it("a neighbour model is taken with a warning that it holds its training rows", async () => {
    expect((await open("lof.onnx")).facts.warnings.join(" ")).toMatch(/rows it was trained on/);
    expect((await open("if.onnx")).facts.warnings).toEqual([]);
  });

  it("a pipeline of columns is fed by name, text among them", async () => {
    const model = await open("ct_multi.onnx");
    const names = ["proto", "dur", "bytes"];
    const binding: ForeignBinding = {
      features: [feature("proto", { dtype: "string" }), feature("dur"), feature("bytes")],
      inputs: names.map((name) => ({ tensor: name, layout: "column", features: [name] })),
      score,
    };
    const columns = [["tcp", "tcp", "udp", null], Float64Array.of(0.1, 500, 0.2, 1), Float64Array.of(0.1, 500, 0.3, 1)];
    const { scores, unscored } = await model.score({ binding, rowCount: 4, columns });
    expect(scores[1]).toBeLessThan(scores[0] ?? 0);
    expect(scores[3]).toBeNaN();
    expect(unscored.missing).toBe(1);
  });

  it("a classifier is taken with a column of its probabilities, and refused where they are maps", async () => {
    const model = await open("rf_nozip.onnx");
    const input = { rowCount: 550, columns: columnsOf(reference().inputs) };
    const { scores } = await model.score({ ...input, binding: matrixOf("X", { tensor: "probabilities", reduce: "column", column: 1 }) });
    expect(scores.every((s) => s >= 0 && s <= 1 + 1e-6)).toBe(true);
    await expect(model.score({ ...input, binding: matrixOf("X", { tensor: "probabilities", reduce: "none" }) })).rejects.toThrow(
      /2 values per row/,
    );
    await expect(open("rf_zipmap.onnx")).rejects.toMatchObject({
      code: "model-mismatch",
      detail: { hint: expect.stringMatching(/zipmap': False/) as string },
    });
  });

  it("an autoencoder is taken with a declared reducer, and refused where its batch is fixed", async () => {
    await expect(open("autoencoder_fixed_batch.onnx")).rejects.toThrow(/exactly 3 rows/);
    const { inputs } = reference();
    const model = await open("autoencoder_named.onnx");
    const input = { rowCount: 550, columns: columnsOf(inputs) };
    const squared = await model.score({ ...input, binding: matrixOf("input", { tensor: "output", reduce: "mse" }) });
    const absolute = await model.score({ ...input, binding: matrixOf("input", { tensor: "output", reduce: "mae" }) });
    expect(squared.scores.every((s, i) => s >= (absolute.scores[i] ?? 0) ** 2 - 1e-9)).toBe(true);
  });

  it("a number that is none, or too large for a float, is never given to the model and never scored", async () => {
    const model = await open("if.onnx");
    const columns = columnsOf([
      [0, 0, 0, 0, 0, 0],
      [Number.NaN, 0, 0, 0, 0, 0],
      [Infinity, 0, 0, 0, 0, 0],
      [0, 1e39, 0, 0, 0, 0],
    ]);
    const { scores, unscored } = await model.score({ binding: matrixOf("X", score), rowCount: 4, columns });
    expect([...scores].map(Number.isNaN)).toEqual([false, true, true, true]);
    expect(unscored).toEqual({ missing: 1, "not-a-number": 2, "no-score": 0 });
  });

  it("a score that is no number counts as none: a huge value makes a neighbour model give minus infinity", async () => {
    const model = await open("lof.onnx");
    const { scores, unscored } = await model.score({
      binding: matrixOf("X", score),
      rowCount: 2,
      columns: columnsOf([
        [0, 0, 0, 0, 0, 0],
        [1e30, 0, 0, 0, 0, 0],
      ]),
    });
    expect(scores[1]).toBeNaN();
    expect(unscored["no-score"]).toBe(1);
  });

  it("a process that is killed while scoring fails that request alone", async () => {
    const { inputs } = reference();
    const rows = Array.from({ length: 20_000 }, (_, i) => inputs[i % 550] ?? []);
    const [lost, other] = [await open("lof.onnx"), await open("sgdoc.onnx")];
    const scoring = lost.score(
      { binding: matrixOf("X", score), rowCount: rows.length, columns: columnsOf(rows) },
      { progress: () => void process.kill(lost.pid ?? Number.NaN, "SIGKILL") },
    );
    await expect(scoring).rejects.toMatchObject({ code: "engine-gone" });
    const small = { binding: matrixOf("X", score), rowCount: 550, columns: columnsOf(inputs) };
    await expect(lost.score(small)).rejects.toMatchObject({ code: "engine-gone" });
    expect((await other.score(small)).scores).toHaveLength(550);
  });

  it("a model that shows no progress in time is stopped, and so is one that needs more memory than it may", async () => {
    const file = { bytes: readFileSync(join(folder, "if.onnx")), sidecars: new Map<string, Uint8Array>(), allowControlFlow: false };
    await expect(openForeignModel(forkChild, file, {}, { quietMs: 5, memoryBytes: 2 ** 31 })).rejects.toMatchObject({
      code: "limit-exceeded",
    });
    await expect(openForeignModel(forkChild, file, {}, { quietMs: 60_000, memoryBytes: 2 ** 24 })).rejects.toThrow(/memory/);
  });

  it("a caller who stops waiting ends the process", async () => {
    const stop = new AbortController();
    const opening = openForeignModel(
      forkChild,
      { bytes: readFileSync(join(folder, "if.onnx")), sidecars: new Map(), allowControlFlow: false },
      { signal: stop.signal },
    );
    stop.abort();
    await expect(opening).rejects.toMatchObject({ name: "CancelledError" });
  });
});
