/**
 * Rows per second of feature SQL, training, scoring and explaining for beaconing at several numbers of subjects, and of scoring
 * 1,000,000 subjects of 20 features through ONNX Runtime, beside the same model under Python's onnxruntime where that is installed:
 * `npm run bench -- detection [--sizes 10000,100000,1000000] [--json]`.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { createDuckDbEngine } from "../../electron/engine/duckdb/duckdb-engine.ts";
import { createEngine } from "../../electron/engine/engine.ts";
import { extractFeatures } from "../../electron/engine/features/extract-features.ts";
import type { FeatureMatrix } from "../../electron/engine/features/feature-matrix.ts";
import { loadPackage } from "../../electron/engine/features/packages.ts";
import type { ModelMatrix } from "../../electron/engine/forest/forest.ts";
import { createModelRuntime, type ModelRuntime } from "../../electron/engine/onnx/model-runtime.ts";
import { packagesDir } from "../../electron/engine/runtime.ts";
import { workspacePaths } from "../../electron/engine/workspace/layout.ts";
import { createInProcessClient } from "../../electron/hosts/in-process/in-process-client.ts";
import { createRandom } from "../../shared/lib/random.ts";
import { writeConnLog } from "./made-telemetry.ts";

const explainedRows = 500;
const { values } = parseArgs({
  options: { sizes: { type: "string", default: "10000,100000,1000000" }, json: { type: "boolean", default: false } },
});
const sizes = values.sizes.split(",").map(Number);
const scratch = mkdtempSync(join(tmpdir(), "quarry-bench-detection-"));

interface Rate {
  readonly rows: number;
  readonly seconds: number;
  readonly rowsPerSecond: number;
}
async function rateOf<T>(rows: number, work: () => Promise<T>): Promise<{ value: T; rate: Rate }> {
  const from = performance.now();
  const value = await work();
  const seconds = (performance.now() - from) / 1000;
  return { value, rate: { rows, seconds: Math.round(seconds * 1000) / 1000, rowsPerSecond: Math.round(rows / seconds) } };
}

const head = (matrix: ModelMatrix, rows: number): ModelMatrix => {
  const rowCount = Math.min(rows, matrix.rowCount);
  return { ...matrix, rowCount, data: matrix.data.slice(0, rowCount * matrix.featureCount) };
};
const matrixOf = (features: FeatureMatrix): ModelMatrix => ({
  data: features.model,
  rowCount: features.rowCount,
  featureCount: features.featureNames.length,
});

/** About two thirds of the connections are pairs of their own. */
async function snapshotWith(subjects: number): Promise<{ workspace: string; snapshots: string[]; events: number }> {
  const workspace = join(scratch, String(subjects));
  const log = join(scratch, "conn.log");
  writeConnLog(log, Math.ceil(subjects * 1.5));
  const engine = await createEngine({ workspaceDir: workspace, create: true });
  const client = createInProcessClient(engine, { trust: "local", host: "bench" });
  const { datasetVersion } = await client.call("telemetry.import", { paths: [log], source: "bench" });
  await engine.close();
  return { workspace, snapshots: datasetVersion.snapshots, events: datasetVersion.events };
}

async function atSize(subjects: number, runtime: ModelRuntime) {
  const { workspace, snapshots, events } = await snapshotWith(subjects);
  const { snapshots: snapshotsDir, cache: cacheDir } = workspacePaths(workspace);
  const queryEngine = createDuckDbEngine({ snapshotsDir, cacheDir, log: () => undefined });
  const pkg = loadPackage(join(packagesDir(), "beaconing"));
  const { trees, sampleSize } = pkg.spec.algorithm;
  const features = await rateOf(events, () => extractFeatures(queryEngine, { snapshots }, pkg));
  await queryEngine.close();
  rmSync(workspace, { recursive: true, force: true });
  const matrix = matrixOf(features.value);
  const info = { model: "bench", featureNames: features.value.featureNames, seed: 1 };
  const trained = await rateOf(matrix.rowCount, () => runtime.train(matrix, { trees, sampleSize, seed: 1 }, info));
  const scored = await rateOf(matrix.rowCount, () => runtime.score(trained.value, matrix));
  const few = head(matrix, explainedRows);
  const explained = await rateOf(few.rowCount, () => runtime.explain(trained.value, few));
  return {
    subjects: matrix.rowCount,
    events,
    featureSql: features.rate,
    training: trained.rate,
    scoring: scored.rate,
    explaining: explained.rate,
  };
}

const python = `
import sys, time, numpy, onnxruntime
options = onnxruntime.SessionOptions()
options.intra_op_num_threads = 1
session = onnxruntime.InferenceSession(sys.argv[1], options)
x = numpy.fromfile(sys.argv[2], dtype=numpy.float32).reshape(-1, int(sys.argv[3]))
start = time.perf_counter()
for row in range(0, len(x), 8192):
    session.run(None, {"X": x[row:row + 8192]})
print(time.perf_counter() - start)
`;

/** Rows per second of the same model and rows under Python's onnxruntime, one thread; undefined where it is not installed. */
function pythonRate(model: Uint8Array, matrix: ModelMatrix): number | undefined {
  const [modelFile, dataFile] = [join(scratch, "model.onnx"), join(scratch, "rows.f32")];
  writeFileSync(modelFile, model);
  writeFileSync(dataFile, matrix.data);
  const { status, stdout } = spawnSync("python3", ["-c", python, modelFile, dataFile, String(matrix.featureCount)], { encoding: "utf8" });
  return status === 0 ? Math.round(matrix.rowCount / Number(stdout)) : undefined;
}

async function wide(runtime: ModelRuntime) {
  const featureCount = 20;
  const rowCount = 1_000_000;
  const random = createRandom(2);
  const data = Float32Array.from({ length: rowCount * featureCount }, (_, i) => Math.log(1e-3 + random.float()) * (1 + (i % featureCount)));
  const matrix: ModelMatrix = { data, rowCount, featureCount };
  const info = { model: "bench", featureNames: Array.from({ length: featureCount }, (_, f) => `f${f}`), seed: 1 };
  const model = await runtime.train(head(matrix, 100_000), { trees: 100, sampleSize: 256, seed: 1 }, info);
  const { rate } = await rateOf(rowCount, () => runtime.score(model, matrix));
  const other = pythonRate(model, matrix);
  return {
    features: featureCount,
    ...rate,
    python: other === undefined ? "not installed" : { rowsPerSecond: other, ratio: Math.round((rate.rowsPerSecond / other) * 100) / 100 },
  };
}

const runtime = createModelRuntime();
try {
  const bySize = [];
  for (const size of sizes) bySize.push(await atSize(size, runtime));
  const report = { sizes: bySize, wide: await wide(runtime), peakMemoryMb: Math.round(process.resourceUsage().maxRSS / 1024) };
  if (values.json) console.log(JSON.stringify(report, null, 2));
  else {
    for (const { subjects, events, ...rates } of report.sizes)
      for (const [stage, rate] of Object.entries(rates))
        console.log(
          `${String(subjects).padStart(9)} subjects (${events} events)  ${stage.padEnd(11)} ${rate.seconds.toFixed(2).padStart(8)} s  ${rate.rowsPerSecond} rows/s of ${rate.rows}`,
        );
    console.log(
      `${report.wide.rows} subjects x ${report.wide.features} features: ${report.wide.rowsPerSecond} rows/s; Python: ${JSON.stringify(report.wide.python)}`,
    );
    console.log(`peak memory ${report.peakMemoryMb} MB`);
  }
} finally {
  await runtime.close();
  rmSync(scratch, { recursive: true, force: true });
}
