import { AppError } from "../../../shared/contract/errors.ts";
import type { MappingFile } from "../../../shared/contract/mappings.ts";
import { isFields } from "./map/windows-event.ts";
import { MappedRows } from "./mapping/mapped-rows.ts";
import { cellsOf, tableColumns, tableParsers } from "./mapping/parquet-cells.ts";
import { openParquet, type ParquetFile, parquetRows, plainValue } from "./parquet-file.ts";
import type { Bytes } from "./readers/limits.ts";
import type { RawRecord } from "./records/event-writer.ts";
import { OcsfJson } from "./records/ocsf-json.ts";
import type { ReadContext } from "./records/record-reader.ts";

export interface ParquetWish {
  readonly mapping: MappingFile | undefined;
  /** Takes the mapping even for a file that says it holds OCSF. */
  readonly isTable: boolean;
}

/**
 * Reads a Parquet file of OCSF events, or of anything else with a mapping. `path` is the file itself, where it lies on disk
 * unpacked; else its bytes are held. A record's number is its row. Throws `unsupported-format` when it holds no OCSF and there
 * is no mapping, `limit-exceeded` when it is too large.
 */
export async function importParquet(
  source: Bytes,
  path: string | undefined,
  { mapping, isTable }: ParquetWish,
  context: ReadContext,
): Promise<void> {
  const { report } = context;
  const file = await openParquet(source, path, report.name, context.checkCancelled);
  const columns = tableColumns(file.metadata).map((c) => c.name);
  const groups = `${file.metadata.row_groups.length} row groups`;
  if (columns.includes("class_uid") && !isTable) {
    report.format = "ocsf-parquet";
    report.formatReason = `Parquet with a class_uid column, ${groups}`;
    await readEvents(file, context);
    return;
  }
  report.format = "parquet";
  report.formatReason = `Parquet with ${columns.length} columns, ${isTable ? "read as a table as asked" : "none of them class_uid"}, ${groups}`;
  if (mapping === undefined)
    throw new AppError(
      "unsupported-format",
      `${report.name} is a Parquet file that holds no OCSF events: it has no class_uid column (columns: ${columns.slice(0, 6).join(", ")}); it needs a mapping`,
      { file: report.name },
    );
  report.logType = mapping.class;
  await readTable(file, mapping, context);
}

async function readEvents(file: ParquetFile, context: ReadContext): Promise<void> {
  const reader = new OcsfJson(context);
  for await (const { row, rowNo } of parquetRows(file, context.checkCancelled)) {
    const text = JSON.stringify(row, plainValue);
    const record: unknown = JSON.parse(text);
    const buffer = Buffer.from(text);
    const raw: RawRecord = { buffer, start: 0, end: buffer.length, recordNo: rowNo };
    if (!isFields(record) || !reader.read(record, raw)) context.report.reject(rowNo, "no OCSF event", undefined, buffer);
  }
}

async function readTable(file: ParquetFile, mapping: MappingFile, context: ReadContext): Promise<void> {
  const columns = tableColumns(file.metadata);
  const rows = new MappedRows(
    mapping,
    columns.map((c) => c.name),
    context,
    { name: file.name, file: file.name },
  );
  for await (const { row, rowNo } of parquetRows(file, context.checkCancelled, { parsers: tableParsers, ...limitOf(context) }))
    rows.take(cellsOf(row, columns), Buffer.from(JSON.stringify(row, plainValue)), rowNo);
}

const limitOf = ({ maxRows }: ReadContext): { limit?: number } => (maxRows === undefined ? {} : { limit: maxRows });
