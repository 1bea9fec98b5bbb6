import { Compression, EnabledStatistics, Encoding, Table, writeParquet, WriterPropertiesBuilder } from "parquet-wasm/node";
import { type ClassTable, rawColumnName } from "./class-table.ts";
import type { IpcWriter } from "./ipc-writer.ts";

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
 * One Parquet file of everything in the table: zstd, one row group, pages small enough (1 MiB) that the offset index lets
 * one original record be read without its neighbours. No statistics: segments are loaded whole, and the manifest has the ranges.
 */
export function toParquet(table: ClassTable, ipc: IpcWriter): Uint8Array {
  let builder = new WriterPropertiesBuilder()
    .setCompression(Compression.ZSTD)
    .setMaxRowGroupSize(table.rows)
    .setStatisticsEnabled(EnabledStatistics.None)
    .setCreatedBy("quarry");
  for (const name of table.columnNames) {
    if (distinctColumns.has(name)) builder = builder.setColumnDictionaryEnabled(name, false);
    if (risingColumns.has(name))
      builder = builder.setColumnDictionaryEnabled(name, false).setColumnEncoding(name, Encoding.DELTA_BINARY_PACKED);
  }
  return writeParquet(Table.fromIPCStream(table.toIpc(ipc)), builder.build());
}
