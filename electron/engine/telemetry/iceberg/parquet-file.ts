import { type AsyncBuffer, asyncBufferFromFile, type ColumnChunk, type FileMetaData, parquetRead } from "hyparquet";
import { boundedCodecs } from "../parquet/codecs.ts";
import { checkGroup, readFooter } from "../parquet/guarded-file.ts";
import { toReadError } from "../readers/byte-streams.ts";
import { readParts } from "../readers/parts-of-file.ts";
import { icebergLimits } from "./limits.ts";
import { asStored, fileColumns, type FileNode } from "./parquet-schema.ts";
import { tooLarge, unreadable } from "./refuse.ts";
import type { TableFile } from "./table-folder.ts";
import { SchemaProblem } from "./table-schema.ts";

const nanosAsStored = { timestampFromNanoseconds: (nanos: bigint) => nanos };

/** The values of one column within a run, asked for in rising order of rows. */
class ColumnValues {
  readonly #chunks: { readonly start: number; readonly values: ArrayLike<unknown> }[] = [];
  #chunk = 0;

  add(start: number, values: ArrayLike<unknown>): void {
    this.#chunks.push({ start, values });
  }

  at(row: number): unknown {
    for (;;) {
      const chunk = this.#chunks[this.#chunk];
      if (chunk === undefined) return undefined;
      if (row < chunk.start + chunk.values.length) return chunk.values[row - chunk.start];
      this.#chunk += 1;
    }
  }
}

/** Rows read together: what bounds memory. Pages hold some 20,000 rows, and those at the ends of a run are decoded twice. */
const runRows = 40_000;

/** Gives the stored value of a wanted column, by its place among the wanted ones. */
export type RowRun = { readonly start: number; readonly end: number; readonly columns: readonly { at(row: number): unknown }[] };

/** A Parquet file of a table, whose values come as they are stored. Every error names the table and the file. */
export class ParquetFile {
  readonly columns: readonly FileNode[];
  readonly rows: number;
  readonly #table: string;
  readonly #file: TableFile;
  readonly #buffer: AsyncBuffer;
  readonly #metadata: FileMetaData;

  private constructor(table: string, file: TableFile, buffer: AsyncBuffer, metadata: FileMetaData, columns: readonly FileNode[]) {
    this.#table = table;
    this.#file = file;
    this.#buffer = buffer;
    this.#metadata = asStored(metadata);
    this.columns = columns;
    this.rows = Number(metadata.num_rows);
  }

  static async open(table: string, file: TableFile): Promise<ParquetFile> {
    try {
      const buffer = await asyncBufferFromFile(file.path);
      const metadata = await readFooter(buffer);
      return new ParquetFile(table, file, buffer, metadata, fileColumns(metadata));
    } catch (error) {
      throw damaged(table, file, error);
    }
  }

  /** Runs of rows one after another, each with the wanted top-level columns in their order. */
  async *runs(wanted: readonly string[]): AsyncGenerator<RowRun, void, undefined> {
    let groupStart = 0;
    for (const group of this.#metadata.row_groups) {
      const groupEnd = groupStart + Number(group.num_rows);
      const chunks = group.columns.filter(({ meta_data: column }) => wanted.includes(column?.path_in_schema[0] ?? ""));
      const isWhole = !this.#canReadInParts(chunks);
      const step = isWhole ? this.#wholeGroup(chunks, groupEnd - groupStart) : runRows;
      await checkGroup(this.#buffer, this.#metadata, group, { columns: wanted, isWhole }).catch((error: unknown) => {
        throw damaged(this.#table, this.#file, error);
      });
      for (let start = groupStart; start < groupEnd; start += step) {
        const end = Math.min(start + step, groupEnd);
        yield { start, end, columns: await this.#read(wanted, start, end) };
      }
      groupStart = groupEnd;
    }
  }

  /** With an index of its pages a column is read from any row on; without one only where every value is a row. */
  #canReadInParts(chunks: readonly ColumnChunk[]): boolean {
    return chunks.every(
      ({ offset_index_length: index, meta_data: column }) => (index ?? 0) > 0 || this.#isFlat(column?.path_in_schema ?? []),
    );
  }

  #isFlat([name, ...below]: readonly string[]): boolean {
    return below.length === 0 && this.columns.some((c) => c.name === name && c.element.repetition_type !== "REPEATED");
  }

  #wholeGroup(chunks: readonly ColumnChunk[], rows: number): number {
    const size = chunks.reduce((sum, { meta_data: column }) => sum + Number(column?.total_uncompressed_size ?? 0n), 0);
    if (size <= icebergLimits.rowGroupBytes) return Math.max(rows, 1);
    throw tooLarge(
      this.#table,
      `has ${this.#file.name} with a row group of ${size} bytes and no page index; rewrite it with smaller row groups or with an index`,
      this.#file.name,
    );
  }

  async #read(wanted: readonly string[], rowStart: number, rowEnd: number): Promise<ColumnValues[]> {
    const columns = new Map(wanted.map((name) => [name, new ColumnValues()]));
    if (rowEnd > rowStart && wanted.length > 0)
      await readParts(this.#buffer, (file) =>
        parquetRead({
          file,
          metadata: this.#metadata,
          compressors: boundedCodecs,
          columns: [...columns.keys()],
          rowStart,
          rowEnd,
          useOffsetIndex: true,
          utf8: false,
          geoparquet: false,
          parsers: nanosAsStored,
          onChunk: ({ columnName, columnData, rowStart: at }) => columns.get(columnName)?.add(at, columnData),
        }),
      ).catch((error: unknown) => {
        throw damaged(this.#table, this.#file, error);
      });
    return wanted.map((name) => columns.get(name) ?? new ColumnValues());
  }
}

/** The reader of Parquet throws plain errors for whatever a foreign file holds. */
function damaged(table: string, file: TableFile, error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  if ("code" in error && typeof error.code === "string") return toReadError(error, file.name);
  const why = error instanceof SchemaProblem ? error.message : `it is not readable as Parquet (${error.message})`;
  return unreadable(table, `has ${file.name}, which cannot be read: ${why}`, file.name);
}
