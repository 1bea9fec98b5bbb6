import { DataType, tableFromIPC, type Vector } from "apache-arrow";
import { AppError } from "../../../../shared/contract/errors.ts";
import type { MappedScalar, MappingFile, MappingPreview, PreviewRow } from "../../../../shared/contract/mappings.ts";
import { ocsfClass } from "../../../../shared/domain/ocsf.ts";
import type { ClockRule } from "../clock.ts";
import { ClockSurvey } from "../clocks/clock-survey.ts";
import { type ClassTable, rawColumnName } from "../columns/class-table.ts";
import { EventSink } from "../columns/event-sink.ts";
import { IpcWriter } from "../columns/ipc-writer.ts";
import { importCsv } from "../csv/csv-import.ts";
import { importParquet } from "../parquet-import.ts";
import { defaultLimits } from "../readers/limits.ts";
import { FileReport, RejectLog } from "../records/file-report.ts";
import type { ReadContext } from "../records/record-reader.ts";
import type { OpenTable } from "./open-table.ts";

const shownRaw = 2000;

/** Remembers every misfit: a preview has few rows. */
class PreviewReport extends FileReport {
  readonly byLine = new Map<number, Record<string, string>>();

  override misfit(line: number, column: string, cell: string): void {
    super.misfit(line, column, cell);
    this.byLine.set(line, { ...this.byLine.get(line), [column]: cell.slice(0, 200) });
  }
}

/** Runs the import itself over the first rows of a table, and shows what it made of each. Keeps nothing. */
export async function previewMapping(
  table: OpenTable,
  mapping: MappingFile,
  options: { readonly rows: number; readonly clock: ClockRule },
  checkCancelled: () => void,
): Promise<MappingPreview> {
  const rejects = new RejectLog();
  const report = new PreviewReport(table.name, rejects);
  const sink = new EventSink(undefined, checkCancelled);
  const { maxRecordBytes } = defaultLimits;
  const context: ReadContext = {
    sink,
    report,
    clock: options.clock,
    clocks: new ClockSurvey(),
    checkCancelled,
    maxRecordBytes,
    maxRows: options.rows,
  };
  let error: string | undefined;
  try {
    if (table.kind === "parquet") await importParquet(table.bytes, table.path, { mapping, isTable: true }, context);
    else await importCsv(table.bytes, mapping, context);
  } catch (failure) {
    if (!(failure instanceof AppError)) throw failure;
    error = failure.message;
  } finally {
    await sink.close();
  }
  const events = readEvents(sink.table(mapping.class), mapping);
  const rows: PreviewRow[] = [
    ...events.map(({ line, raw, event }) => ({ line, raw, event, misfits: report.byLine.get(line) ?? {} })),
    ...rejects.samples.map(({ line, reason, excerpt }) => ({ line, raw: excerpt, rejected: reason, misfits: {} })),
  ];
  const { mapped, rejected, misfits = {} } = report.toImportedFile();
  return {
    rows: rows.toSorted((a, b) => a.line - b.line),
    read: mapped + rejected,
    mapped,
    rejected,
    misfits,
    ...(error === undefined ? {} : { error }),
  };
}

/** What lies in the columns, as a segment would hold it. */
function readEvents(table: ClassTable, mapping: MappingFile): { line: number; raw: string; event: Record<string, MappedScalar> }[] {
  if (table.rows === 0) return [];
  const stored = tableFromIPC(table.toIpc(new IpcWriter()));
  const shown = [
    "time",
    ...ocsfClass(mapping.class)
      .columns.map((c) => c.name)
      .filter((name) => Object.hasOwn(mapping.columns, name)),
  ];
  const vectors = new Map([...shown, "record_no", rawColumnName].map((name) => [name, stored.getChild(name)]));
  return Array.from({ length: table.rows }, (_, row) => ({
    line: Number(cellAt(vectors.get("record_no"), row) ?? 0),
    raw: String(cellAt(vectors.get(rawColumnName), row) ?? "").slice(0, shownRaw),
    event: Object.fromEntries(
      shown.flatMap((name) => {
        const value = cellAt(vectors.get(name), row);
        return value === undefined ? [] : [[name, value] as const];
      }),
    ),
  }));
}

/** Times and 64-bit integers as numbers: the columns hold only what a double does. */
function cellAt(vector: Vector | null | undefined, row: number): MappedScalar | undefined {
  if (vector === null || vector === undefined || !vector.isValid(row)) return undefined;
  if (DataType.isTimestamp(vector.type)) {
    const values: unknown = vector.data[0]?.values;
    return values instanceof BigInt64Array ? Number(values[row] ?? 0n) : undefined;
  }
  const value: unknown = vector.get(row);
  if (typeof value === "bigint") return Number(value);
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? value : undefined;
}
