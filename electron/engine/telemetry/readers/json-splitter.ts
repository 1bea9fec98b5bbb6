import { Carry, type RecordSink, type RecordSplitter } from "./record-splitter.ts";

const quote = 0x22;
const backslash = 0x5c;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const comma = 0x2c;

const isSpace = (byte: number): boolean => byte === 0x20 || byte === 10 || byte === 13 || byte === 9;

/**
 * Finds the objects of a JSON array, or of a run of objects, without parsing them: only braces, brackets and strings are
 * followed. Whether an object is valid JSON is for the reader of the record to say.
 */
export class JsonSplitter implements RecordSplitter {
  #recordNo = 0;
  #depth = 0;
  #inString = false;
  #escaped = false;
  #sawArray = false;
  #junk = false;
  readonly #sink: RecordSink;
  readonly #carry: Carry;
  readonly #cap: number;
  readonly #isWrapped: boolean;

  /** `isWrapped`: the array is a member of an object whose beginning was left out; its closing brace follows the array. */
  constructor(sink: RecordSink, cap: number, isWrapped = false) {
    this.#sink = sink;
    this.#cap = cap;
    this.#isWrapped = isWrapped;
    this.#carry = new Carry(cap);
  }

  push(chunk: Buffer): void {
    let start = this.#depth > 0 ? 0 : -1;
    for (let i = 0; i < chunk.length; i++) {
      const byte = chunk[i] ?? 0;
      if (this.#depth === 0) {
        if (byte === openBrace) {
          start = i;
          this.#depth = 1;
          this.#junk = false;
        } else this.#between(byte, chunk, i);
      } else if (this.#inString) {
        if (this.#escaped) this.#escaped = false;
        else if (byte === backslash) this.#escaped = true;
        else if (byte === quote) this.#inString = false;
      } else if (byte === quote) this.#inString = true;
      else if (byte === openBrace || byte === openBracket) this.#depth += 1;
      else if (byte === closeBrace || byte === closeBracket) {
        this.#depth -= 1;
        if (this.#depth === 0) this.#finish(chunk, start, i + 1);
      }
    }
    if (this.#depth > 0) this.#carry.add(chunk.subarray(Math.max(start, 0)));
  }

  /** Outside objects only white space, commas and the array's own brackets belong; a run of anything else is reported once. */
  #between(byte: number, chunk: Buffer, at: number): void {
    if (isSpace(byte) || byte === comma || byte === closeBracket || (byte === closeBrace && this.#isWrapped)) return;
    if (byte === openBracket && !this.#sawArray) {
      this.#sawArray = true;
      return;
    }
    if (this.#junk) return;
    this.#junk = true;
    this.#recordNo += 1;
    this.#sink.broken(this.#recordNo, "not a JSON object", chunk.subarray(at, at + 300));
  }

  #finish(chunk: Buffer, start: number, end: number): void {
    this.#recordNo += 1;
    if (this.#carry.length === 0) {
      if (end - start > this.#cap) this.#sink.tooLong(this.#recordNo, chunk.subarray(start, start + 1200));
      else this.#sink.record(chunk, start, end, this.#recordNo);
      return;
    }
    this.#carry.add(chunk.subarray(0, end));
    const over = this.#carry.isOver;
    const bytes = this.#carry.take();
    if (over) this.#sink.tooLong(this.#recordNo, bytes);
    else this.#sink.record(bytes, 0, bytes.length, this.#recordNo);
  }

  end(): void {
    if (this.#depth === 0) return;
    this.#recordNo += 1;
    const over = this.#carry.isOver;
    const bytes = this.#carry.take();
    if (over) this.#sink.tooLong(this.#recordNo, bytes);
    else this.#sink.broken(this.#recordNo, "the file ends inside this record", bytes.subarray(0, 1200));
  }
}
