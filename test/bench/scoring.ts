import { createRandom } from "../../shared/lib/random.ts";
import type { ModelMatrix } from "../../electron/engine/forest/forest.ts";
import { createModelRuntime } from "../../electron/engine/onnx/model-runtime.ts";
import { benjaminiHochberg } from "../../shared/lib/false-discovery.ts";
import { conformalPValue, createCalibration } from "../../electron/engine/scoring/conformal.ts";

/** Training on 100,000 rows, scoring 1,000,000 and explaining 500, all of 15 features, in the model worker. One JSON document on stdout. */
const featureCount = 15;
const trainRows = 100_000;
const scoreRows = 1_000_000;
const explainRows = 500;

function matrixOf(rowCount: number, seed: number): ModelMatrix {
  const random = createRandom(seed);
  const data = new Float32Array(rowCount * featureCount);
  for (let i = 0; i < data.length; i++) data[i] = Math.log(1e-3 + random.float()) * (1 + (i % featureCount));
  return { data, rowCount, featureCount };
}

async function timed<T>(work: () => T | Promise<T>): Promise<{ value: T; seconds: number }> {
  const from = performance.now();
  const value = await work();
  return { value, seconds: Math.round(performance.now() - from) / 1000 };
}

const runtime = createModelRuntime();
const info = { model: "bench", featureNames: Array.from({ length: featureCount }, (_, i) => `f${i}`), seed: 1 };
const trained = await timed(() => runtime.train(matrixOf(trainRows, 1), { trees: 100, sampleSize: 256, seed: 1 }, info));
const many = matrixOf(scoreRows, 2);
const scored = await timed(() => runtime.score(trained.value, many));
const few: ModelMatrix = { data: many.data.slice(0, explainRows * featureCount), rowCount: explainRows, featureCount };
const explained = await timed(() => runtime.explain(trained.value, few));
const ranked = await timed(() => {
  const calibration = createCalibration(scored.value.scores.slice(0, 100_000));
  return benjaminiHochberg(Float64Array.from(scored.value.scores, (s) => conformalPValue(calibration, s)));
});
await runtime.close();

const report = {
  features: featureCount,
  train: { rows: trainRows, trees: 100, sampleSize: 256, seconds: trained.seconds, onnxBytes: trained.value.length },
  score: { rows: scoreRows, seconds: scored.seconds, rowsPerSecond: Math.round(scoreRows / scored.seconds) },
  explain: { rows: explainRows, seconds: explained.seconds, msPerRow: Math.round((explained.seconds * 1e5) / explainRows) / 100 },
  pAndQValues: { rows: scoreRows, seconds: ranked.seconds },
  peakMemoryMb: Math.round(process.resourceUsage().maxRSS / 1024),
};
console.log(JSON.stringify(report, null, 2));
