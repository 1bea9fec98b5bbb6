import type { DataType, Schema } from "apache-arrow";
import { BufferRegion, FieldNode, Message, RecordBatch } from "apache-arrow/ipc/metadata/message";

/** A column's memory in Arrow's layout: one bit per row that is not NULL (empty when none is), then offsets and values. */
export interface ColumnBuffers {
  readonly type: DataType;
  readonly length: number;
  readonly nulls: number;
  readonly buffers: readonly Uint8Array[];
}

const continuation = -1;
const alignment = 8;
const aligned = (bytes: number): number => Math.ceil(bytes / alignment) * alignment;

/**
 * Writes Arrow IPC streams of one batch into room that is kept from batch to batch: fresh memory of that size costs more than
 * the copying. Arrow's own writer is not used since it leaves out the values of a boolean column that is NULL throughout,
 * which arrow-rs refuses.
 */
export class IpcWriter {
  #bytes = new Uint8Array(1024 * 1024);
  #end = 0;

  /** Whoever keeps or hands over what `write` gave brings other memory for the next call. */
  replaceRoom(room: Uint8Array<ArrayBuffer>): void {
    this.#bytes = room;
  }

  /** Valid until the next call. */
  write(schema: Schema, columns: readonly ColumnBuffers[], rows: number): Uint8Array<ArrayBuffer> {
    this.#end = 0;
    this.#message(Message.encode(Message.from(schema)));
    const body = columns.flatMap((c) => c.buffers);
    const regions: BufferRegion[] = [];
    let bodyBytes = 0;
    for (const buffer of body) {
      regions.push(new BufferRegion(bodyBytes, buffer.length));
      bodyBytes += aligned(buffer.length);
    }
    const nodes = columns.map((c) => new FieldNode(c.length, c.nulls));
    this.#message(Message.encode(Message.from(new RecordBatch(rows, nodes, regions), bodyBytes)));
    for (const buffer of body) this.#append(buffer);
    this.#append(new Uint8Array(Int32Array.of(continuation, 0).buffer));
    return this.#bytes.subarray(0, this.#end);
  }

  #message(header: Uint8Array): void {
    const size = aligned(header.length);
    this.#append(new Uint8Array(Int32Array.of(continuation, size).buffer));
    this.#append(header);
  }

  #append(chunk: Uint8Array): void {
    const end = this.#end + aligned(chunk.length);
    if (end > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(end, this.#bytes.length * 2));
      grown.set(this.#bytes.subarray(0, this.#end));
      this.#bytes = grown;
    }
    this.#bytes.set(chunk, this.#end);
    this.#bytes.fill(0, this.#end + chunk.length, end);
    this.#end = end;
  }
}
