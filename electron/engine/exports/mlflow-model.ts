import type { ForeignFacts, ForeignManifest } from "../../../shared/contract/foreign-models.ts";
import { canonicalJson } from "../../../shared/lib/canonical-json.ts";
import packageJson from "../../../package.json" with { type: "json" };
import type { Bundle } from "../scoring/bundle.ts";
import { toYaml, type Yaml } from "../scoring/mlflow/block-yaml.ts";
import { mlmodelName, modelKey, versionKey } from "../scoring/mlflow/mlmodel.ts";
import type { TarFile } from "./ustar.ts";

/** MLflow whose folders these are made after (`mlflow.onnx.save_model`), and the oldest whose ONNX flavour reads them. */
const mlflow = { format: "3.17.2", atLeast: "2.9" };
const python = "3.11";

const columnTypes: Readonly<Record<string, string>> = {
  float32: "float",
  float64: "double",
  int32: "integer",
  int64: "long",
  bool: "boolean",
  string: "string",
};

const columns = (named: readonly { readonly name: string; readonly dtype: string }[]) =>
  named.map(({ name, dtype }) => ({ name, required: true, type: columnTypes[dtype] ?? "double" }));

const tensors = (of: ForeignFacts["inputs"]) =>
  of.map(({ name, dtype, shape }) => ({
    name,
    type: "tensor",
    "tensor-spec": { dtype: dtype === "string" ? "str" : dtype, shape: shape.map((n) => n ?? -1) },
  }));

/** Columns where a table can be fed as it is: one matrix, or one column for each input. Otherwise the tensors. */
function signatureOf({ features, inputs }: ForeignManifest, facts: ForeignFacts): Yaml {
  const [only] = inputs;
  const typeOf = (name: string): string => features.find((f) => f.name === name)?.dtype ?? "float32";
  const isTable = inputs.length === 1 && only?.layout === "matrix" && only.features.every((name) => typeOf(name) === "float32");
  const isColumns = inputs.length > 1 && inputs.every(({ layout }) => layout === "column");
  const fed = isTable
    ? columns(only.features.map((name) => ({ name, dtype: "float32" })))
    : isColumns
      ? columns(inputs.map(({ tensor, features: [name = ""] }) => ({ name: tensor, dtype: typeOf(name) })))
      : tensors(facts.inputs);
  const isPlain = facts.outputs.every(({ shape }) => shape.length === 1 || (shape.length === 2 && shape[1] === 1));
  const given = isPlain ? columns(facts.outputs) : tensors(facts.outputs);
  return { inputs: JSON.stringify(fed), outputs: JSON.stringify(given), params: null };
}

/** Flat and textual, so that a registry can show them as tags. */
function metadataOf({ manifest }: Bundle, versionId: string, { outputs, preprocessing }: ForeignManifest): Yaml {
  const { score } = outputs;
  const said: Readonly<Record<string, string>> = {
    [modelKey]: manifest.model,
    [versionKey]: versionId,
    "quarry.dataset_version": manifest.datasetVersion,
    "quarry.package_digest": manifest.packageDigest,
    "quarry.feature_sql_digest": manifest.featureSqlDigest,
    "quarry.code_digest": manifest.codeDigest,
    "quarry.onnx_sha256": manifest.files["model.onnx"] ?? "",
    "quarry.ocsf_version": manifest.ocsfVersion,
    "quarry.mapping_digests": manifest.mappingDigests.join(" "),
    "quarry.seed": String(manifest.seed),
    "quarry.train_rows": String(manifest.trainRows),
    "quarry.calibration_rows": String(manifest.calibrationRows),
    "quarry.label_set": manifest.labels?.set ?? "",
    "quarry.score_tensor": score.tensor,
    "quarry.score_reduce": score.reduce,
    "quarry.score_direction": score.direction,
    "quarry.preprocessing": preprocessing,
  };
  return Object.fromEntries(Object.entries(said).filter(([, value]) => value !== ""));
}

/** 32 hex digits as MLflow writes them; of the version's id, so that the same version has the same one everywhere. */
export const modelUuid = (versionId: string): string => versionId.slice(0, 32);

interface Described {
  readonly versionId: string;
  readonly bundle: Bundle;
  readonly manifest: ForeignManifest;
  readonly facts: ForeignFacts;
  /** Every file of the bundle but the model, by name. */
  readonly files: Readonly<Record<string, Uint8Array>>;
}

/**
 * The files of an MLflow model folder with the flavours onnx and python_function, and beside them `manifest.json`, the import contract of a desk, and
 * the version's own bundle under `quarry/`. Nothing in them depends on when or where they are made.
 */
export function mlflowFiles({ versionId, bundle, manifest, facts, files }: Described): TarFile[] {
  const text = (value: string): Uint8Array => new TextEncoder().encode(value);
  const requirements = [
    `mlflow>=${mlflow.atLeast}`,
    "numpy",
    "onnx>=1.16",
    `onnxruntime==${packageJson.dependencies["onnxruntime-node"]}`,
    "pandas",
  ];
  const { golden } = manifest;
  const [only] = manifest.inputs;
  const example =
    golden === undefined || manifest.inputs.length !== 1 || only === undefined
      ? undefined
      : {
          columns: only.features,
          data: golden.in.map((row) => only.features.map((name) => row[manifest.features.findIndex((f) => f.name === name)] ?? null)),
        };
  const about: Yaml = {
    flavors: {
      onnx: { code: null, data: "model.onnx", providers: ["CPUExecutionProvider"] },
      python_function: {
        data: "model.onnx",
        env: { conda: "conda.yaml", virtualenv: "python_env.yaml" },
        loader_module: "mlflow.onnx",
        python_version: python,
      },
    },
    metadata: metadataOf(bundle, versionId, manifest),
    mlflow_version: mlflow.format,
    model_size_bytes: bundle.onnx.length,
    model_uuid: modelUuid(versionId),
    ...(example === undefined
      ? {}
      : { saved_input_example_info: { artifact_path: "input_example.json", pandas_orient: "split", type: "dataframe" } }),
    signature: signatureOf(manifest, facts),
  };
  const conda: Yaml = {
    channels: ["conda-forge"],
    dependencies: [`python=${python}`, "pip", { pip: requirements }],
    name: "mlflow-env",
  };
  const environment: Yaml = { build_dependencies: ["pip", "setuptools", "wheel"], dependencies: ["-r requirements.txt"], python };
  return [
    { name: mlmodelName, bytes: text(toYaml(about)) },
    { name: "conda.yaml", bytes: text(toYaml(conda)) },
    ...(example === undefined ? [] : [{ name: "input_example.json", bytes: text(canonicalJson(example)) }]),
    { name: "manifest.json", bytes: text(canonicalJson(manifest)) },
    { name: "model.onnx", bytes: bundle.onnx },
    { name: "python_env.yaml", bytes: text(toYaml(environment)) },
    ...Object.entries(files).map(([name, bytes]) => ({ name: `quarry/${name}`, bytes })),
    { name: "requirements.txt", bytes: text(`${requirements.join("\n")}\n`) },
  ].toSorted((a, b) => (a.name < b.name ? -1 : 1));
}
