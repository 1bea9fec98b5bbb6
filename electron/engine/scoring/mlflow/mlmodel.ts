import { z } from "zod";
import { refuse } from "../../onnx/foreign/refuse.ts";
import { parseYaml } from "./block-yaml.ts";

/** What says of a folder that it is an MLflow model (https://mlflow.org/docs/latest/ml/model/). */
export const mlmodelName = "MLmodel";

/** Keys under which an export says in `metadata` which version it is. */
export const versionKey = "quarry.version";
export const modelKey = "quarry.model";

const MlModel = z.looseObject({
  flavors: z.looseObject({ onnx: z.looseObject({ data: z.string() }).optional() }),
  signature: z.looseObject({ inputs: z.string().nullish() }).nullish(),
  metadata: z.record(z.string(), z.unknown()).nullish(),
});

const Column = z.looseObject({ type: z.string(), name: z.string().optional() });

export interface MlModelFacts {
  /** File of the ONNX flavour. */
  readonly data: string;
  /** Names of the signature's columns; undefined where it has none, or names tensors. */
  readonly columns: readonly string[] | undefined;
  /** Of an export from a desk: which version of which model it says it is. */
  readonly claims: { readonly model: string; readonly version: string } | undefined;
}

function columnsOf(signature: string): readonly string[] | undefined {
  let value: unknown;
  try {
    value = JSON.parse(signature);
  } catch {
    return refuse("the signature in its MLmodel is not JSON");
  }
  const columns = z.array(Column).safeParse(value);
  if (!columns.success) return refuse("the signature in its MLmodel is not a list of columns");
  const names = columns.data.flatMap(({ type, name }) => (type === "tensor" || name === undefined ? [] : [name]));
  return names.length === columns.data.length && names.length > 0 ? names : undefined;
}

/** Throws AppError `model-mismatch`. */
export function parseMlModel(text: string): MlModelFacts {
  const parsed = MlModel.safeParse(parseYaml(mlmodelName, text));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return refuse(`its MLmodel is not one: ${issue?.path.join(".") ?? ""}: ${issue?.message ?? "unknown"}`);
  }
  const { flavors, signature, metadata } = parsed.data;
  const data = flavors.onnx?.data;
  if (data === undefined)
    return refuse(`its MLmodel has the flavours ${Object.keys(flavors).join(", ")} and not onnx`, "Log the model with mlflow.onnx.");
  const [model, version] = [metadata?.[modelKey], metadata?.[versionKey]];
  return {
    data,
    columns: typeof signature?.inputs === "string" ? columnsOf(signature.inputs) : undefined,
    claims: typeof model === "string" && typeof version === "string" ? { model, version } : undefined,
  };
}
