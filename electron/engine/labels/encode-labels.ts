import { Compression, Table, WriterPropertiesBuilder, writeParquet } from "parquet-wasm/node";
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

/** RFC 4180. A text that a spreadsheet would run as a formula gets an apostrophe before it (OWASP, CSV injection); numbers stay numbers. */
function toCsv(table: LabelTable): Uint8Array {
  const lines = [table.columns.map(({ name }) => quoted(name)), ...rowsOf(table).map((row) => row.map(csvCell))];
  return Buffer.from(lines.map((line) => `${line.join(",")}\r\n`).join(""));
}

function csvCell(cell: Cell): string {
  if (cell === null) return "";
  if (typeof cell === "number") return String(cell);
  return quoted(/^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell);
}

const quoted = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
