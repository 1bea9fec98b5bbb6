import { join } from "node:path";
import type { z } from "zod";
import type { SnapshotSegment } from "../../../../shared/contract/telemetry.ts";
import { type ClassName, classNames, ocsfVersion } from "../../../../shared/domain/ocsf.ts";
import { ClassTable } from "./class-table.ts";
import { type DeriveRow, derivedColumns } from "./derived-columns.ts";
import type { Int32Column, Int64Column } from "./number-columns.ts";
import { SegmentWriter } from "./segment-writer.ts";
import type { TextColumn } from "./text-column.ts";

export type Segment = z.infer<typeof SnapshotSegment>;

/** Rows of a class, and bytes of original text of a class and of all classes, after which segments are written: what bounds memory. */
const segmentRows = 100_000;
const segmentRawBytes = 32 * 1024 * 1024;
const heldRawBytes = 64 * 1024 * 1024;

/** A segment below both is not worth a thread of its own. */
const smallRows = 50_000;
const smallRawBytes = 16 * 1024 * 1024;

const ownVersion = Buffer.from(ocsfVersion);

interface OpenSegment {
  readonly table: ClassTable;
  readonly eventNo: Int64Column;
  readonly fileNo: Int32Column;
  readonly recordNo: Int64Column;
  readonly time: Int64Column;
  /** The OCSF version an event came in; of events made here the catalogue's. */
  readonly version: TextColumn;
  readonly derive: DeriveRow | undefined;
  firstEvent: number;
  lastEvent: number;
  written: number;
}

/**
 * Gathers events by class, numbers them in order of arrival and writes full tables as Parquet segments into `folder`; without
 * one it only counts.
 */
export class EventSink {
  readonly segments: Segment[] = [];
  readonly rowsByClass = new Map<ClassName, number>();
  fromUs = Number.POSITIVE_INFINITY;
  toUs = Number.NEGATIVE_INFINITY;
  events = 0;
  fileNo = 0;
  #heldBytes = 0;
  readonly #writer: SegmentWriter;
  readonly #folder: string | undefined;
  readonly #open: ReadonlyMap<ClassName, OpenSegment>;

  constructor(folder: string | undefined, checkCancelled: () => void) {
    this.#folder = folder;
    this.#writer = new SegmentWriter(checkCancelled);
    this.#open = new Map(classNames.map((name) => [name, openSegment(name)]));
  }

  #segment(name: ClassName): OpenSegment {
    const found = this.#open.get(name);
    if (found === undefined) throw new Error(`no table for ${name}`);
    return found;
  }

  table(name: ClassName): ClassTable {
    return this.#segment(name).table;
  }

  /** Ends the row that a mapper filled. `raw` is the original record. */
  commit(table: ClassTable, recordNo: number, timeUs: number, raw: Buffer, start: number, end: number): void {
    const open = this.#segment(table.name);
    if (table.rows === 0) open.firstEvent = this.events;
    open.lastEvent = this.events;
    const before = table.raw.size;
    open.eventNo.put(this.events);
    open.fileNo.put(this.fileNo);
    open.recordNo.put(recordNo);
    open.time.put(timeUs);
    if (open.version.length <= table.rows) open.version.putBytes(ownVersion, 0, ownVersion.length);
    open.derive?.();
    table.raw.putForeignBytes(raw, start, end);
    table.endRow();
    this.events += 1;
    if (timeUs < this.fromUs) this.fromUs = timeUs;
    if (timeUs > this.toUs) this.toUs = timeUs;
    this.#heldBytes += table.raw.size - before;
    if (table.rows >= segmentRows || table.raw.size >= segmentRawBytes) this.#write(open);
    else if (this.#heldBytes >= heldRawBytes) this.#write(this.#fullest());
  }

  #fullest(): OpenSegment {
    return [...this.#open.values()].reduce((a, b) => (b.table.raw.size > a.table.raw.size ? b : a));
  }

  #write(open: OpenSegment): void {
    const { table } = open;
    if (this.#folder !== undefined) this.#store(open, this.#folder);
    this.rowsByClass.set(table.name, (this.rowsByClass.get(table.name) ?? 0) + table.rows);
    open.written += 1;
    this.#heldBytes -= table.raw.size;
    table.clear();
  }

  #store(open: OpenSegment, folder: string): void {
    const { table, firstEvent, lastEvent } = open;
    const { name, rows } = table;
    const file = `segments/${name}-${String(open.written).padStart(5, "0")}.parquet`;
    const isSmall = rows < smallRows && table.raw.size < smallRawBytes;
    this.#writer.write(table, join(folder, file), isSmall, (written) =>
      this.segments.push({ class: name, file, ...written, rows, firstEvent, lastEvent }),
    );
  }

  finish(): void {
    for (const open of this.#open.values()) if (open.table.rows > 0) this.#write(open);
    this.#writer.finish();
    this.segments.sort((a, b) => (a.file < b.file ? -1 : 1));
  }

  /** Stops writing; to be called however the import ends, before its folder is touched. */
  close(): Promise<void> {
    return this.#writer.close();
  }
}

function openSegment(name: ClassName): OpenSegment {
  const table = new ClassTable(name);
  return {
    table,
    eventNo: table.int64("event_no"),
    fileNo: table.int32("file_no"),
    recordNo: table.int64("record_no"),
    time: table.int64("time"),
    version: table.text("metadata_version"),
    derive: derivedColumns(table),
    firstEvent: 0,
    lastEvent: 0,
    written: 0,
  };
}
