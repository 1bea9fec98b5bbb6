import { afterAll, describe, expect, it } from "vitest";
import { AppError, CancelledError } from "../../shared/contract/errors.ts";
import { createRandom } from "../../shared/lib/random.ts";
import { anomalyScore, type ModelMatrix, pathLengthSums } from "../../electron/engine/forest/forest.ts";
import { decodeForest } from "../../electron/engine/onnx/forest-from-onnx.ts";
import { createModelRuntime } from "../../electron/engine/onnx/model-runtime.ts";

function matrixOf(rowCount: number, featureCount: number, seed: number): ModelMatrix {
  const random = createRandom(seed);
  return { rowCount, featureCount, data: Float32Array.from({ length: rowCount * featureCount }, () => random.float()) };
}
const parameters = { trees: 50, sampleSize: 128, seed: 1 };
const info = { model: "m", featureNames: ["a", "b", "c"], seed: 1 };
const runtime = createModelRuntime();
afterAll(() => runtime.close());

describe("model runtime", () => {
  it("trains, scores and explains in its worker, agreeing with the trees of the file", async () => {
    const matrix = matrixOf(2000, 3, 1);
    const trees: number[] = [];
    const model = await runtime.train(matrix, parameters, info, { progress: (done) => trees.push(done) });
    expect(trees.at(-1)).toBe(50);
    const forest = decodeForest(model);
    const sums = pathLengthSums(forest, matrix);
    const { scores } = await runtime.score(model, matrix);
    for (const [row, sum] of sums.entries()) expect(Math.abs((scores[row] ?? 0) - anomalyScore(sum, forest))).toBeLessThan(1e-6);
    const few = { data: matrix.data.slice(0, 30), rowCount: 10, featureCount: 3 };
    const { base, additiveScores, parts } = await runtime.explain(model, few);
    for (let row = 0; row < 10; row++) {
      const total = base + parts.subarray(row * 3, row * 3 + 3).reduce((a, b) => a + b, 0);
      expect(Math.abs(total - (additiveScores[row] ?? 0))).toBeLessThan(1e-6);
      expect(Math.abs(total + (sums[row] ?? 0))).toBeLessThan(1e-6);
    }
    expect(matrix.data.length).toBe(6000);
  });

  it("gives the same bytes for the same seed", async () => {
    const matrix = matrixOf(500, 3, 2);
    const [a, b] = [await runtime.train(matrix, parameters, info), await runtime.train(matrix, parameters, info)];
    expect(Buffer.from(a).equals(Buffer.from(b))).toBe(true);
  });

  it("passes refusals on as what they are and goes on working", async () => {
    const bad = matrixOf(20, 3, 1);
    bad.data[4] = Number.NaN;
    await expect(runtime.train(bad, parameters, info)).rejects.toThrowError(AppError);
    await expect(runtime.score(new Uint8Array([1, 2, 3]), matrixOf(3, 3, 1))).rejects.toMatchObject({ code: "model-mismatch" });
    await expect(runtime.train(matrixOf(100, 3, 1), parameters, info)).resolves.toBeInstanceOf(Uint8Array);
  });

  it("stops a training and a scoring on the caller's signal and goes on working", async () => {
    const training = new AbortController();
    const slow = runtime.train(matrixOf(20_000, 3, 1), { ...parameters, trees: 1000, sampleSize: 4096 }, info, {
      signal: training.signal,
      progress: () => training.abort(),
    });
    await expect(slow).rejects.toThrowError(CancelledError);
    const model = await runtime.train(matrixOf(500, 3, 2), parameters, info);
    const scoring = new AbortController();
    let seen = 0;
    const long = runtime.score(model, matrixOf(400_000, 3, 1), {
      signal: scoring.signal,
      progress: (done) => {
        seen = done;
        scoring.abort();
      },
    });
    await expect(long).rejects.toThrowError(CancelledError);
    expect(seen).toBeLessThan(400_000);
    await expect(runtime.score(model, matrixOf(5, 3, 1), { signal: AbortSignal.abort() })).rejects.toThrowError(CancelledError);
    expect((await runtime.score(model, matrixOf(0, 3, 1))).scores.length).toBe(0);
  });

  it("ends what is under way when it is closed, and refuses more", async () => {
    const own = createModelRuntime();
    const model = await own.train(matrixOf(500, 3, 2), parameters, info);
    const running = own.score(model, matrixOf(400_000, 3, 1));
    const outcome = expect(running).rejects.toThrowError(CancelledError);
    await own.close();
    await outcome;
    await expect(own.score(model, matrixOf(1, 3, 1))).rejects.toMatchObject({ code: "engine-gone" });
  });
});
