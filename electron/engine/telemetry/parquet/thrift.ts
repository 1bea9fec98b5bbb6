import { ParquetRefusal, parquetLimits } from "./limits.ts";

/**
 * Thrift's compact protocol as hyparquet 1.31 reads it, so that what is checked here is what is read there: integers wrap at 32 bits,
 * and of a field that is given twice the last one holds. Unlike there, everything is counted, and no number is longer than its type.
 */
export type ThriftValue = boolean | number | bigint | Uint8Array | readonly ThriftValue[] | ThriftStruct;
export type ThriftStruct = ReadonlyMap<number, ThriftValue>;

const [stop, yes, no, byte, i16, i32, i64, double, binary, list, struct] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 12];
const longestVarint = 10;
const nothing: ThriftStruct = new Map();

export class ThriftCursor {
  readonly #view: DataView;
  readonly #keeps: boolean;
  #left: number;
  at: number;

  /** Gives empty values where it does not keep them: then it only counts. */
  constructor(bytes: Uint8Array, at: number, budget: { readonly values: number; readonly keeps: boolean }) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#keeps = budget.keeps;
    this.#left = budget.values;
    this.at = at;
  }

  /** Throws ParquetRefusal, and RangeError where the bytes end. */
  struct(depth = 0): ThriftStruct {
    if (depth > parquetLimits.depth) throw new ParquetRefusal("its headers are nested too deep");
    const fields = this.#keeps ? new Map<number, ThriftValue>() : undefined;
    let id = 0;
    for (;;) {
      const head = this.#byte();
      const type = head & 0x0f;
      if (type === stop) return fields ?? nothing;
      const step = head >> 4;
      id = step === 0 ? this.#int() : id + step;
      const value = this.#value(type, depth);
      fields?.set(id, value);
    }
  }

  varint(): number {
    let result = 0;
    for (let i = 0; i < longestVarint; i++) {
      const part = this.#byte();
      result |= (part & 0x7f) << (7 * i);
      if ((part & 0x80) === 0) return result;
    }
    throw new ParquetRefusal("a number in it does not end");
  }

  #byte(): number {
    return this.#view.getUint8(this.at++);
  }

  #int(): number {
    const zigzag = this.varint();
    return (zigzag >>> 1) ^ -(zigzag & 1);
  }

  #long(): bigint {
    let result = 0n;
    for (let i = 0n; i < longestVarint; i++) {
      const part = this.#byte();
      result |= BigInt(part & 0x7f) << (7n * i);
      if ((part & 0x80) === 0) return (result >> 1n) ^ -(result & 1n);
    }
    throw new ParquetRefusal("a number in it does not end");
  }

  #value(type: number, depth: number): ThriftValue {
    if (this.#left-- <= 0) throw new ParquetRefusal("its headers hold too many values");
    switch (type) {
      case yes:
        return true;
      case no:
        return false;
      case byte:
        return (this.#byte() << 24) >> 24;
      case i16:
      case i32:
        return this.#int();
      case i64:
        return this.#long();
      case double:
        this.at += 8;
        return this.#view.getFloat64(this.at - 8, true);
      case binary:
        return this.#bytes(this.varint());
      case list:
        return this.#list(depth);
      case struct:
        return this.struct(depth + 1);
      default:
        throw new ParquetRefusal(`its headers hold a value of an unknown type (${type})`);
    }
  }

  #bytes(length: number): Uint8Array {
    if (length < 0 || length > this.#view.byteLength - this.at) throw new ParquetRefusal("a text in its headers is longer than the file");
    this.at += length;
    return new Uint8Array(this.#view.buffer, this.#view.byteOffset + this.at - length, length);
  }

  #list(depth: number): readonly ThriftValue[] {
    if (depth > parquetLimits.depth) throw new ParquetRefusal("its headers are nested too deep");
    const head = this.#byte();
    const type = (head & 0x0f) === yes || (head & 0x0f) === no ? byte : head & 0x0f;
    const size = head >> 4 === 15 ? this.varint() : head >> 4;
    if (size < 0 || size > this.#view.byteLength - this.at) throw new ParquetRefusal("a list in its headers is longer than the file");
    const items: ThriftValue[] = [];
    for (let i = 0; i < size; i++) {
      const value = this.#value(type, depth + 1);
      if (this.#keeps) items.push(value);
    }
    return items;
  }
}
