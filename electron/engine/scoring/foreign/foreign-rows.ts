import type { ForeignFeature } from "../../../../shared/contract/foreign-models.ts";
import { toModelValue } from "../../features/extract-features.ts";
import type { FeatureMatrix } from "../../features/feature-matrix.ts";
import type { LoadedPackage } from "../../features/packages.ts";
import type { ForeignColumn } from "../../onnx/foreign/foreign-protocol.ts";
import { refuse } from "../../onnx/foreign/refuse.ts";
import type { ForeignSpec } from "./foreign-spec.ts";

type Bound = Pick<ForeignSpec, "features" | "preprocessing">;

/** Where a feature's values are found: a feature of the package, another number, or a text of its features.sql. */
function sourceOf(
  pkg: LoadedPackage,
  matrix: Pick<FeatureMatrix, "extras">,
  name: string,
): "feature" | "events" | "label" | "key" | "extra" | undefined {
  if (pkg.spec.features.some((f) => f.name === name)) return "feature";
  if (name === "events") return "events";
  if (name === "subject_label") return "label";
  if (pkg.spec.grain.keys.some((k) => k.column === name)) return "key";
  return matrix.extras.has(name) ? "extra" : undefined;
}

function rawColumn(pkg: LoadedPackage, matrix: FeatureMatrix, name: string): ForeignColumn {
  const { rowCount, observed } = matrix;
  const source = sourceOf(pkg, matrix, name);
  if (source === "events") return matrix.events;
  if (source === "label") return matrix.labels;
  if (source === "key") return matrix.keys.find((k) => k.column === name)?.values ?? [];
  if (source === "extra") return matrix.extras.get(name) ?? [];
  const f = matrix.featureNames.indexOf(name);
  return observed.subarray(f * rowCount, (f + 1) * rowCount);
}

const isNumbers = (column: ForeignColumn): column is Float64Array => column instanceof Float64Array;

function asDeclared(feature: ForeignFeature, column: ForeignColumn): ForeignColumn {
  if (feature.dtype === "string") return isNumbers(column) ? Array.from(column, (v) => (Number.isNaN(v) ? null : String(v))) : column;
  return isNumbers(column) ? column : Float64Array.from(column, (v) => (v === null || v.trim() === "" ? Number.NaN : Number(v)));
}

/** Refuses features that the package's SQL does not give. */
export function requireBound(pkg: LoadedPackage, matrix: FeatureMatrix, features: readonly ForeignFeature[]): void {
  const unknown = features.filter(({ name }) => sourceOf(pkg, matrix, name) === undefined).map(({ name }) => `"${name}"`);
  if (unknown.length > 0)
    refuse(
      `${pkg.spec.name} gives no ${unknown.join(", ")}`,
      `Its features.sql gives ${[...pkg.spec.features.map((f) => f.name), "events", ...matrix.keys.map((k) => k.column), ...matrix.extras.keys()].join(", ")}.`,
    );
}

/** What the model reads of every subject, by the order of its features; missing values stay missing. */
export function foreignColumns(pkg: LoadedPackage, matrix: FeatureMatrix, { features, preprocessing }: Bound): ForeignColumn[] {
  return features.map((feature) => {
    const column = asDeclared(feature, rawColumn(pkg, matrix, feature.name));
    const own = pkg.spec.features.find((f) => f.name === feature.name);
    if (preprocessing !== "package" || own === undefined || !isNumbers(column)) return column;
    return column.map((value) => toModelValue(own, value));
  });
}

export const pickRows = (columns: readonly ForeignColumn[], rows: readonly number[]): ForeignColumn[] =>
  columns.map((column) =>
    isNumbers(column) ? Float64Array.from(rows, (row) => column[row] ?? Number.NaN) : rows.map((row) => column[row] ?? null),
  );

type Scalar = number | string | null;

/** Rows written out in a manifest, one value per feature. Refuses a row of another length. */
export function columnsOfRows(features: readonly ForeignFeature[], rows: readonly (readonly Scalar[])[], what: string): ForeignColumn[] {
  const wrong = rows.findIndex((row) => row.length !== features.length);
  if (wrong >= 0) refuse(`row ${wrong} of ${what} has ${rows[wrong]?.length} values; there are ${features.length} features`);
  return features.map(({ dtype }, f) =>
    dtype === "string"
      ? rows.map((row) => (row[f] === null || row[f] === undefined ? null : String(row[f])))
      : Float64Array.from(rows, (row) => (typeof row[f] === "number" ? row[f] : Number.NaN)),
  );
}
