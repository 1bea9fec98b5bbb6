import { type AsyncBuffer, asyncBufferFromFile, type FileMetaData, parquetMetadataAsync, parquetReadObjects } from "hyparquet";
import { compressors } from "hyparquet-compressors";
import { AppError } from "../../../shared/contract/errors.ts";
import { isFields } from "./map/windows-event.ts";
import type { Bytes } from "./readers/limits.ts";
import type { RawRecord } from "./records/event-writer.ts";
import { OcsfJson } from "./records/ocsf-json.ts";
import type { ReadContext } from "./records/record-reader.ts";

/** Parquet is read a row group at a time: what one may unpack to, and what may be held of a file that lies inside an archive. */
const rowGroupBytes = 512 * 1024 * 1024;
const heldBytes = 256 * 1024 * 1024;

/**
 * Reads a Parquet file of OCSF events. `path` is the file itself, where it lies on disk unpacked; else its bytes are held.
 * A record's number is its row. Throws `unsupported-format` when it holds no OCSF, `limit-exceeded` when it is too large.
 */
export async function importParquet(source: Bytes, path: string | undefined, context: ReadContext): Promise<void> {
  const { report } = context;
  const { name } = report;
  const file = path === undefined ? await hold(source, name, context.checkCancelled) : await asyncBufferFromFile(path);
  const metadata = await parquetMetadataAsync(file).catch((error: unknown) => unreadable(name, error));
  const columns = topLevel(metadata);
  if (!columns.includes("class_uid"))
    throw new AppError(
      "unsupported-format",
      `${name} is a Parquet file that holds no OCSF events: it has no class_uid column (columns: ${columns.slice(0, 6).join(", ")})`,
      { file: name },
    );
  report.format = "ocsf-parquet";
  report.formatReason = `Parquet with a class_uid column, ${metadata.row_groups.length} row groups`;
  await readGroups(file, metadata, context);
}

/** The reader of Parquet throws plain errors for whatever a foreign file holds. */
function unreadable(name: string, error: unknown): never {
  if (!(error instanceof Error)) throw error;
  throw new AppError("evidence-unreadable", `${name} is not readable as Parquet (${error.message})`, { file: name }, { cause: error });
}

const topLevel = (metadata: FileMetaData): string[] => {
  const names: string[] = [];
  for (let at = 1; at < metadata.schema.length; at += spanOf(metadata, at)) names.push(metadata.schema[at]?.name ?? "");
  return names;
};

/** Elements that a schema element and everything below it take. */
function spanOf(metadata: FileMetaData, at: number): number {
  let span = 1;
  for (let child = 0; child < (metadata.schema[at]?.num_children ?? 0); child++) span += spanOf(metadata, at + span);
  return span;
}

async function readGroups(file: AsyncBuffer, metadata: FileMetaData, context: ReadContext): Promise<void> {
  const reader = new OcsfJson(context);
  const { report } = context;
  let rowStart = 0;
  for (const group of metadata.row_groups) {
    context.checkCancelled();
    const rowEnd = rowStart + Number(group.num_rows);
    const size = group.columns.reduce((sum, c) => sum + Number(c.meta_data?.total_uncompressed_size ?? 0n), 0);
    if (size > rowGroupBytes)
      throw new AppError("limit-exceeded", `${report.name} has a row group of ${size} bytes; write it with smaller row groups`, {
        file: report.name,
      });
    const rows = await parquetReadObjects({ file, metadata, compressors, rowStart, rowEnd }).catch((error: unknown) =>
      unreadable(report.name, error),
    );
    for (const [i, row] of rows.entries()) {
      const text = JSON.stringify(row, plainValue);
      const record: unknown = JSON.parse(text);
      const buffer = Buffer.from(text);
      const raw: RawRecord = { buffer, start: 0, end: buffer.length, recordNo: rowStart + i + 1 };
      if (!isFields(record) || !reader.read(record, raw)) report.reject(raw.recordNo, "no OCSF event", undefined, buffer);
    }
    rowStart = rowEnd;
  }
}

/** 64-bit integers as numbers where a double holds them, bytes as base64, nothing for NULL. */
function plainValue(_key: string, value: unknown): unknown {
  if (value === null) return undefined;
  if (typeof value === "bigint") return Number.isSafeInteger(Number(value)) ? Number(value) : value.toString();
  return value instanceof Uint8Array ? Buffer.from(value).toString("base64") : value;
}

async function hold(source: Bytes, name: string, checkCancelled: () => void): Promise<AsyncBuffer> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const chunk of source) {
    checkCancelled();
    length += chunk.length;
    if (length > heldBytes)
      throw new AppError("limit-exceeded", `${name} is a packed Parquet file of more than ${heldBytes} bytes; unpack it first`, {
        file: name,
      });
    parts.push(chunk);
  }
  const bytes = new ArrayBuffer(length);
  const view = new Uint8Array(bytes);
  let at = 0;
  for (const part of parts) {
    view.set(part, at);
    at += part.length;
  }
  return { byteLength: length, slice: (start, end) => bytes.slice(start, end) };
}
