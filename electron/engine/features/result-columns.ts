import { AppError } from "../../../shared/contract/errors.ts";
import type { ColumnarResult, ColumnValues, Query, QueryEngine } from "../duckdb/query-engine.ts";

/** Typed access to the columns of what a package's SQL gave; every complaint names the package's file and the column. */
export interface ResultColumns {
  readonly rowCount: number;
  readonly names: readonly string[];
  text(name: string): readonly (string | null)[];
  /** NaN where NULL. */
  numbers(name: string): Float64Array;
}

/** Whose SQL it is, for messages. */
export interface PackageSql {
  readonly model: string;
  readonly file: "features.sql" | "evidence.sql";
}

const typeName = (values: ColumnValues): string => {
  if (values instanceof Float64Array || values instanceof BigInt64Array) return "a number";
  return values.some((v) => typeof v === "boolean") ? "a boolean" : "text";
};

const isText = (values: ColumnValues): values is readonly (string | null)[] =>
  Array.isArray(values) && values.every((v) => v === null || typeof v === "string");

/** Runs one of a package's queries; when the engine refuses it, the error names the model and its file. */
export async function runPackageSql(
  queryEngine: QueryEngine,
  query: Query,
  source: PackageSql,
  signal?: AbortSignal,
): Promise<ResultColumns> {
  try {
    return readColumns(await queryEngine.columns(query, signal), source);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "query-failed") throw error;
    const { model, file } = source;
    throw new AppError("query-failed", `${file} of ${model} failed: ${error.message}`, { ...error.detail, file }, { cause: error });
  }
}

function readColumns(result: ColumnarResult, { model, file }: PackageSql): ResultColumns {
  const byName = new Map<string, ColumnValues>();
  const complain = (problem: string, field: string): AppError =>
    new AppError("model-mismatch", `${file} of ${model}: ${problem}`, { file, field });
  for (const [i, name] of result.names.entries()) {
    if (byName.has(name)) throw complain(`the column "${name}" appears twice.`, name);
    const values = result.columns[i];
    if (values === undefined || values.length !== result.rowCount)
      throw new Error(`result column ${name} does not have ${result.rowCount} rows`);
    byName.set(name, values);
  }
  const get = (name: string): ColumnValues => {
    const values = byName.get(name);
    if (values === undefined) throw complain(`the column "${name}" is missing.`, name);
    return values;
  };
  return {
    rowCount: result.rowCount,
    names: result.names,
    text: (name) => {
      const values = get(name);
      if (isText(values)) return values;
      throw complain(`the column "${name}" must be text; it is ${typeName(values)}.`, name);
    },
    numbers: (name) => {
      const values = get(name);
      if (values instanceof Float64Array) return values;
      if (values instanceof BigInt64Array) return Float64Array.from(values, Number);
      if (values.every((v) => v === null)) return new Float64Array(values.length).fill(Number.NaN);
      throw complain(`the column "${name}" must be a number; it is ${typeName(values)}.`, name);
    },
  };
}
