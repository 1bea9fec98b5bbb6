import { type Data, DataType, DateUnit, type Field, RecordBatchReader, type Schema, TimeUnit, Type } from "apache-arrow";
import { AppError } from "../../../shared/contract/errors.ts";
import { invariant } from "../../../shared/lib/invariant.ts";
import type { ColumnarResult, ColumnValues } from "./query-engine.ts";

/** Gathers the Arrow messages of one result into columns. Numbers become doubles, exactly or not at all for integers. */
export interface ResultCollector {
  header(bytes: Uint8Array): void;
  chunks(chunks: readonly Uint8Array[]): void;
  finish(): ColumnarResult;
}

interface ColumnCollector {
  append(data: Data): void;
  finish(rowCount: number): ColumnValues;
}

export function createResultCollector(): ResultCollector {
  let header: Uint8Array | undefined;
  let schema: Schema | undefined;
  let columns: ColumnCollector[] = [];
  let rowCount = 0;
  return {
    header(bytes) {
      header = bytes;
      schema = RecordBatchReader.from([bytes]).open().schema;
      columns = schema.fields.map(createColumnCollector);
    },
    chunks(chunks) {
      invariant(header !== undefined, "a result begins with its schema");
      for (const batch of RecordBatchReader.from([header, ...chunks])) {
        columns.forEach((column, i) => {
          const data = batch.data.children[i];
          invariant(data !== undefined, "a batch has every column");
          column.append(data);
        });
        rowCount += batch.numRows;
      }
    },
    finish() {
      invariant(schema !== undefined, "a result begins with its schema");
      return { rowCount, names: schema.fields.map((field) => field.name), columns: columns.map((column) => column.finish(rowCount)) };
    },
  };
}

function createColumnCollector(field: Field<DataType>): ColumnCollector {
  const { type } = field;
  if (DataType.isUtf8(type)) return stringsOf(utf8Reader);
  if (DataType.isBool(type)) return booleansOf(boolReader);
  if (DataType.isNull(type)) return stringsOf(() => () => null);
  return numbersOf(numberReader(field));
}

type Reader<T> = (data: Data) => (row: number) => T;

function stringsOf(reader: Reader<string | null>): ColumnCollector {
  const strings: (string | null)[] = [];
  return {
    append(data) {
      const read = reader(data);
      for (let row = 0; row < data.length; row += 1) strings.push(data.getValid(row) ? read(row) : null);
    },
    finish: () => strings,
  };
}

function booleansOf(reader: Reader<boolean>): ColumnCollector {
  const booleans: (boolean | null)[] = [];
  return {
    append(data) {
      const read = reader(data);
      for (let row = 0; row < data.length; row += 1) booleans.push(data.getValid(row) ? read(row) : null);
    },
    finish: () => booleans,
  };
}

const utf8Reader: Reader<string> = (data) => {
  const offsets: unknown = data.valueOffsets;
  invariant(offsets instanceof Int32Array, "a text column has 32-bit offsets");
  const values = valuesOf(data, Uint8Array);
  const bytes = Buffer.from(values.buffer, values.byteOffset, values.byteLength);
  let previousStart = 0;
  let previousEnd = 0;
  let previous = "";
  return (row) => {
    const start = offsets[row] ?? 0;
    const end = offsets[row + 1] ?? start;
    // Runs of one value are the rule in sorted results, and comparing is cheaper than decoding.
    if (end - start === previousEnd - previousStart && bytes.compare(bytes, previousStart, previousEnd, start, end) === 0) return previous;
    previousStart = start;
    previousEnd = end;
    previous = bytes.toString("utf8", start, end);
    return previous;
  };
};

const boolReader: Reader<boolean> = (data) => {
  const bits = valuesOf(data, Uint8Array);
  return (row) => ((bits[(data.offset + row) >> 3] ?? 0) & (1 << ((data.offset + row) & 7))) !== 0;
};

function numbersOf(reader: Reader<number>): ColumnCollector {
  const pieces: Float64Array[] = [];
  return {
    append(data) {
      const read = reader(data);
      const piece = new Float64Array(data.length);
      const allValid = data.nullCount === 0;
      for (let row = 0; row < data.length; row += 1) piece[row] = allValid || data.getValid(row) ? read(row) : Number.NaN;
      pieces.push(piece);
    },
    finish(rowCount) {
      const all = new Float64Array(rowCount);
      let offset = 0;
      for (const piece of pieces) {
        all.set(piece, offset);
        offset += piece.length;
      }
      return all;
    },
  };
}

function numberReader(field: Field<DataType>): Reader<number> {
  const { type } = field;
  if (DataType.isInt(type)) return type.bitWidth === 64 ? int64Reader(field, type.isSigned) : plainReader;
  if (DataType.isFloat(type)) return plainReader;
  if (DataType.isTimestamp(type) || DataType.isTime(type)) {
    const read = type.typeId === Type.Time && type.bitWidth === 32 ? plainReader : int64Reader(field, true);
    return scaled(read, microsecondsPer(type.unit));
  }
  if (DataType.isDate(type))
    return type.unit === DateUnit.DAY ? scaled(plainReader, 86_400_000_000) : scaled(int64Reader(field, true), 1000);
  if (DataType.isDecimal(type)) return decimalReader(type.scale);
  throw new AppError(
    "query-failed",
    `Column ${field.name} is of type ${Type[type.typeId]}, which has no plain form. Cast it to VARCHAR or unnest it.`,
    {
      field: field.name,
    },
  );
}

const plainReader: Reader<number> = (data) => {
  const values: unknown = data.values;
  invariant(isNumberArray(values), "a column of numbers");
  return (row) => values[row] ?? 0;
};

type NumberArray = Int8Array | Uint8Array | Int16Array | Uint16Array | Int32Array | Uint32Array | Float32Array | Float64Array;

const isNumberArray = (values: unknown): values is NumberArray => numberKinds.some((kind) => values instanceof kind);
const numberKinds = [Int8Array, Uint8Array, Int16Array, Uint16Array, Int32Array, Uint32Array, Float32Array, Float64Array];

function valuesOf<T>(data: Data, kind: new () => T): T {
  const values: unknown = data.values;
  invariant(values instanceof kind, "a column's buffer has the kind its type says");
  return values;
}

function bytesOf(data: Data): ArrayBufferView {
  const values: unknown = data.values;
  invariant(ArrayBuffer.isView(values), "a column has a buffer");
  return values;
}

/** Reads 64-bit integers as two halves: a tenth of the time BigInt takes. */
function int64Reader(field: Field<DataType>, signed: boolean): Reader<number> {
  return (data) => {
    const values = bytesOf(data);
    const low = new Uint32Array(values.buffer, values.byteOffset, values.byteLength / 4);
    const high = signed ? new Int32Array(values.buffer, values.byteOffset, values.byteLength / 4) : low;
    return (row) => {
      const at = row * 2;
      const value = (high[at + 1] ?? 0) * 4294967296 + (low[at] ?? 0);
      if (Number.isSafeInteger(value)) return value;
      throw new AppError("query-failed", `Column ${field.name} holds integers beyond 2^53. Cast it to VARCHAR or DOUBLE.`, {
        field: field.name,
      });
    };
  };
}

function scaled(read: Reader<number>, factor: number): Reader<number> {
  return (data) => {
    const raw = read(data);
    return (row) => Math.floor(raw(row) * factor);
  };
}

/** 128-bit two's complement, also what HUGEINT sums arrive as; beyond 2^53 the nearest double. */
const decimalReader =
  (scale: number): Reader<number> =>
  (data) => {
    const words = valuesOf(data, Uint32Array);
    const divisor = 10 ** scale;
    return (row) => {
      const at = row * 4;
      const high = BigInt.asIntN(64, (BigInt(words[at + 3] ?? 0) << 32n) | BigInt(words[at + 2] ?? 0));
      const low = (BigInt(words[at + 1] ?? 0) << 32n) | BigInt(words[at] ?? 0);
      return Number((high << 64n) | low) / divisor;
    };
  };

function microsecondsPer(unit: TimeUnit): number {
  switch (unit) {
    case TimeUnit.SECOND:
      return 1_000_000;
    case TimeUnit.MILLISECOND:
      return 1000;
    case TimeUnit.MICROSECOND:
      return 1;
    case TimeUnit.NANOSECOND:
      return 0.001;
  }
}
