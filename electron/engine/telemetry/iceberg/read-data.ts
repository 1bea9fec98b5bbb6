import { hasFieldIds } from "./parquet-schema.ts";
import { withMappedIds } from "./name-mapping.ts";
import type { IcebergTable } from "./iceberg-table.ts";
import { ParquetFile } from "./parquet-file.ts";
import { projectFile, type ProjectedColumn } from "./projection.ts";
import { unreadable, unsupported } from "./refuse.ts";
import type { TableRow } from "./row-text.ts";
import type { PlannedData } from "./scan-plan.ts";
import { type IcebergSchema, SchemaProblem } from "./table-schema.ts";
import type { Json } from "./values.ts";

/** `position` is zero-based in the data file. */
export type TakeRow = (row: TableRow, position: number) => void;

/** Rows between two looks for cancellation. */
const checkEvery = 1024;

/**
 * Reads the rows of one data file under a schema, without those at `deleted` positions. Throws AppError when the file does not hold
 * what the table says.
 */
export async function readDataFile(
  table: IcebergTable,
  schema: IcebergSchema,
  data: PlannedData,
  deleted: ReadonlySet<number>,
  checkCancelled: () => void,
  take: TakeRow,
): Promise<void> {
  const parquet = await ParquetFile.open(table.name, data.file);
  const { name } = data.file;
  if (parquet.rows !== data.records)
    throw unreadable(table.name, `has ${name} of ${parquet.rows} rows where its manifest says ${data.records}`, name);
  const columns = project(table, schema, data, parquet);
  const stored = columns.flatMap((column) => ("from" in column ? [column.from] : []));
  for await (const run of parquet.runs(stored)) {
    checkCancelled();
    const makeRow = rowMaker(columns, run.columns);
    for (let row = run.start; row < run.end; row++) {
      if (row % checkEvery === 0) checkCancelled();
      if (!deleted.has(row)) take(makeRow(row), row);
    }
  }
}

function project(table: IcebergTable, schema: IcebergSchema, data: PlannedData, parquet: ParquetFile): readonly ProjectedColumn[] {
  const { nameMapping, specs } = table.metadata;
  const { name } = data.file;
  const constants = new Map(
    (specs.get(data.specId) ?? []).flatMap((f) =>
      f.transform === "identity" && data.partition.has(f.fieldId) ? [[f.sourceId, data.partition.get(f.fieldId)] as const] : [],
    ),
  );
  try {
    const hasIds = hasFieldIds(parquet.columns);
    if (!hasIds && nameMapping === undefined) throw new SchemaProblem("its columns have no field ids, and the table has no name mapping");
    return projectFile(schema, hasIds ? parquet.columns : withMappedIds(parquet.columns, nameMapping ?? ""), constants);
  } catch (error) {
    if (!(error instanceof SchemaProblem)) throw error;
    throw unsupported(table.name, `has ${name}, which does not fit the table: ${error.message}`, name);
  }
}

function rowMaker(columns: readonly ProjectedColumn[], values: readonly { at(row: number): unknown }[]): (row: number) => TableRow {
  let next = 0;
  const steps = columns.map((column) => ("from" in column ? { ...column, values: values[next++] } : column));
  return (at) => {
    const row: Record<string, Json> = {};
    for (const step of steps) {
      if ("value" in step) row[step.name] = step.value;
      else {
        const stored = step.values?.at(at);
        if (stored !== undefined && stored !== null) row[step.name] = step.read(stored);
      }
    }
    return row;
  };
}
