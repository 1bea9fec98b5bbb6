import { Compression, Table, WriterPropertiesBuilder, writeParquet } from "parquet-wasm/node";
import { csvLine } from "../../../shared/lib/csv.ts";
import { toArrowIpc } from "../duckdb/arrow-input.ts";
import type { Cell, LabelTable } from "./label-table.ts";

export type LabelFormat = "parquet" | "csv" | "ndjson";

const encoders: { readonly [K in LabelFormat]: (table: LabelTable) => Uint8Array } = { parquet: toParquet, csv: toCsv, ndjson: toNdjson };

/** The same table gives the same bytes. */
export const encodeLabels = (format: LabelFormat, table: LabelTable): Uint8Array => encoders[format](table);

function toParquet(table: LabelTable): Uint8Array {
  const properties = new WriterPropertiesBuilder().setCompression(Compression.ZSTD).setCreatedBy("quarry").build();
  return writeParquet(Table.fromIPCStream(toArrowIpc(table.columns)), properties);
}

const rowsOf = (table: LabelTable): Cell[][] =>
  Array.from({ length: table.rowCount }, (_, row) => table.columns.map(({ values }) => values[row] ?? null));

function toNdjson(table: LabelTable): Uint8Array {
  const names = table.columns.map(({ name }) => name);
  return Buffer.from(
    rowsOf(table)
      .map((row) => `${JSON.stringify(Object.fromEntries(names.map((name, i) => [name, row[i] ?? null])))}\n`)
      .join(""),
  );
}

/** RFC 4180, with texts guarded against running as formulas. */
function toCsv(table: LabelTable): Uint8Array {
  return Buffer.from([csvLine(table.columns.map(({ name }) => name)), ...rowsOf(table).map(csvLine)].join(""));
}
