import { closeSync, fsyncSync, openSync, writeSync } from "node:fs";
import { Compression, EnabledStatistics, Encoding, Table, writeParquet, WriterPropertiesBuilder } from "parquet-wasm/node";
import { sha256 } from "../../hash.ts";
import { toStorageError } from "../../storage-failure.ts";
import { rawColumnName } from "./class-table.ts";

/** One batch of a class's rows as an Arrow IPC stream, and where its Parquet file goes. */
export interface SegmentJob {
  readonly path: string;
  readonly columnNames: readonly string[];
  readonly rows: number;
  readonly ipc: Uint8Array<ArrayBuffer>;
}

export interface WrittenSegment {
  readonly sha256: string;
  readonly bytes: number;
}

/** Nearly every value is new: a dictionary would be built and thrown away. */
const distinctColumns: ReadonlySet<string> = new Set([
  rawColumnName,
  "metadata_uid",
  "connection_info_uid",
  "call_trace",
  "script_content",
]);
/** Numbers that mostly rise from row to row. */
const risingColumns: ReadonlySet<string> = new Set(["event_no", "record_no", "time"]);

/**
 * Writes one durable Parquet file: zstd, one row group, pages small enough (1 MiB) that the offset index lets
 * one original record be read without its neighbours. No statistics: segments are loaded whole, and the manifest has the ranges.
 */
export function encodeSegment({ path, columnNames, rows, ipc }: SegmentJob): WrittenSegment {
  let builder = new WriterPropertiesBuilder()
    .setCompression(Compression.ZSTD)
    .setMaxRowGroupSize(rows)
    .setStatisticsEnabled(EnabledStatistics.None)
    .setCreatedBy("quarry");
  for (const name of columnNames) {
    if (distinctColumns.has(name)) builder = builder.setColumnDictionaryEnabled(name, false);
    if (risingColumns.has(name))
      builder = builder.setColumnDictionaryEnabled(name, false).setColumnEncoding(name, Encoding.DELTA_BINARY_PACKED);
  }
  const bytes = writeParquet(Table.fromIPCStream(ipc), builder.build());
  writeDurably(path, bytes);
  return { sha256: sha256(bytes), bytes: bytes.length };
}

export function writeDurably(path: string, bytes: Uint8Array): void {
  const fd = openSync(path, "wx");
  try {
    for (let at = 0; at < bytes.length;) at += writeSync(fd, bytes, at);
    fsyncSync(fd);
  } catch (error) {
    // As an AppError it crosses to the thread that imports with its code.
    throw toStorageError(error);
  } finally {
    closeSync(fd);
  }
}
