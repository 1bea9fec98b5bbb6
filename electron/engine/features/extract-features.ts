import { AppError } from "../../../shared/contract/errors.ts";
import type { FeatureSpec } from "../../../shared/contract/models.ts";
import type { DatasetScope, QueryEngine } from "../duckdb/query-engine.ts";
import type { FeatureMatrix } from "./feature-matrix.ts";
import type { LoadedPackage } from "./packages.ts";
import { type ResultColumns, runPackageSql } from "./result-columns.ts";

const file = "features.sql";

const mismatch = (model: string, problem: string, field: string): AppError =>
  new AppError("model-mismatch", `${file} of ${model}: ${problem}`, { file, field });

/** Microsecond bounds of the windows; NULL or a window that ends before it starts is the package's mistake. */
function readWindows(columns: ResultColumns, model: string): { from: Float64Array; to: Float64Array } {
  const from = columns.numbers("window_from");
  const to = columns.numbers("window_to");
  for (let row = 0; row < columns.rowCount; row++) {
    if (!((to[row] ?? Number.NaN) >= (from[row] ?? Number.NaN))) throw mismatch(model, `row ${row} has no valid window.`, "window_from");
  }
  return { from, to };
}

function requireSubjects(keys: FeatureMatrix["keys"], windowFrom: Float64Array, model: string): void {
  const seen = new Set<string>();
  for (let row = 0; row < windowFrom.length; row++) {
    const values = keys.map((k) => k.values[row] ?? null);
    const empty = values.indexOf(null);
    if (empty >= 0)
      throw mismatch(model, `row ${row} has no ${keys[empty]?.column}; subjects need all their keys.`, keys[empty]?.column ?? "");
    const key = JSON.stringify([...values, windowFrom[row]]);
    if (seen.has(key)) throw mismatch(model, `the subject ${values.join(", ")} appears twice in one window.`, keys[0]?.column ?? "");
    seen.add(key);
  }
}

/** What the model sees of one observed value: the imputed constant for a missing one, then the transform, as float32. */
export function toModelValue(feature: FeatureSpec, observed: number): number {
  const known = Number.isNaN(observed) ? feature.nullPolicy.impute : observed;
  return Math.fround(feature.transform === "log1p" ? Math.log1p(known) : known);
}

function readFeatures(columns: ResultColumns, pkg: LoadedPackage): { observed: Float64Array; model: Float32Array } {
  const { features, name } = pkg.spec;
  const { rowCount } = columns;
  const observed = new Float64Array(rowCount * features.length);
  const model = new Float32Array(rowCount * features.length);
  for (const [f, feature] of features.entries()) {
    const values = columns.numbers(feature.name);
    observed.set(values, f * rowCount);
    for (let row = 0; row < rowCount; row++) {
      const value = toModelValue(feature, values[row] ?? Number.NaN);
      if (!Number.isFinite(value))
        throw mismatch(name, `"${feature.name}" is ${values[row]} in row ${row}; the model takes finite float32 only.`, feature.name);
      model[row * features.length + f] = value;
    }
  }
  return { observed, model };
}

/**
 * Runs the package's features.sql over the scope and checks what came back. Throws AppError `model-mismatch` (missing,
 * duplicate or mistyped columns, NULL keys, a subject twice, values no model can take) or `no-subjects` when there is no subject.
 */
export async function extractFeatures(
  queryEngine: QueryEngine,
  scope: DatasetScope,
  pkg: LoadedPackage,
  signal?: AbortSignal,
): Promise<FeatureMatrix> {
  const { spec } = pkg;
  const columns = await runPackageSql(queryEngine, { scope, sql: pkg.featuresSql }, { model: spec.name, file }, signal);
  const keys = spec.grain.keys.map(({ column }) => ({ column, values: columns.text(column) }));
  const windows = readWindows(columns, spec.name);
  const labels = columns.text("subject_label").map((label, row) => label ?? keys.map((k) => k.values[row]).join(" "));
  requireSubjects(keys, windows.from, spec.name);
  const extras = columns.names.filter((n) => n.startsWith("x_")).map((n) => [n, columns.text(n)] as const);
  const events = columns.numbers("events");
  if (events.some((n) => !(Number.isSafeInteger(n) && n >= 0)))
    throw mismatch(spec.name, `"events" must be a whole number in every row.`, "events");
  const features = readFeatures(columns, pkg);
  if (columns.rowCount === 0)
    throw new AppError("no-subjects", `There is nothing for ${spec.title} to score: the chosen events hold no ${spec.grain.subject}.`, {
      hint: `It needs events of ${spec.requires.join(", ")}.`,
    });
  return {
    rowCount: columns.rowCount,
    keys,
    labels,
    windowFromUs: windows.from,
    windowToUs: windows.to,
    events,
    extras: new Map(extras),
    featureNames: spec.features.map((f) => f.name),
    observed: features.observed,
    model: features.model,
  };
}

/** Whether the package's SQL fits the tables there are, whatever they hold; gives the number of columns. Throws as `extractFeatures` does. */
export async function checkSchema(queryEngine: QueryEngine, pkg: LoadedPackage, signal?: AbortSignal): Promise<number> {
  const { spec } = pkg;
  const query = { scope: { snapshots: [] }, sql: pkg.featuresSql };
  const columns = await runPackageSql(queryEngine, query, { model: spec.name, file }, signal);
  for (const { column } of spec.grain.keys) columns.text(column);
  for (const { name } of spec.features) columns.numbers(name);
  return columns.names.length;
}
