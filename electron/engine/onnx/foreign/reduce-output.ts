import type { Tensor } from "onnxruntime-node";
import { type ForeignBinding } from "./foreign-protocol.ts";
import { refuse } from "./refuse.ts";

function numbersOf(tensor: Tensor | undefined, name: string): Float64Array {
  const data = tensor?.data;
  if (data === undefined || Array.isArray(data) || !ArrayBuffer.isView(data)) return refuse(`it gave no numbers as "${name}"`);
  return Float64Array.from(data as ArrayLike<number | bigint>, Number);
}

/** Mean squared or absolute difference of what went in and what came out, per row. */
function errorOf(values: Float64Array, given: Float64Array, width: number, isSquared: boolean): Float64Array {
  return Float64Array.from({ length: values.length / width }, (_, row) => {
    let sum = 0;
    for (let i = row * width; i < (row + 1) * width; i++) {
      const difference = (values[i] ?? 0) - (given[i] ?? 0);
      sum += isSquared ? difference * difference : Math.abs(difference);
    }
    return sum / width;
  });
}

/** One number per row of a batch, from the output and, for a reconstruction, from what was given. Refuses another number of rows. */
export function reduceOutput(
  { score, inputs }: ForeignBinding,
  output: Tensor | undefined,
  given: Tensor | undefined,
  rows: number,
): Float64Array {
  const { tensor: name, reduce, column = 0 } = score;
  const values = numbersOf(output, name);
  const width = values.length / rows;
  const dims = output?.dims ?? [];
  if (!Number.isInteger(width) || width < 1 || dims.length > 2 || (dims[0] !== rows && !(rows === 1 && values.length === width)))
    return refuse(`it gave ${values.length} values as "${name}" for ${rows} rows`);
  if (reduce === "none") return width === 1 ? values : refuse(`it gave ${width} values per row as "${name}"`);
  if (reduce === "column")
    return column < width
      ? Float64Array.from({ length: rows }, (_, row) => values[row * width + column] ?? Number.NaN)
      : refuse(`"${name}" has no column ${column}`);
  if (width !== inputs[0]?.features.length)
    return refuse(`it gave ${width} values per row as "${name}", and takes ${inputs[0]?.features.length}`);
  return errorOf(values, numbersOf(given, inputs[0].tensor), width, reduce === "mse");
}
