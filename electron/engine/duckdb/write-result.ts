import { createHash } from "node:crypto";
import { closeSync, fsyncSync, openSync, rmSync, writeSync } from "node:fs";
import type { DuckDBConnection } from "@duckdb/duckdb-wasm/blocking";
import { Compression, Table, transformParquetStream, WriterPropertiesBuilder } from "parquet-wasm/node";
import { AppError } from "../../../shared/contract/errors.ts";
import { csvText } from "../../../shared/lib/csv.ts";
import { invariant } from "../../../shared/lib/invariant.ts";
import { createResultCollector } from "./arrow-result.ts";
import { resultMessages, stream } from "./run-query.ts";
import type { ResultColumn, ResultFormat } from "./worker-messages.ts";

export interface WrittenResult {
  readonly rows: number;
  readonly bytes: number;
  readonly sha256: string;
}

interface Target {
  readonly format: ResultFormat;
  /** Made new; gone again when the result is not written whole. */
  readonly path: string;
  readonly columns: readonly ResultColumn[];
  progress(rows: number): void;
}

interface FileSink {
  write(bytes: Uint8Array): void;
  finish(rows: number): WrittenResult;
}

/**
 * Runs on the worker thread and holds one parcel of the result at a time, whatever its size. CSV and NDJSON want a statement
 * whose columns are texts, Parquet one that gives them as they are.
 */
export async function writeResult(
  connection: DuckDBConnection,
  sql: string,
  target: Target,
  isStopped: () => boolean,
): Promise<WrittenResult> {
  const fd = openSync(target.path, "wx");
  try {
    const sink = createSink(fd);
    const rows =
      target.format === "parquet"
        ? await writeParquetParcels(connection, sql, target, sink, isStopped)
        : writeLines(connection, sql, target, sink, isStopped);
    return sink.finish(rows);
  } catch (error) {
    rmSync(target.path, { force: true });
    throw error;
  } finally {
    closeSync(fd);
  }
}

function createSink(fd: number): FileSink {
  const hash = createHash("sha256");
  let bytes = 0;
  return {
    write(piece) {
      hash.update(piece);
      bytes += piece.length;
      try {
        for (let at = 0; at < piece.length;) at += writeSync(fd, piece, at);
      } catch (error) {
        throw new AppError(
          "io",
          `The export could not be written: ${error instanceof Error ? error.message : String(error)}`,
          {},
          { cause: error },
        );
      }
    },
    finish(rows) {
      fsyncSync(fd);
      return { rows, bytes, sha256: hash.digest("hex") };
    },
  };
}

function writeLines(connection: DuckDBConnection, sql: string, target: Target, sink: FileSink, isStopped: () => boolean): number {
  const toLine = target.format === "csv" ? csvLine(target.columns) : ndjsonLine(target.columns);
  if (target.format === "csv") sink.write(Buffer.from(`${target.columns.map(({ name }) => csvText(name)).join(",")}\r\n`));
  let header: Uint8Array<ArrayBuffer> = new Uint8Array();
  let rows = 0;
  const chunks = (parcel: readonly Uint8Array<ArrayBuffer>[]): void => {
    const collector = createResultCollector();
    collector.header(header);
    collector.chunks(parcel);
    const { rowCount, columns } = collector.finish();
    const lines = Array.from({ length: rowCount }, (_, row) => toLine(columns.map((column) => textOf(column[row]))));
    sink.write(Buffer.from(lines.join("")));
    target.progress((rows += rowCount));
  };
  stream(connection, sql, { header: (bytes) => void (header = bytes), chunks }, isStopped);
  return rows;
}

const textOf = (value: unknown): string | null => (typeof value === "string" ? value : null);

type ToLine = (cells: readonly (string | null)[]) => string;

/** Numbers and times cannot be read as formulas. */
const inert = /^(?:(?:U?(?:TINY|SMALL|BIG|HUGE)?INT(?:EGER)?)|DECIMAL\([\d,]+\)|DOUBLE|FLOAT|BOOLEAN|DATE|TIME\w*(?: .*)?)$/;
const jsonNumber = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:e[+-]?\d+)?$/;

/** RFC 4180, with texts guarded against running as formulas. NULL is empty, the empty text is "". */
const csvLine =
  (columns: readonly ResultColumn[]): ToLine =>
  (cells) =>
    `${cells.map((cell, i) => (cell === null ? "" : inert.test(columns[i]?.type ?? "") ? cell : csvText(cell))).join(",")}\r\n`;

/** Numbers are written with all their digits, as JSON allows; NaN, infinities, lists and structs as DuckDB's text of them. */
function ndjsonLine(columns: readonly ResultColumn[]): ToLine {
  const names = columns.map(({ name }) => JSON.stringify(name));
  const isNumber = columns.map(({ type }) => /INT|^DECIMAL|^DOUBLE$|^FLOAT$/.test(type) && !/[[(]\s*[A-Z]|INTERVAL/.test(type));
  const value = (cell: string | null, i: number): string => {
    if (cell === null) return "null";
    if (isNumber[i] === true && jsonNumber.test(cell)) return cell;
    return columns[i]?.type === "BOOLEAN" ? cell : JSON.stringify(cell);
  };
  return (cells) => `{${cells.map((cell, i) => `${names[i] ?? '""'}:${value(cell, i)}`).join(",")}}\n`;
}

const parcelBytes = 4 * 1024 * 1024;
/** The end of an Arrow IPC stream. */
const endOfStream = Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0);

async function writeParquetParcels(
  connection: DuckDBConnection,
  sql: string,
  target: Target,
  sink: FileSink,
  isStopped: () => boolean,
): Promise<number> {
  const messages = resultMessages(connection, sql, isStopped);
  const header = messages.next().value;
  if (header === undefined) return 0;
  let rows = 0;
  let isFirst = true;
  const source = new ReadableStream({
    pull(controller) {
      const parcel: Uint8Array[] = [header];
      let size = 0;
      for (let next = messages.next(); next.done !== true; next = messages.next()) {
        parcel.push(next.value);
        size += next.value.length;
        if (size >= parcelBytes) break;
      }
      if (parcel.length === 1 && !isFirst) return controller.close();
      isFirst = false;
      const table = Table.fromIPCStream(Buffer.concat([...parcel, endOfStream]));
      for (const batch of table.recordBatches()) {
        rows += batch.numRows;
        controller.enqueue(batch);
      }
      // The batches hold on to what they need; waiting for the collector to find the table would take gigabytes.
      table.free();
      target.progress(rows);
      if (size < parcelBytes) controller.close();
    },
  });
  const properties = new WriterPropertiesBuilder()
    .setCompression(Compression.ZSTD)
    .setMaxRowGroupSize(100_000)
    .setCreatedBy("quarry")
    .build();
  const reader = (await transformParquetStream(source, properties)).getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    const piece: unknown = next.value;
    invariant(piece instanceof Uint8Array, "Parquet comes in bytes");
    sink.write(piece);
  }
  return rows;
}
