import type { ImportedModel, ModelSuggestion } from "../../shared/contract/foreign-models.ts";
import type { ExportedModel } from "../../shared/contract/model-exports.ts";
import type { ModelVersion } from "../../shared/contract/models.ts";

const file: Pick<ModelSuggestion, "file" | "sha256" | "facts"> = {
  file: "model.onnx",
  sha256: "0".repeat(64),
  facts: {
    producer: "skl2onnx 1.21.0",
    irVersion: 8,
    opsets: { "ai.onnx": 18 },
    nodes: 4,
    operators: ["MatMul"],
    inputs: [{ name: "X", dtype: "float32", shape: [null, 6] }],
    outputs: [{ name: "scores", dtype: "float32", shape: [null, 1] }],
    metadata: {},
    oneRowAtATime: false,
    sidecars: [],
    warnings: [],
  },
};

export const sampleSuggestion: ModelSuggestion = {
  ...file,
  suggested: { tensor: "scores", reduce: "none", column: null, direction: "lower_is_anomalous", because: "scikit-learn scores so" },
  declared: null,
  missing: [],
  rows: [{ subject: "10.0.0.1 to example.test", score: -0.1, values: { bytes_sent: 40_000 } }],
};

export const sampleImportedModel = (version: ModelVersion): ImportedModel => ({
  ...file,
  version: { ...version, stage: "registered", foreign: { producer: file.facts.producer, sourceSha256: file.sha256 } },
  outputs: { score: { tensor: "scores", reduce: "none", direction: "lower_is_anomalous" } },
  golden: { state: "none", rows: 0, largestDifference: null },
  direction: { state: "insufficient", bad: 0, good: 0, auc: null, low: null, high: null, because: "nothing is known of these subjects" },
  calibration: { subjects: 40, scored: 40, unscored: [] },
  warnings: [],
});

export const sampleExportedModel = (model: string, version: string): ExportedModel => ({
  model,
  version,
  format: "mlflow",
  folder: `mlflow-${model}-${version.slice(0, 12)}`,
  digest: "d1".repeat(32),
  modelUuid: version.slice(0, 32),
  files: [
    { name: "MLmodel", sha256: "e1".repeat(32), bytes: 1904 },
    { name: "model.onnx", sha256: "0".repeat(64), bytes: 812_345 },
  ],
  goldenRows: 5,
  decision: "d0000000000000009",
});
