import { type RecordBatch, RecordBatchStreamWriter } from "apache-arrow";

/** Room for one segment, kept from segment to segment: fresh memory of that size costs more than the copying. */
export class IpcBuffer {
  #bytes = new Uint8Array(1024 * 1024);
  #end = 0;

  append(chunk: Uint8Array): void {
    const end = this.#end + chunk.length;
    if (end > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(end, this.#bytes.length * 2));
      grown.set(this.#bytes.subarray(0, this.#end));
      this.#bytes = grown;
    }
    this.#bytes.set(chunk, this.#end);
    this.#end = end;
  }

  /** Arrow IPC stream of one batch; valid until the next call. */
  write(batch: RecordBatch): Uint8Array {
    this.#end = 0;
    const writer = new AppendingWriter({ autoDestroy: true });
    writer.appendTo(this);
    writer.write(batch);
    writer.finish();
    return this.#bytes.subarray(0, this.#end);
  }
}

/** Arrow's stream writer, with what it would queue copied straight to where it belongs. */
class AppendingWriter extends RecordBatchStreamWriter {
  #target: IpcBuffer | undefined;

  appendTo(target: IpcBuffer): void {
    this.#target = target;
  }

  protected override _write(chunk: ArrayBufferView): this {
    if (!this._started) return this;
    this.#target?.append(new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength));
    this._position += chunk.byteLength;
    return this;
  }
}
