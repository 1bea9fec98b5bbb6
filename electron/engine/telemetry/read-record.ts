import { join } from "node:path";
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from "hyparquet";
import { compressors } from "hyparquet-compressors";
import { z } from "zod";
import { AppError } from "../../../shared/contract/errors.ts";
import type { SnapshotManifest } from "../../../shared/contract/telemetry.ts";
import { requireKept } from "../retired-snapshot.ts";
import { rawColumnName } from "./columns/class-table.ts";
import { snapshotFolder } from "./snapshot-store.ts";

const EventNumber = z.object({ event_no: z.bigint() });
const RawRow = z.object({ file_no: z.number(), record_no: z.bigint(), raw_data: z.string().nullable() });

export interface OriginalRecord {
  /** The file's name in the manifest. */
  readonly file: string;
  /** Line, or place in a JSON array; 1-based. */
  readonly record: number;
  readonly raw: string;
}

/** The original record of an event. Reads the event numbers of the segments that may hold it, then one page of one column. */
export async function readRecord(
  workspaceRoot: string,
  snapshotId: string,
  manifest: SnapshotManifest,
  eventNo: number,
): Promise<OriginalRecord> {
  requireKept(snapshotFolder(workspaceRoot, snapshotId), snapshotId);
  for (const segment of manifest.segments) {
    if (eventNo < segment.firstEvent || eventNo > segment.lastEvent) continue;
    const found = await findInSegment(join(snapshotFolder(workspaceRoot, snapshotId), segment.file), eventNo);
    if (found === undefined) continue;
    const file = manifest.files[found.fileNo];
    if (file !== undefined) return { file: file.name, record: found.record, raw: found.raw };
  }
  throw new AppError("not-found", `snapshot ${snapshotId.slice(0, 16)} has no event ${eventNo}`);
}

async function findInSegment(path: string, eventNo: number): Promise<{ fileNo: number; record: number; raw: string } | undefined> {
  try {
    const file = await asyncBufferFromFile(path);
    const metadata = await parquetMetadataAsync(file);
    const numbers = await parquetReadObjects({ file, metadata, compressors, columns: ["event_no"] });
    const row = indexOfEvent(numbers, eventNo);
    if (row === undefined) return undefined;
    const columns = ["file_no", "record_no", rawColumnName];
    const rows = await parquetReadObjects({ file, metadata, compressors, columns, rowStart: row, rowEnd: row + 1, useOffsetIndex: true });
    const found = RawRow.parse(rows[0]);
    return { fileNo: found.file_no, record: Number(found.record_no), raw: found.raw_data ?? "" };
  } catch (error) {
    throw new AppError("workspace-damaged", `the segment ${path} cannot be read`, { file: path }, { cause: error });
  }
}

/** Event numbers rise within a segment. */
function indexOfEvent(rows: readonly unknown[], eventNo: number): number | undefined {
  let low = 0;
  let high = rows.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const at = Number(EventNumber.parse(rows[middle]).event_no);
    if (at === eventNo) return middle;
    if (at < eventNo) low = middle + 1;
    else high = middle - 1;
  }
  return undefined;
}
