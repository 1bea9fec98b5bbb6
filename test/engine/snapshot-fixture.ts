import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Compression, Table, WriterPropertiesBuilder, writeParquet } from "parquet-wasm/node";
import type { SnapshotManifest } from "../../shared/contract/telemetry.ts";
import { type ClassName, ocsfClass, ocsfVersion } from "../../shared/domain/ocsf.ts";
import { canonicalJson } from "../../shared/lib/canonical-json.ts";
import { toArrowIpc } from "../../electron/engine/duckdb/arrow-input.ts";
import { contentId, sha256 } from "../../electron/engine/hash.ts";

export type EventValue = string | number | boolean | null;
export type Event = Readonly<Record<string, EventValue>>;

export interface SegmentInput {
  readonly class: ClassName;
  readonly events: readonly Event[];
  /** Columns left out, as a segment written by an older version would. */
  readonly without?: readonly string[];
  readonly rowGroupRows?: number;
}

/** Writes a snapshot in the layout of the workspace and gives its id. Times are microseconds. `event_no` is counted over all segments. */
export function writeSnapshot(
  snapshotsDir: string,
  segments: readonly SegmentInput[],
  source = "fixture",
): { id: string; manifest: SnapshotManifest } {
  const tmp = join(snapshotsDir, `.tmp-${source}`);
  mkdirSync(join(tmp, "segments"), { recursive: true });
  let eventNo = 0;
  const written = segments.map((segment, i) => {
    const first = eventNo;
    const rows = segment.events.map((event) => ({
      event_no: eventNo++,
      file_no: 0,
      record_no: eventNo,
      raw_data: JSON.stringify(event),
      ...event,
    }));
    const file = `segments/${segment.class}-${String(i).padStart(5, "0")}.parquet`;
    const path = join(tmp, file);
    writeFileSync(path, toParquet(segment, rows));
    return {
      class: segment.class,
      file,
      sha256: sha256(readFileSync(path)),
      bytes: statSync(path).size,
      rows: rows.length,
      firstEvent: first,
      lastEvent: eventNo - 1,
    };
  });
  const classes: Record<string, number> = {};
  for (const segment of written) classes[segment.class] = (classes[segment.class] ?? 0) + segment.rows;
  return publishSnapshot(snapshotsDir, tmp, {
    schema: 1,
    source,
    ocsfVersion,
    mappingDigest: "0".repeat(64),
    clock: "declared",
    files: [],
    segments: written,
    classes,
    parents: [],
  });
}

export function publishSnapshot(snapshotsDir: string, tmp: string, manifest: SnapshotManifest): { id: string; manifest: SnapshotManifest } {
  const id = contentId(manifest);
  writeFileSync(join(tmp, "manifest.json"), canonicalJson(manifest));
  renameSync(tmp, join(snapshotsDir, id));
  return { id, manifest };
}

function toParquet(segment: SegmentInput, rows: readonly Event[]): Uint8Array {
  const columns = [...ocsfClass(segment.class).columns, { name: "raw_data", type: "string" as const }]
    .filter((column) => segment.without?.includes(column.name) !== true)
    // apache-arrow 17 writes no buffer for booleans that are all null, and parquet-wasm refuses that.
    .filter(({ name, type }) => type !== "boolean" || rows.some((row) => (row[name] ?? null) !== null))
    .map(({ name, type }) => ({ name, type, values: rows.map((row) => row[name] ?? null) }));
  return arrowToParquet(toArrowIpc(columns), segment.rowGroupRows ?? 100_000);
}

export function arrowToParquet(ipc: Uint8Array, rowGroupRows: number): Uint8Array {
  const properties = new WriterPropertiesBuilder().setCompression(Compression.ZSTD).setMaxRowGroupSize(rowGroupRows).build();
  return writeParquet(Table.fromIPCStream(ipc), properties);
}
