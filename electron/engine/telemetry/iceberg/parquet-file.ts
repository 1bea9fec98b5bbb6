import { type AsyncBuffer, asyncBufferFromFile, type FileMetaData, parquetMetadataAsync, parquetRead } from "hyparquet";
import { compressors } from "hyparquet-compressors";
import { toReadError } from "../readers/byte-streams.ts";
import { icebergLimits } from "./limits.ts";
import { asStored, fileColumns, type FileNode } from "./parquet-schema.ts";
import { tooLarge, unreadable } from "./refuse.ts";
import type { TableFile } from "./table-folder.ts";
import { SchemaProblem } from "./table-schema.ts";

const nanosAsStored = { timestampFromNanoseconds: (nanos: bigint) => nanos };

/** The values of one column within a row group, asked for in rising order of rows. */
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

/** Gives the stored value of a wanted column, by its place among the wanted ones. */
export type RowGroup = { readonly start: number; readonly end: number; readonly columns: readonly { at(row: number): unknown }[] };

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
      const metadata = await parquetMetadataAsync(buffer, { geoparquet: false });
      return new ParquetFile(table, file, buffer, metadata, fileColumns(metadata));
    } catch (error) {
      throw damaged(table, file, error);
    }
  }

  /** Row groups one after another, each with the wanted top-level columns in their order. */
  async *groups(wanted: readonly string[]): AsyncGenerator<RowGroup, void, undefined> {
    let start = 0;
    for (const group of this.#metadata.row_groups) {
      const end = start + Number(group.num_rows);
      const size = group.columns.reduce(
        (sum, { meta_data: column }) =>
          sum + (wanted.includes(column?.path_in_schema[0] ?? "") ? Number(column?.total_uncompressed_size ?? 0n) : 0),
        0,
      );
      if (size > icebergLimits.rowGroupBytes)
        throw tooLarge(
          this.#table,
          `has ${this.#file.name} with a row group of ${size} bytes; rewrite it with smaller row groups`,
          this.#file.name,
        );
      yield { start, end, columns: await this.#read(wanted, start, end) };
      start = end;
    }
  }

  async #read(wanted: readonly string[], rowStart: number, rowEnd: number): Promise<ColumnValues[]> {
    const columns = new Map(wanted.map((name) => [name, new ColumnValues()]));
    if (rowEnd > rowStart && wanted.length > 0)
      await parquetRead({
        file: this.#buffer,
        metadata: this.#metadata,
        compressors,
        columns: [...columns.keys()],
        rowStart,
        rowEnd,
        utf8: false,
        geoparquet: false,
        parsers: nanosAsStored,
        onChunk: ({ columnName, columnData, rowStart: at }) => columns.get(columnName)?.add(at, columnData),
      }).catch((error: unknown) => {
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
