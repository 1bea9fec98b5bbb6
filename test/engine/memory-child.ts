/** Scores under a limit on the memory of this process, which the machine sets, and again without. A line of JSON for each. */
import { spawnSync } from "node:child_process";
import { readFileSync, writeSync } from "node:fs";
import { createModelRuntime } from "../../electron/engine/onnx/model-runtime.ts";
import { toWireError } from "../../shared/contract/errors.ts";
import { createRandom } from "../../shared/lib/random.ts";

const limitTo = (bytes: number | "unlimited"): void => {
  const { status, stderr } = spawnSync("prlimit", ["--pid", String(process.pid), `--as=${bytes}:unlimited`], { encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
};
const usedBytes = (): number => 1024 * Number(/VmSize:\s+(\d+)/.exec(readFileSync("/proc/self/status", "utf8"))?.[1]);
const random = createRandom(1);
const few = { rowCount: 200, featureCount: 3, data: Float32Array.from({ length: 600 }, () => random.float()) };
const many = { rowCount: 40_000_000, featureCount: 3, data: new Float32Array(120_000_000) };
const runtime = createModelRuntime();
const info = { model: "m", featureNames: ["a", "b", "c"], seed: 1 };
const model = await runtime.train(few, { trees: 10, sampleSize: 64, seed: 1 }, info);
await runtime.score(model, few);
limitTo(usedBytes() + 128 * 1024 * 1024);
const failed = await runtime.score(model, many).then(
  () => "scored",
  (error: unknown) => toWireError(error),
);
writeSync(1, `${JSON.stringify({ failed })}\n`);
const under = await runtime.score(model, few);
writeSync(1, `${JSON.stringify({ scored: under.scores.length })}\n`);
limitTo("unlimited");
await runtime.close();
