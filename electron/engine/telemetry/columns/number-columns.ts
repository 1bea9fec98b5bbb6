import { Bool, type DataType, Float64, Int32, Int64, TimestampMicrosecond } from "apache-arrow";
import { bytesOf, packBits, validity } from "./bits.ts";
import type { ColumnBuffers } from "./ipc-writer.ts";

const twoTo32 = 4_294_967_296;

/** Counts the rows of a table that are ended. A column behind it has NULL in the rows it was not given a value for. */
export interface RowCount {
  readonly rows: number;
}

abstract class FixedWidthColumn<A extends Int32Array | Float64Array | Uint8Array> {
  /** Rows up to the last that has a value. */
  length = 0;
  nulls = 0;
  protected values: A;
  protected valid = new Uint8Array(1024);
  protected readonly slots: number;
  readonly #table: RowCount;

  constructor(table: RowCount, values: A, slots = 1) {
    this.#table = table;
    this.values = values;
    this.slots = slots;
  }

  protected abstract allocate(length: number): A;

  /** Room for the value of the current row; the rows before it that have none become NULL. */
  protected reserve(): void {
    const row = this.#table.rows;
    if (row >= this.valid.length) this.#grow(row);
    if (this.length < row) this.#padTo(row);
  }

  #grow(row: number): void {
    let rows = this.valid.length * 2;
    while (rows <= row) rows *= 2;
    const valid = new Uint8Array(rows);
    valid.set(this.valid);
    this.valid = valid;
    const values = this.allocate(rows * this.slots);
    values.set(this.values);
    this.values = values;
  }

  #padTo(row: number): void {
    this.valid.fill(0, this.length, row);
    this.values.fill(0, this.length * this.slots, row * this.slots);
    this.nulls += row - this.length;
    this.length = row;
  }

  protected close(): void {
    this.valid[this.length] = 1;
    this.length += 1;
  }

  /** Makes the column as long as its table. */
  protected pad(): void {
    const { rows } = this.#table;
    if (rows > this.valid.length) this.#grow(rows);
    if (this.length < rows) this.#padTo(rows);
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
  constructor(table: RowCount) {
    super(table, new Int32Array(1024));
  }

  protected allocate(length: number): Int32Array {
    return new Int32Array(length);
  }

  /** NULL for undefined and for what is not an integer of 32 bits. */
  put(value: number | undefined): void {
    if (value === undefined || (value | 0) !== value) return;
    this.reserve();
    this.values[this.length] = value;
    this.close();
  }

  toBuffers(): ColumnBuffers {
    this.pad();
    return this.buffers(new Int32(), bytesOf(this.values.subarray(0, this.length)));
  }
}

/** 64-bit integers kept as two halves, so that no row allocates a BigInt. */
export class Int64Column extends FixedWidthColumn<Int32Array> {
  readonly #timestamp: boolean;

  constructor(table: RowCount, timestamp: boolean) {
    super(table, new Int32Array(2048), 2);
    this.#timestamp = timestamp;
  }

  protected allocate(length: number): Int32Array {
    return new Int32Array(length);
  }

  /** NULL for undefined and for what a double does not hold exactly. */
  put(value: number | undefined): void {
    if (value === undefined || !Number.isSafeInteger(value)) return;
    this.reserve();
    const high = Math.floor(value / twoTo32);
    this.values[this.length * 2] = value - high * twoTo32;
    this.values[this.length * 2 + 1] = high;
    this.close();
  }

  toBuffers(): ColumnBuffers {
    this.pad();
    const type = this.#timestamp ? new TimestampMicrosecond() : new Int64();
    return this.buffers(type, bytesOf(this.values.subarray(0, this.length * 2)));
  }
}

export class DoubleColumn extends FixedWidthColumn<Float64Array> {
  constructor(table: RowCount) {
    super(table, new Float64Array(1024));
  }

  protected allocate(length: number): Float64Array {
    return new Float64Array(length);
  }

  put(value: number | undefined): void {
    if (value === undefined || !Number.isFinite(value)) return;
    this.reserve();
    this.values[this.length] = value;
    this.close();
  }

  toBuffers(): ColumnBuffers {
    this.pad();
    return this.buffers(new Float64(), bytesOf(this.values.subarray(0, this.length)));
  }
}

export class BooleanColumn extends FixedWidthColumn<Uint8Array> {
  constructor(table: RowCount) {
    super(table, new Uint8Array(1024));
  }

  protected allocate(length: number): Uint8Array {
    return new Uint8Array(length);
  }

  put(value: boolean | undefined): void {
    if (value === undefined) return;
    this.reserve();
    this.values[this.length] = value ? 1 : 0;
    this.close();
  }

  toBuffers(): ColumnBuffers {
    this.pad();
    return this.buffers(new Bool(), packBits(this.values, this.length));
  }
}
