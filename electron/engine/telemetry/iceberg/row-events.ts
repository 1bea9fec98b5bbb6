import { AppError } from "../../../../shared/contract/errors.ts";
import type { CsvMapping } from "../csv/csv-mapping.ts";
import { MappedRows } from "../mapping/mapped-rows.ts";
import { excerpt, type RawRecord } from "../records/event-writer.ts";
import { OcsfJson } from "../records/ocsf-json.ts";
import type { ReadContext } from "../records/record-reader.ts";
import { rowTextOf, type TableRow } from "./row-text.ts";
import type { IcebergField, IcebergSchema } from "./table-schema.ts";
import type { Json } from "./values.ts";

const ocsfColumn = "class_uid";

/** How a table's rows become events, and what that is called in a report. */
export interface RowForm {
  readonly format: string;
  readonly logType: string | undefined;
  bind(context: ReadContext): (row: TableRow, raw: RawRecord) => void;
}

/** By the given mapping, or as they are when they are OCSF. Throws AppError when neither can be. */
export function rowForm(table: string, schema: IcebergSchema, mapping: CsvMapping | undefined): RowForm {
  if (mapping !== undefined) {
    const header = leafNames(schema.fields);
    return { format: "iceberg", logType: mapping.class, bind: (context) => bindMapping(table, header, mapping, context) };
  }
  if (schema.fields.some((f) => f.name === ocsfColumn)) return { format: "ocsf-iceberg", logType: undefined, bind: bindOcsf };
  const names = schema.fields.slice(0, 6).map((f) => f.name);
  throw new AppError(
    "unsupported-format",
    `the Iceberg table ${table} holds no OCSF events: it has no ${ocsfColumn} column (columns: ${names.join(", ")}); import it with a mapping`,
    { file: table },
  );
}

function bindOcsf(context: ReadContext): (row: TableRow, raw: RawRecord) => void {
  const reader = new OcsfJson(context);
  return (row, raw) => {
    context.clocks.record(row);
    if (!reader.read(row, raw)) context.report.reject(raw.recordNo, "no OCSF event", undefined, excerpt(raw));
  };
}

/** Columns by name; those within structs by their path, as `src.ip`. */
const leafNames = (fields: readonly IcebergField[], prefix = ""): string[] =>
  fields.flatMap((f) => [`${prefix}${f.name}`, ...(f.type.kind === "struct" ? leafNames(f.type.fields, `${prefix}${f.name}.`) : [])]);

function bindMapping(
  table: string,
  header: readonly string[],
  mapping: CsvMapping,
  context: ReadContext,
): (row: TableRow, raw: RawRecord) => void {
  const named = new Set([mapping.time.column, ...Object.values(mapping.columns).flatMap((c) => ("from" in c ? [c.from] : []))]);
  const used = header.filter((name) => named.has(name));
  const rows = new MappedRows(mapping, used, context, { name: `the Iceberg table ${table}`, file: table });
  const cells = used.map(cellReader);
  return (row, raw) =>
    rows.take(
      cells.map((cell) => cell(row)),
      excerpt(raw),
      raw.recordNo,
    );
}

function cellReader(name: string): (row: TableRow) => string {
  const path = name.split(".");
  return (row) => cellText(Object.hasOwn(row, name) ? row[name] : path.reduce<Json | undefined>(step, row));
}

const isStruct = (value: Json | undefined): value is { readonly [name: string]: Json } =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const step = (value: Json | undefined, part: string): Json | undefined =>
  isStruct(value) && Object.hasOwn(value, part) ? value[part] : undefined;

const cellText = (value: Json | undefined): string =>
  value === undefined || value === null ? "" : typeof value === "object" ? JSON.stringify(value) : String(value);

/** The original record of a row: its canonical JSON. */
export function rawRecords(schema: IcebergSchema): (row: TableRow, position: number) => RawRecord {
  const textOf = rowTextOf(schema);
  return (row, position) => {
    const buffer = Buffer.from(textOf(row));
    return { buffer, start: 0, end: buffer.length, recordNo: position + 1 };
  };
}
