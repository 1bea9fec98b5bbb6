import type { FeatureMatrix } from "../features/feature-matrix.ts";

/** The matrix of some of its rows, in their order. */
export function selectSubjects(matrix: FeatureMatrix, rows: readonly number[]): FeatureMatrix {
  const { featureNames, rowCount, observed, model } = matrix;
  const width = featureNames.length;
  const of = <T>(values: readonly T[]): T[] => rows.flatMap((row) => values.slice(row, row + 1));
  const numbers = (values: Float64Array): Float64Array => Float64Array.from(rows, (row) => values[row] ?? Number.NaN);
  return {
    rowCount: rows.length,
    keys: matrix.keys.map(({ column, values }) => ({ column, values: of(values) })),
    labels: of(matrix.labels),
    windowFromUs: numbers(matrix.windowFromUs),
    windowToUs: numbers(matrix.windowToUs),
    events: numbers(matrix.events),
    extras: new Map([...matrix.extras].map(([name, values]) => [name, of(values)])),
    featureNames,
    observed: Float64Array.from({ length: rows.length * width }, (_, i) => {
      const f = Math.floor(i / rows.length);
      return observed[f * rowCount + (rows[i % rows.length] ?? 0)] ?? Number.NaN;
    }),
    model: Float32Array.from(
      { length: rows.length * width },
      (_, i) => model[(rows[Math.floor(i / width)] ?? 0) * width + (i % width)] ?? 0,
    ),
  };
}
