import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import onnxProto from "onnx-proto";
import { trainForest } from "../../../electron/engine/forest/train-forest.ts";
import { loadPackage } from "../../../electron/engine/features/packages.ts";
import { sha256 } from "../../../electron/engine/hash.ts";
import { decodeForest } from "../../../electron/engine/onnx/forest-from-onnx.ts";
import { forestToOnnx } from "../../../electron/engine/onnx/forest-to-onnx.ts";
import { checkForeignModel } from "../../../electron/engine/onnx/foreign/foreign-guard.ts";
import { loadBundle } from "../../../electron/engine/scoring/bundle.ts";
import { readForeignFiles } from "../../../electron/engine/scoring/foreign/foreign-files.ts";
import { toYaml } from "../../../electron/engine/scoring/mlflow/block-yaml.ts";
import { loadSuite } from "../../../electron/engine/lifecycle/suite.ts";
import { createRandom } from "../../../shared/lib/random.ts";
import { writeTestPackage } from "../../engine/scoring-fixture.ts";
import { linearOnnx } from "../../unit-support/crafted-onnx.ts";
import { fuzzTarget, type FuzzTarget } from "../fuzz-target.ts";
import { mutatedBytes, mutatedJson, mutatedJsonText, mutatedText } from "../mutate.ts";

const { ModelProto } = onnxProto.onnx;

function forestBytes(): Uint8Array {
  const random = createRandom(1);
  const data = Float32Array.from({ length: 200 * 3 }, () => random.float());
  const forest = trainForest({ rowCount: 200, featureCount: 3, data }, { trees: 4, sampleSize: 32, seed: 1 });
  return forestToOnnx(forest, { model: "m", featureNames: ["a", "b", "c"], seed: 1 });
}

/** Models as values: sizes, shapes, operators and attributes changed where a flipped byte would only damage the encoding. */
const changedModels = (seeds: readonly Uint8Array[]): fc.Arbitrary<Uint8Array> =>
  mutatedJson(seeds.map((bytes): unknown => ModelProto.toObject(ModelProto.decode(bytes), { longs: String, bytes: String }))).map(
    (value) => {
      try {
        return ModelProto.encode(ModelProto.fromObject(typeof value === "object" && value !== null ? value : {})).finish();
      } catch (error) {
        // A value that the encoding has no place for is not a file.
        if (error instanceof TypeError || error instanceof RangeError || error instanceof Error) return new Uint8Array([8, 8]);
        throw error;
      }
    },
  );

const operators = ["Loop", "Scan", "If", "Tile", "Expand", "ConstantOfShape", "ai.onnx.ml", "location", "../../weights.bin", "ZipMap"];

const onnxGuard = fuzzTarget<{ readonly bytes: Uint8Array; readonly flow: boolean }>({
  name: "onnx-foreign",
  quickCases: 150,
  boundMs: 10_000,
  says: "why",
  open: () => {
    const seeds = [linearOnnx({ weights: [1, 2, 3], metadata: { "quarry.score": "x" } }), forestBytes()];
    return {
      inputs: fc.record({ bytes: fc.oneof(mutatedBytes(seeds, operators), changedModels(seeds.slice(0, 1))), flow: fc.boolean() }),
      take: ({ bytes, flow }) => checkForeignModel({ bytes, sidecars: new Map([["w.bin", new Uint8Array(64)]]), allowControlFlow: flow }),
    };
  },
});

const onnxForest = fuzzTarget<Uint8Array>({
  name: "onnx-forest",
  quickCases: 150,
  boundMs: 10_000,
  says: "why",
  open: () => {
    const seeds = [forestBytes()];
    return { inputs: fc.oneof(mutatedBytes(seeds, operators), changedModels(seeds)), take: decodeForest };
  },
});

const names = ["a", "b", "c"];

/** A folder as it would be handed over, with one of its files damaged. */
const modelFolder = fuzzTarget<{ readonly manifest: string; readonly mlmodel: string; readonly isMlflow: boolean }>({
  name: "model-folder",
  quickCases: 100,
  boundMs: 10_000,
  says: "why",
  open: (root) => {
    const bytes = linearOnnx({ weights: [1, 2, 3] });
    const manifest = {
      contractVersion: 1,
      name: "linear",
      version: "3",
      task: "anomaly",
      features: names.map((name) => ({ name, nullPolicy: { constant: 0 } })),
      inputs: [{ tensor: "x", layout: "matrix", features: names }],
      outputs: { score: { tensor: "anomaly_score", reduce: "none", direction: "higher_is_anomalous" } },
      preprocessing: "none",
      golden: { in: [[1, 2, 3]], out: [14] },
      digests: { "model.onnx": sha256(bytes) },
    };
    const mlmodel = toYaml({
      flavors: { onnx: { code: null, data: "model.onnx", providers: ["CPUExecutionProvider"] } },
      metadata: { "quarry.model": "m", "quarry.version": "1" },
      signature: { inputs: '[{"type": "float", "name": "a"}]', outputs: null },
    });
    const [plain, mlflow] = [join(root, "plain"), join(root, "mlflow")];
    for (const folder of [plain, mlflow]) {
      mkdirSync(folder);
      writeFileSync(join(folder, "model.onnx"), bytes);
    }
    return {
      inputs: fc.record({
        manifest: mutatedJsonText([manifest], ["model.onnx", "../model.onnx", "higher_is_anomalous"]),
        mlmodel: mutatedText(
          [mlmodel],
          ["- ", ": ", "  ", "'", '"', "\\", "|", "&x", "*x", "!!python/object", "\n\n", "{}", "../model.onnx"],
        ),
        isMlflow: fc.boolean(),
      }),
      take: (given) => {
        const folder = given.isMlflow ? mlflow : plain;
        writeFileSync(join(folder, given.isMlflow ? "MLmodel" : "manifest.json"), given.isMlflow ? given.mlmodel : given.manifest);
        return readForeignFiles([{ path: folder, displayName: "given" }]);
      },
    };
  },
});

/** A package of the kind that lies in `models/`, and its suite. */
const modelPackage = fuzzTarget<{ readonly model: string; readonly suite: string }>({
  name: "model-package",
  quickCases: 100,
  boundMs: 10_000,
  says: "file",
  open: (root) => {
    const folder = join(root, "package");
    const { modelJson } = writeTestPackage(folder);
    mkdirSync(join(folder, "suite"));
    const suite = {
      schema: 1,
      cases: [{ id: "one", title: "One", expect: "flag", technique: "T1071", row: { bytes_sent: 1, ports: null } }],
      ordinary: "ordinary.ndjson",
    };
    writeFileSync(join(folder, "suite", "ordinary.ndjson"), "");
    return {
      inputs: fc.record({ model: mutatedJsonText([JSON.parse(modelJson)]), suite: mutatedJsonText([suite], ["../", "ordinary.ndjson"]) }),
      take: ({ model, suite: cases }) => {
        writeFileSync(join(folder, "model.json"), model);
        writeFileSync(join(folder, "suite", "suite.json"), cases);
        loadSuite(folder);
        loadPackage(folder);
      },
    };
  },
});

/** A version's bundle whose every file has been changed together with its digest, as whoever hands over a workspace could. */
const bundle = fuzzTarget<{ readonly file: string; readonly text: string; readonly head: string }>({
  name: "model-bundle",
  quickCases: 50,
  boundMs: 10_000,
  says: "why",
  open: (root) => {
    const { modelJson, featuresSql, evidenceSql, digest, featureSqlDigest } = writeTestPackage(join(root, "package"));
    const parts: Readonly<Record<string, string>> = {
      "model.json": modelJson,
      "features.sql": featuresSql,
      "evidence.sql": evidenceSql,
      "model.onnx": "onnx",
      "calibration.json": JSON.stringify({ schema: 1, scores: [0.1, 0.2, 0.3] }),
      "baselines.json": JSON.stringify({ schema: 1, features: {} }),
    };
    const manifest = {
      schema: 1,
      model: "odd-pairs",
      packageDigest: digest,
      featureSqlDigest,
      codeDigest: "0",
      datasetVersion: "d1",
      seed: 1,
      features: ["bytes_sent"],
      timeRange: {},
      ocsfVersion: "1",
      mappingDigests: ["0"],
      algorithm: { kind: "isolation-forest", trees: 1, sampleSize: 1 },
      createdAt: 0,
      trainRows: 1,
      calibrationRows: 1,
      files: Object.fromEntries(Object.entries(parts).map(([name, text]) => [name, sha256(text)])),
    };
    const damaged = fc
      .constantFrom("model.json", "calibration.json", "baselines.json")
      .chain((file) => mutatedJsonText([JSON.parse(parts[file] ?? "null")]).map((text) => ({ file, text })));
    return {
      inputs: fc
        .tuple(damaged, fc.oneof(fc.constant(JSON.stringify(manifest)), mutatedJsonText([manifest])))
        .map(([part, head]) => ({ ...part, head })),
      take: ({ file, text, head }) => {
        const whole = head.replace(sha256(parts[file] ?? ""), sha256(text));
        const version = sha256(whole);
        const folder = join(root, "models", "odd-pairs", version);
        mkdirSync(folder, { recursive: true });
        for (const [name, content] of Object.entries(parts)) writeFileSync(join(folder, name), name === file ? text : content);
        writeFileSync(join(folder, "bundle.json"), whole);
        try {
          return loadBundle(root, "odd-pairs", version);
        } finally {
          rmSync(folder, { recursive: true });
        }
      },
    };
  },
});

export const modelTargets: readonly FuzzTarget[] = [onnxGuard, onnxForest, modelFolder, modelPackage, bundle];
