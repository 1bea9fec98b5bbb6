import type { SchemaElement } from "hyparquet";
import { SchemaProblem, type PrimitiveName, type PrimitiveType } from "./table-schema.ts";

/** A value as JSON carries it: what JSON has no number for is text. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** Turns a stored value that is not null into its JSON form. */
export type ReadValue = (stored: unknown) => Json;

const allowed: Readonly<Record<PrimitiveName, readonly NonNullable<SchemaElement["type"]>[]>> = {
  boolean: ["BOOLEAN"],
  int: ["INT32"],
  long: ["INT64", "INT32"],
  float: ["FLOAT"],
  double: ["DOUBLE", "FLOAT"],
  decimal: ["INT32", "INT64", "FIXED_LEN_BYTE_ARRAY", "BYTE_ARRAY"],
  date: ["INT32"],
  time: ["INT64", "INT32"],
  timestamp: ["INT64", "INT96"],
  timestamptz: ["INT64", "INT96"],
  string: ["BYTE_ARRAY"],
  uuid: ["FIXED_LEN_BYTE_ARRAY"],
  fixed: ["FIXED_LEN_BYTE_ARRAY"],
  binary: ["BYTE_ARRAY"],
};

/** How to read a Parquet column as a table's type: with int as long, float as double and a narrower decimal as a wider one. Throws SchemaProblem for every other difference. */
export function readerOfColumn(type: PrimitiveType, element: SchemaElement): ReadValue {
  const physical = element.type;
  if (physical === undefined || !allowed[type.name].includes(physical))
    throw new SchemaProblem(`its column ${element.name} holds ${physical ?? "a group"} where the table has ${type.name}`);
  if (type.name === "decimal" && (element.scale ?? 0) !== type.scale)
    throw new SchemaProblem(`its column ${element.name} has ${element.scale ?? 0} decimal places where the table has ${type.scale}`);
  return readerOfType(type, perMicro(type.name, element));
}

/** Stored units in a microsecond's place, for times. */
function perMicro(name: PrimitiveName, { type, converted_type: converted, logical_type: logical }: SchemaElement): TimeUnit {
  if (name !== "time" && name !== "timestamp" && name !== "timestamptz") return "micros";
  if (type === "INT96") return "nanos";
  const unit = logical !== undefined && "unit" in logical ? logical.unit : undefined;
  if (unit === "NANOS") return "nanos";
  return unit === "MILLIS" || converted === "TIMESTAMP_MILLIS" || converted === "TIME_MILLIS" ? "millis" : "micros";
}

type TimeUnit = "millis" | "micros" | "nanos";

/** How to read a value that a manifest keeps for a whole file: microseconds, days and unscaled bytes, as Avro stores them. */
export const readerOfConstant = (type: PrimitiveType): ReadValue => readerOfType(type, "micros");

function readerOfType({ name, scale }: PrimitiveType, unit: TimeUnit): ReadValue {
  switch (name) {
    case "boolean":
      return (stored) => stored === true || stored === 1;
    case "int":
    case "long":
      return integer;
    case "float":
    case "double":
      return (stored) => (typeof stored === "number" && Number.isFinite(stored) ? stored : String(stored));
    case "decimal":
      return (stored) => decimalText(unscaled(stored), scale);
    case "date":
      return (stored) => isoDate(Number(stored) * 86_400_000);
    case "time":
      return (stored) => timeText(toMicros(stored, unit));
    case "timestamp":
      return (stored) => timestampText(toMicros(stored, unit));
    case "timestamptz":
      return (stored) => `${timestampText(toMicros(stored, unit))}Z`;
    case "string":
      return (stored) => (stored instanceof Uint8Array ? Buffer.from(stored).toString("utf8") : String(stored));
    case "uuid":
      return uuidText;
    case "fixed":
    case "binary":
      return (stored) => Buffer.from(stored instanceof Uint8Array ? stored : String(stored)).toString("base64");
  }
}

/** 64-bit integers as numbers where a double holds them, and else as text with every digit. */
function integer(stored: unknown): number | string {
  if (typeof stored === "number") return stored;
  const number = Number(stored);
  return Number.isSafeInteger(number) ? number : String(stored);
}

function toMicros(stored: unknown, unit: TimeUnit): bigint {
  const value = typeof stored === "bigint" ? stored : BigInt(Math.trunc(Number(stored)));
  if (unit === "micros") return value;
  return unit === "millis" ? value * 1000n : floorDiv(value, 1000n);
}

const floorDiv = (value: bigint, by: bigint): bigint => (value - (((value % by) + by) % by)) / by;

const isoDate = (ms: number): string => {
  const date = new Date(ms);
  return Number.isNaN(date.getTime()) ? String(ms / 86_400_000) : date.toISOString().slice(0, -14);
};

/** Microseconds in full; what no calendar reaches stays a number of them. */
function timestampText(micros: bigint): string {
  const ms = floorDiv(micros, 1000n);
  const date = new Date(Number(ms));
  if (Number.isNaN(date.getTime())) return String(micros);
  return `${date.toISOString().slice(0, -1)}${String(micros - ms * 1000n).padStart(3, "0")}`;
}

const timeText = (micros: bigint): string => timestampText(micros).slice(11);

function unscaled(stored: unknown): bigint {
  if (typeof stored === "bigint") return stored;
  if (typeof stored === "number") return BigInt(stored);
  if (!(stored instanceof Uint8Array) || stored.length === 0) return 0n;
  return BigInt.asIntN(stored.length * 8, BigInt(`0x${Buffer.from(stored).toString("hex")}`));
}

function decimalText(value: bigint, scale: number): string {
  if (scale === 0) return String(value);
  const digits = String(value < 0n ? -value : value).padStart(scale + 1, "0");
  return `${value < 0n ? "-" : ""}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

function uuidText(stored: unknown): string {
  const hex = Buffer.from(stored instanceof Uint8Array ? stored : String(stored)).toString("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
