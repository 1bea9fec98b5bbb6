import { closeSync, fsyncSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import type { z } from "zod";
import type { SnapshotSegment } from "../../../../shared/contract/telemetry.ts";
import { type ClassName, classNames, ocsfVersion } from "../../../../shared/domain/ocsf.ts";
import { sha256 } from "../../hash.ts";
import { ClassTable } from "./class-table.ts";
import type { Int32Column, Int64Column } from "./number-columns.ts";
import { IpcWriter } from "./ipc-writer.ts";
import { toParquet } from "./parquet.ts";
import type { TextColumn } from "./text-column.ts";

export type Segment = z.infer<typeof SnapshotSegment>;

/** Rows of a class, and bytes of original text of a class and of all classes, after which segments are written: what bounds memory. */
const segmentRows = 100_000;
const segmentRawBytes = 32 * 1024 * 1024;
const heldRawBytes = 64 * 1024 * 1024;

const ownVersion = Buffer.from(ocsfVersion);

interface OpenSegment {
  readonly table: ClassTable;
  readonly eventNo: Int64Column;
  readonly fileNo: Int32Column;
  readonly recordNo: Int64Column;
  readonly time: Int64Column;
  /** The OCSF version an event came in; of events made here the catalogue's. */
  readonly version: TextColumn;
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
  readonly #ipc = new IpcWriter();
  readonly #folder: string | undefined;
  readonly #open: ReadonlyMap<ClassName, OpenSegment>;

  constructor(folder: string | undefined) {
    this.#folder = folder;
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
    if (open.version.length === table.rows) open.version.putBytes(ownVersion, 0, ownVersion.length);
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
    const { table } = open;
    const bytes = toParquet(table, this.#ipc);
    const file = `segments/${table.name}-${String(open.written).padStart(5, "0")}.parquet`;
    writeDurably(join(folder, file), bytes);
    this.segments.push({
      class: table.name,
      file,
      sha256: sha256(bytes),
      bytes: bytes.length,
      rows: table.rows,
      firstEvent: open.firstEvent,
      lastEvent: open.lastEvent,
    });
  }

  finish(): void {
    for (const open of this.#open.values()) if (open.table.rows > 0) this.#write(open);
    this.segments.sort((a, b) => (a.file < b.file ? -1 : 1));
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
    firstEvent: 0,
    lastEvent: 0,
    written: 0,
  };
}

export function writeDurably(path: string, bytes: Uint8Array): void {
  const fd = openSync(path, "wx");
  try {
    for (let at = 0; at < bytes.length;) at += writeSync(fd, bytes, at);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
