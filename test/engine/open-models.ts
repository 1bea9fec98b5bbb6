import { readFileSync, writeSync } from "node:fs";
import { createRandom } from "../../shared/lib/random.ts";
import { openForeignModel } from "../../electron/engine/onnx/foreign/foreign-host.ts";
import { forkChild } from "../../electron/engine/onnx/foreign/fork-child.ts";
import { createModelRuntime } from "../../electron/engine/onnx/model-runtime.ts";
import { linearOnnx } from "../unit-support/crafted-onnx.ts";

/** A process that has ONNX Runtime open a model of ours and one made elsewhere, and waits as long as it would take to tell of them. */
const random = createRandom(1);
const matrix = { rowCount: 500, featureCount: 3, data: Float32Array.from({ length: 1500 }, () => random.float()) };
const runtime = createModelRuntime();
const model = await runtime.train(matrix, { trees: 10, sampleSize: 64, seed: 1 }, { model: "m", featureNames: ["a", "b", "c"], seed: 1 });
const { scores } = await runtime.score(model, matrix);
const foreign = await openForeignModel(forkChild, { bytes: linearOnnx({ weights: [1, 2] }), sidecars: new Map(), allowControlFlow: false });
await new Promise((resolve) => setTimeout(resolve, 1000));
const foreignEnv = readFileSync(`/proc/${foreign.pid}/environ`, "utf8")
  .split("\0")
  .filter((entry) => entry.startsWith("ORT_"));
foreign.close();
await runtime.close();
writeSync(
  1,
  `scored ${scores.length}; ${[...foreignEnv, `ORT_DISABLE_TELEMETRY=${process.env["ORT_DISABLE_TELEMETRY"] ?? ""}`].join(" ")}\n`,
);
