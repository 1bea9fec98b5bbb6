import { spawnSync } from "node:child_process";
import onnxProto from "onnx-proto";
import { describe, expect, it, onTestFinished } from "vitest";
import { openForestSession } from "../../electron/engine/onnx/session.ts";
import { hungryOnnx } from "../unit-support/crafted-onnx.ts";
import { readOutput, startScript } from "./child-process.ts";

const outOfMemory = { code: "out-of-memory", detail: { hint: expect.stringContaining("fewer and smaller trees") as unknown } };
const hasPrlimit = process.platform === "linux" && spawnSync("prlimit", ["--version"]).status === 0;

async function scoreWith(side: number): Promise<Float32Array> {
  const bytes = hungryOnnx(side);
  const model = onnxProto.onnx.ModelProto.decode(bytes);
  const session = await openForestSession({ model, graph: model.graph ?? {}, bytes, inputName: "x", featureCount: 2 });
  onTestFinished(() => session.close());
  const matrix = { rowCount: 2, featureCount: 2, data: Float32Array.of(1, 2, 3, 4) };
  return (await session.score(matrix, { isCancelled: () => false, progress: () => undefined })).scores;
}

describe("memory that is not there", () => {
  it("is told in words when ONNX Runtime cannot have it, and the next model scores", async () => {
    await expect(scoreWith(2 ** 22)).rejects.toMatchObject(outOfMemory);
    expect(await scoreWith(10)).toEqual(Float32Array.of(3, 7));
  });

  it.skipIf(!hasPrlimit)("is told in words under a limit of the machine, and the engine goes on scoring", { timeout: 60_000 }, async () => {
    const lines = (await readOutput(startScript("memory-child.ts"))).trim().split("\n");
    const said = lines.map((line): unknown => JSON.parse(line));
    expect(said).toEqual([{ failed: expect.objectContaining(outOfMemory) as unknown }, { scored: 200 }]);
  });
});
