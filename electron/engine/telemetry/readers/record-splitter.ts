/** Where splitters send what they find. `recordNo` is 1-based: the line, or the place in a JSON array. */
export interface RecordSink {
  record(buffer: Buffer, start: number, end: number, recordNo: number): void;
  /** A record over the cap; `head` is its beginning, the rest was passed over without being kept. */
  tooLong(recordNo: number, head: Buffer): void;
  /** Input ended inside a record, or held something that is no record. */
  broken(recordNo: number, reason: string, head: Buffer): void;
}

export interface RecordSplitter {
  push(chunk: Buffer): void;
  end(): void;
}

const excerptBytes = 1200;

/** Bytes of a record that began in an earlier chunk; kept up to a cap, then only their beginning. */
export class Carry {
  length = 0;
  #parts: Buffer[] = [];
  readonly #cap: number;

  constructor(cap: number) {
    this.#cap = cap;
  }

  get isOver(): boolean {
    return this.length > this.#cap;
  }

  add(bytes: Buffer): void {
    const wasOver = this.isOver;
    this.length += bytes.length;
    if (wasOver) return;
    this.#parts.push(bytes);
    if (this.isOver) this.#parts = [Buffer.from(Buffer.concat(this.#parts).subarray(0, excerptBytes))];
  }

  take(): Buffer {
    const whole = this.#parts.length === 1 ? this.#parts[0] : undefined;
    const bytes = whole ?? Buffer.concat(this.#parts);
    this.#parts = [];
    this.length = 0;
    return bytes;
  }
}

/** Splits at LF; a CR before it belongs to the line end. Blank lines count as lines but are no records. */
export class LineSplitter implements RecordSplitter {
  #lineNo = 0;
  readonly #sink: RecordSink;
  readonly #carry: Carry;
  readonly #cap: number;

  constructor(sink: RecordSink, cap: number) {
    this.#sink = sink;
    this.#cap = cap;
    this.#carry = new Carry(cap);
  }

  push(chunk: Buffer): void {
    let from = 0;
    for (;;) {
      const newline = chunk.indexOf(10, from);
      if (newline < 0) break;
      if (this.#carry.length > 0) {
        this.#carry.add(chunk.subarray(from, newline));
        this.#endCarried();
      } else this.#line(chunk, from, newline);
      from = newline + 1;
    }
    if (from < chunk.length) this.#carry.add(chunk.subarray(from));
  }

  end(): void {
    if (this.#carry.length > 0) this.#endCarried();
  }

  #endCarried(): void {
    const over = this.#carry.isOver;
    const bytes = this.#carry.take();
    if (over) this.#sink.tooLong(++this.#lineNo, bytes);
    else this.#line(bytes, 0, bytes.length);
  }

  #line(buffer: Buffer, start: number, end: number): void {
    this.#lineNo += 1;
    let last = end;
    while (last > start && buffer[last - 1] === 13) last -= 1;
    if (end - start > this.#cap) this.#sink.tooLong(this.#lineNo, buffer.subarray(start, start + excerptBytes));
    else if (last > start) this.#sink.record(buffer, start, last, this.#lineNo);
  }
}
