import { Tensor } from "onnxruntime-node";
import type { ForeignFacts, ForeignFeature, TensorFacts } from "../../../../shared/contract/foreign-models.ts";
import type { ForeignBinding, ForeignColumn, ScoreRequest } from "./foreign-protocol.ts";
import { refuse } from "./refuse.ts";

const text = (dtype: string): boolean => dtype === "string";

const isMissing = (column: ForeignColumn, row: number): boolean => {
  const value = column[row];
  return value === undefined || value === null || Number.isNaN(value);
};
const maxInt64 = 2 ** 53;

function fits(feature: ForeignFeature, value: number | string): boolean {
  if (typeof value === "string") return text(feature.dtype);
  if (text(feature.dtype)) return false;
  return feature.dtype === "float32" ? Number.isFinite(Math.fround(value)) : Number.isInteger(value) && Math.abs(value) <= maxInt64;
}

export interface CheckedRows {
  /** Rows that may be given to the model. */
  readonly rows: readonly number[];
  readonly missing: number;
  readonly notANumber: number;
  readonly value: (feature: number, row: number) => number | string;
}

/** Every row is looked at before the model sees one: trees take a missing number for an ordinary one. */
export function checkRows({ binding, columns, rowCount }: ScoreRequest): CheckedRows {
  const constants = binding.features.map(({ nullPolicy }) => (nullPolicy === "reject" ? undefined : nullPolicy.constant));
  const value = (f: number, row: number): number | string => {
    const column = columns[f] ?? [];
    return (isMissing(column, row) ? constants[f] : column[row]) ?? Number.NaN;
  };
  const rows: number[] = [];
  let missing = 0;
  let notANumber = 0;
  for (let row = 0; row < rowCount; row++) {
    const isAbsent = binding.features.some((_, f) => constants[f] === undefined && isMissing(columns[f] ?? [], row));
    if (isAbsent) missing++;
    else if (binding.features.every((feature, f) => fits(feature, value(f, row)))) rows.push(row);
    else notANumber++;
  }
  return { rows, missing, notANumber, value };
}

function toTensor({ dtype, shape, name }: TensorFacts, values: readonly (number | string)[], width: number): Tensor {
  const dims = shape.length === 1 ? [values.length] : [values.length / width, width];
  const numbers = values.map(Number);
  if (dtype === "float32") return new Tensor("float32", Float32Array.from(numbers), dims);
  if (dtype === "float64") return new Tensor("float64", Float64Array.from(numbers), dims);
  if (dtype === "int64")
    return new Tensor(
      "int64",
      BigInt64Array.from(numbers, (v) => BigInt(Math.trunc(v))),
      dims,
    );
  if (dtype === "int32") return new Tensor("int32", Int32Array.from(numbers), dims);
  if (dtype === "bool")
    return new Tensor(
      "bool",
      Uint8Array.from(numbers, (v) => (v === 0 ? 0 : 1)),
      dims,
    );
  if (dtype === "string") return new Tensor("string", values.map(String), dims);
  return refuse(`its input "${name}" is of the type ${dtype}`);
}

/** The model's inputs for some rows, by name. */
export function feedsFor(
  facts: ForeignFacts,
  binding: ForeignBinding,
  { value }: CheckedRows,
  rows: readonly number[],
): Record<string, Tensor> {
  const place = new Map(binding.features.map(({ name }, f) => [name, f]));
  const feeds = binding.inputs.map((input) => {
    const tensor = facts.inputs.find((t) => t.name === input.tensor) ?? refuse(`it has no input "${input.tensor}"`);
    const values = rows.flatMap((row) => input.features.map((name) => value(place.get(name) ?? -1, row)));
    return [input.tensor, toTensor(tensor, values, input.features.length)] as const;
  });
  return Object.fromEntries(feeds);
}
