import { toModelValue } from "../../features/extract-features.ts";
import type { FeatureMatrix } from "../../features/feature-matrix.ts";
import type { LoadedPackage } from "../../features/packages.ts";

/** A subject as it was scored once, kept with its values. */
export interface CaseRow {
  readonly keys: Readonly<Record<string, string>>;
  readonly label: string;
  readonly fromUs: number;
  readonly toUs: number;
  readonly events: number;
  readonly features: Readonly<Record<string, number | null>>;
  readonly extras: Readonly<Record<string, string | null>>;
}

/** Whether the row holds every value that the package's models read. */
export const isComplete = ({ spec }: LoadedPackage, row: CaseRow): boolean =>
  spec.features.every(({ name }) => Object.hasOwn(row.features, name)) &&
  spec.grain.keys.every(({ column }) => Object.hasOwn(row.keys, column));

/** Kept rows as a matrix, in their order, as if features.sql had just given them. */
export function matrixOfRows({ spec }: LoadedPackage, rows: readonly CaseRow[]): FeatureMatrix {
  const { features } = spec;
  const observed = new Float64Array(rows.length * features.length);
  const model = new Float32Array(rows.length * features.length);
  for (const [f, feature] of features.entries())
    for (const [row, { features: values }] of rows.entries()) {
      const value = values[feature.name] ?? Number.NaN;
      observed[f * rows.length + row] = value;
      model[row * features.length + f] = toModelValue(feature, value);
    }
  const extras = [...new Set(rows.flatMap((row) => Object.keys(row.extras)))];
  return {
    rowCount: rows.length,
    keys: spec.grain.keys.map(({ column }) => ({ column, values: rows.map(({ keys }) => keys[column] ?? null) })),
    labels: rows.map(({ label }) => label),
    windowFromUs: Float64Array.from(rows, ({ fromUs }) => fromUs),
    windowToUs: Float64Array.from(rows, ({ toUs }) => toUs),
    events: Float64Array.from(rows, ({ events }) => events),
    extras: new Map(extras.map((name) => [name, rows.map((row) => row.extras[name] ?? null)])),
    featureNames: features.map(({ name }) => name),
    observed,
    model,
  };
}
