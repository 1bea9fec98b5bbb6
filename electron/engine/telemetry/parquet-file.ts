import { type AsyncBuffer, asyncBufferFromFile, type FileMetaData, parquetReadObjects, type ParquetParsers } from "hyparquet";
import { AppError } from "../../../shared/contract/errors.ts";
import { boundedCodecs } from "./parquet/codecs.ts";
import { checkGroup, readFooter } from "./parquet/guarded-file.ts";
import type { Bytes } from "./readers/limits.ts";
import { readParts } from "./readers/parts-of-file.ts";

/** What may be held of a file that lies inside an archive. */
const heldBytes = 256 * 1024 * 1024;

export interface ParquetFile {
  readonly name: string;
  readonly buffer: AsyncBuffer;
  readonly metadata: FileMetaData;
}

/** `path` is the file itself, where it lies on disk unpacked; else its bytes are held. Throws `evidence-unreadable` or `limit-exceeded`. */
export async function openParquet(source: Bytes, path: string | undefined, name: string, checkCancelled: () => void): Promise<ParquetFile> {
  const buffer = path === undefined ? await hold(source, name, checkCancelled) : await asyncBufferFromFile(path);
  const metadata = await readFooter(buffer).catch((error: unknown) => unreadable(name, error));
  return { name, buffer, metadata };
}

/** The reader of Parquet throws plain errors for whatever a foreign file holds. */
function unreadable(name: string, error: unknown): never {
  if (!(error instanceof Error)) throw error;
  throw new AppError("evidence-unreadable", `${name} is not readable as Parquet (${error.message})`, { file: name }, { cause: error });
}

/** The rows of a file with their numbers, from 1; at most `limit` of them. A row group is looked through before it is read. */
export async function* parquetRows(
  { name, buffer, metadata }: ParquetFile,
  checkCancelled: () => void,
  options: { readonly parsers?: Partial<ParquetParsers>; readonly limit?: number } = {},
): AsyncGenerator<{ row: Record<string, unknown>; rowNo: number }, void, undefined> {
  const { parsers = {}, limit = Number.POSITIVE_INFINITY } = options;
  let rowStart = 0;
  for (const group of metadata.row_groups) {
    if (rowStart >= limit) return;
    checkCancelled();
    const rowEnd = rowStart + Number(group.num_rows);
    const range = { rowStart, rowEnd: Math.min(rowEnd, limit) };
    const rows = await checkGroup(buffer, metadata, group, { isWhole: true })
      .then(() => readParts(buffer, (file) => parquetReadObjects({ file, metadata, compressors: boundedCodecs, parsers, ...range })))
      .catch((error: unknown) => unreadable(name, error));
    for (const [i, row] of rows.entries()) yield { row, rowNo: rowStart + i + 1 };
    rowStart = rowEnd;
  }
}

/** 64-bit integers as numbers where a double holds them, bytes as base64, nothing for NULL. */
export function plainValue(_key: string, value: unknown): unknown {
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
