import { Bool, type DataType, Float64, Int32, Int64, TimestampMicrosecond } from "apache-arrow";
import { bytesOf, packBits, validity } from "./bits.ts";
import type { ColumnBuffers } from "./ipc-writer.ts";

const twoTo32 = 4_294_967_296;

abstract class FixedWidthColumn<A extends Int32Array | Float64Array | Uint8Array> {
  length = 0;
  nulls = 0;
  protected values: A;
  protected valid = new Uint8Array(1024);
  protected readonly slots: number;

  constructor(values: A, slots = 1) {
    this.values = values;
    this.slots = slots;
  }

  protected abstract allocate(length: number): A;

  protected reserve(): void {
    if (this.length < this.valid.length) return;
    const rows = this.valid.length * 2;
    const valid = new Uint8Array(rows);
    valid.set(this.valid);
    this.valid = valid;
    const values = this.allocate(rows * this.slots);
    values.set(this.values);
    this.values = values;
  }

  protected close(): void {
    this.valid[this.length] = 1;
    this.length += 1;
  }

  putNull(): void {
    this.reserve();
    for (let i = 0; i < this.slots; i++) this.values[this.length * this.slots + i] = 0;
    this.valid[this.length] = 0;
    this.length += 1;
    this.nulls += 1;
  }

  protected buffers(type: DataType, values: Uint8Array): ColumnBuffers {
    const { length, nulls } = this;
    return { type, length, nulls, buffers: [validity(this.valid, length, nulls), values] };
  }

  clear(): void {
    this.length = 0;
    this.nulls = 0;
  }
}

export class Int32Column extends FixedWidthColumn<Int32Array> {
  constructor() {
    super(new Int32Array(1024));
  }

  protected allocate(length: number): Int32Array {
    return new Int32Array(length);
  }

  /** NULL for undefined and for what is not an integer of 32 bits. */
  put(value: number | undefined): void {
    if (value === undefined || (value | 0) !== value) {
      this.putNull();
      return;
    }
    this.reserve();
    this.values[this.length] = value;
    this.close();
  }

  toBuffers(): ColumnBuffers {
    return this.buffers(new Int32(), bytesOf(this.values.subarray(0, this.length)));
  }
}

/** 64-bit integers kept as two halves, so that no row allocates a BigInt. */
export class Int64Column extends FixedWidthColumn<Int32Array> {
  readonly #timestamp: boolean;

  constructor(timestamp: boolean) {
    super(new Int32Array(2048), 2);
    this.#timestamp = timestamp;
  }

  protected allocate(length: number): Int32Array {
    return new Int32Array(length);
  }

  /** NULL for undefined and for what a double does not hold exactly. */
  put(value: number | undefined): void {
    if (value === undefined || !Number.isSafeInteger(value)) {
      this.putNull();
      return;
    }
    this.reserve();
    const high = Math.floor(value / twoTo32);
    this.values[this.length * 2] = value - high * twoTo32;
    this.values[this.length * 2 + 1] = high;
    this.close();
  }

  toBuffers(): ColumnBuffers {
    const type = this.#timestamp ? new TimestampMicrosecond() : new Int64();
    return this.buffers(type, bytesOf(this.values.subarray(0, this.length * 2)));
  }
}

export class DoubleColumn extends FixedWidthColumn<Float64Array> {
  constructor() {
    super(new Float64Array(1024));
  }

  protected allocate(length: number): Float64Array {
    return new Float64Array(length);
  }

  put(value: number | undefined): void {
    if (value === undefined || !Number.isFinite(value)) {
      this.putNull();
      return;
    }
    this.reserve();
    this.values[this.length] = value;
    this.close();
  }

  toBuffers(): ColumnBuffers {
    return this.buffers(new Float64(), bytesOf(this.values.subarray(0, this.length)));
  }
}

export class BooleanColumn extends FixedWidthColumn<Uint8Array> {
  constructor() {
    super(new Uint8Array(1024));
  }

  protected allocate(length: number): Uint8Array {
    return new Uint8Array(length);
  }

  put(value: boolean | undefined): void {
    if (value === undefined) {
      this.putNull();
      return;
    }
    this.reserve();
    this.values[this.length] = value ? 1 : 0;
    this.close();
  }

  toBuffers(): ColumnBuffers {
    return this.buffers(new Bool(), packBits(this.values, this.length));
  }
}
