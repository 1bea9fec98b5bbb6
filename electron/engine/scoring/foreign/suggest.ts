import type { ForeignFacts, ForeignFeature, ForeignInput, ModelSuggestion } from "../../../../shared/contract/foreign-models.ts";
import type { LoadedPackage } from "../../features/packages.ts";
import { refuse } from "../../onnx/foreign/refuse.ts";
import { metadataFeatures } from "./metadata-agrees.ts";

type Suggested = NonNullable<ModelSuggestion["suggested"]>;

const isFloat = (dtype: string): boolean => dtype === "float32" || dtype === "float64";
const widthOf = (shape: readonly (number | null)[]): number | null => (shape.length === 1 ? 1 : (shape[1] ?? null));

/** Which output is likely the score, and which way it likely points. Never acted on: only shown. */
export function suggestScore({ producer, inputs, outputs }: ForeignFacts): Suggested | null {
  const named = (name: string): boolean => outputs.some((t) => t.name === name);
  const plain = { reduce: "none", column: null } as const;
  if (producer.startsWith("skl2onnx") && named("scores") && named("label"))
    return {
      tensor: "scores",
      ...plain,
      direction: "lower_is_anomalous",
      because: "scikit-learn's outlier detectors give a label of 1 or -1 and a score that is lower the stranger a row is",
    };
  const floats = outputs.filter((t) => isFloat(t.dtype));
  const scored = floats.find((t) => /anomal|outlier|score|error/i.test(t.name) && (widthOf(t.shape) ?? 1) === 1);
  if (scored !== undefined)
    return {
      tensor: scored.name,
      ...plain,
      direction: "higher_is_anomalous",
      because: `the output is called "${scored.name}"; the direction is a guess from its name`,
    };
  const [only] = floats;
  const [input] = inputs;
  if (
    floats.length === 1 &&
    only !== undefined &&
    inputs.length === 1 &&
    widthOf(only.shape) === widthOf(input?.shape ?? []) &&
    (widthOf(only.shape) ?? 0) > 1
  )
    return {
      tensor: only.name,
      reduce: "mse",
      column: null,
      direction: "higher_is_anomalous",
      because: "the output is as wide as the input, as an autoencoder's reconstruction is",
    };
  const probabilities = floats.find((t) => /prob/i.test(t.name) && (widthOf(t.shape) ?? 0) > 1);
  if (probabilities !== undefined)
    return {
      tensor: probabilities.name,
      reduce: "column",
      column: 1,
      direction: "higher_is_anomalous",
      because: "a classifier's probabilities; column 1 is the second class, which may not be the strange one",
    };
  return null;
}

const dtypeOf = (dtype: string): ForeignFeature["dtype"] =>
  dtype === "string" ? "string" : dtype === "int64" || dtype === "int32" ? "int64" : dtype === "bool" ? "bool" : "float32";

/**
 * Features of a bare file: by the names it gives, by those of the columns of its inputs or of its signature, or the package's in their order. Refuses
 * where none of these fits.
 */
export function defaultInputs(
  facts: ForeignFacts,
  pkg: LoadedPackage,
  columns?: readonly string[],
): { features: ForeignFeature[]; inputs: ForeignInput[] } {
  const toFeature = (name: string, dtype: string): ForeignFeature => {
    const own = pkg.spec.features.find((f) => f.name === name);
    return {
      name,
      dtype: dtypeOf(dtype),
      unit: own?.unit ?? "",
      nullPolicy: own === undefined || dtype === "string" ? "reject" : { constant: own.nullPolicy.impute },
      key: false,
    };
  };
  const [input] = facts.inputs;
  if (facts.inputs.length > 1 || (input !== undefined && pkg.spec.features.some((f) => f.name === input.name))) {
    const wide = facts.inputs.find(({ shape }) => (widthOf(shape) ?? 1) !== 1);
    if (wide !== undefined)
      return refuse(`its input "${wide.name}" takes several features, and nothing says which`, "Write a manifest.json.");
    return {
      features: facts.inputs.map(({ name, dtype }) => toFeature(name, dtype)),
      inputs: facts.inputs.map(({ name }) => ({ tensor: name, layout: "column", features: [name] })),
    };
  }
  if (input === undefined) return refuse("it has no input");
  const names = metadataFeatures(facts.metadata) ?? columns ?? pkg.spec.features.map((f) => f.name);
  const width = widthOf(input.shape);
  if (width !== null && width !== names.length)
    return refuse(
      `its input "${input.name}" takes ${width} features, and ${pkg.spec.name} has ${names.length}`,
      "Write a manifest.json that names the features it was trained with.",
    );
  return {
    features: names.map((name) => toFeature(name, input.dtype)),
    inputs: [{ tensor: input.name, layout: "matrix", features: [...names] }],
  };
}
