import type { ClassName } from "../../../../shared/domain/ocsf.ts";
import type { ClassTable } from "../columns/class-table.ts";
import type { DoubleColumn, Int32Column, Int64Column } from "../columns/number-columns.ts";
import type { TextColumn } from "../columns/text-column.ts";
import { parseTime } from "../time-text.ts";

/**
 * What becomes of one Zeek field. `bytes` is the fast way from a TSV line without escapes; `value` takes a JSON value or the
 * text of a TSV field with its escapes undone. Neither is called for a field that is unset or absent.
 */
export interface FieldSetter {
  readonly field: string;
  /** The field is a set or vector: TSV text is split at the set separator first. */
  readonly isList: boolean;
  readonly bytes?: (buffer: Buffer, start: number, end: number) => void;
  readonly value: (value: unknown) => void;
}

export interface ZeekMapping {
  readonly log: string;
  readonly class: ClassName;
  /** Takes its columns from the table; returns what to do for each field and, with all fields seen, for the row. */
  readonly bind: (table: ClassTable) => { readonly fields: readonly FieldSetter[]; readonly finish?: () => void };
}

function toText(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  return undefined;
}

export function toNumber(value: unknown): number | undefined {
  if (typeof value === "number") return value;
  if (typeof value !== "string" || value.trim() === "") return undefined;
  const n = Number(value);
  return Number.isNaN(n) ? undefined : n;
}

export function toBoolean(value: unknown): boolean | undefined {
  if (typeof value === "boolean") return value;
  if (value === "T" || value === "true") return true;
  return value === "F" || value === "false" ? false : undefined;
}

function toList(value: unknown): readonly string[] {
  return (Array.isArray(value) ? value : [value]).map(toText).filter((v) => v !== undefined);
}

export function text(field: string, ...columns: readonly TextColumn[]): FieldSetter {
  const [first, ...others] = columns;
  return {
    field,
    isList: false,
    bytes: (buffer, start, end) => {
      first?.putBytes(buffer, start, end);
      for (const column of others) column.putBytes(buffer, start, end);
    },
    value: (value) => {
      const t = toText(value);
      for (const column of columns) column.put(t);
    },
  };
}

/** Seconds above are left to the general way: a double no longer holds them to the microsecond. */
const secondsLimit = 4_294_967_296;
const point = 46;

/** Microseconds in seconds written as digits with at most six decimals, as Zeek writes them; NaN for any other text. */
export function parseMicroseconds(buffer: Buffer, start: number, end: number): number {
  if (end - start > 17) return Number.NaN;
  let n = 0;
  let decimals = -1;
  for (let i = start; i < end; i++) {
    const byte = buffer[i] ?? 0;
    if (byte === point && decimals < 0 && i > start) {
      if (n >= secondsLimit) return Number.NaN;
      decimals = 0;
      continue;
    }
    const digit = byte - 48;
    if (digit < 0 || digit > 9) return Number.NaN;
    n = n * 10 + digit;
    if (decimals >= 0) decimals += 1;
  }
  if (decimals < 1 || decimals > 6) return Number.NaN;
  for (; decimals < 6; decimals++) n *= 10;
  return n;
}

/** Non-negative decimal digits, or NaN. */
function parseCount(buffer: Buffer, start: number, end: number): number {
  if (end === start || end - start > 15) return Number.NaN;
  let n = 0;
  for (let i = start; i < end; i++) {
    const digit = (buffer[i] ?? 0) - 48;
    if (digit < 0 || digit > 9) return Number.NaN;
    n = n * 10 + digit;
  }
  return n;
}

const natural = (value: number | undefined, max: number): number | undefined =>
  value !== undefined && Number.isInteger(value) && value >= 0 && value <= max ? value : undefined;

export function count(field: string, column: Int32Column | Int64Column, max = Number.MAX_SAFE_INTEGER): FieldSetter {
  return {
    field,
    isList: false,
    bytes: (buffer, start, end) => column.put(natural(parseCount(buffer, start, end), max)),
    value: (value) => column.put(natural(toNumber(value), max)),
  };
}

export const port = (field: string, column: Int32Column): FieldSetter => count(field, column, 65_535);

/** An interval of seconds kept as milliseconds, to the microsecond. */
export function interval(field: string, column: DoubleColumn): FieldSetter {
  const put = (seconds: number | undefined): void => column.put(seconds === undefined ? undefined : Math.round(seconds * 1e6) / 1000);
  return {
    field,
    isList: false,
    bytes: (buffer, start, end) => {
      const us = parseMicroseconds(buffer, start, end);
      if (Number.isNaN(us)) put(toNumber(buffer.toString("latin1", start, end)));
      else column.put(us / 1000);
    },
    value: (value) => put(toNumber(value)),
  };
}

const shortText = 6;
const knownTexts = 4096;

/** The text in some ASCII bytes; short ones, of which a field has few, are made once. */
function createReader(): (buffer: Buffer, start: number, end: number) => string {
  const known = new Map<number, string>();
  return (buffer, start, end) => {
    if (end - start > shortText) return buffer.toString("latin1", start, end);
    let key = 1;
    for (let i = start; i < end; i++) key = key * 256 + (buffer[i] ?? 0);
    const seen = known.get(key);
    if (seen !== undefined) return seen;
    const text = buffer.toString("latin1", start, end);
    if (known.size < knownTexts) known.set(key, text);
    return text;
  };
}

export function derived(field: string, take: (text: string) => void): FieldSetter {
  const read = createReader();
  return {
    field,
    isList: false,
    bytes: (buffer, start, end) => {
      if (end > start) take(read(buffer, start, end));
    },
    value: (value) => {
      const t = toText(value);
      if (t !== undefined && t !== "") take(t);
    },
  };
}

export function list(field: string, take: (items: readonly string[]) => void): FieldSetter {
  return { field, isList: true, value: (value) => take(toList(value)) };
}

/** A moment as Zeek writes it: seconds since 1970, or ISO 8601. */
export function moment(field: string, column: Int64Column): FieldSetter {
  return {
    field,
    isList: false,
    value: (value) => {
      const seconds = toNumber(value);
      const us = seconds === undefined ? undefined : Math.round(seconds * 1_000_000);
      column.put(us ?? (typeof value === "string" ? parseTime(value)?.us : undefined));
    },
  };
}

/** A set or vector kept as one text. */
export const joined = (field: string, column: TextColumn): FieldSetter => list(field, (items) => column.put(items.join(";")));

/** The four-tuple. */
export function endpoints(table: ClassTable): readonly FieldSetter[] {
  return [
    text("id.orig_h", table.text("src_endpoint_ip")),
    port("id.orig_p", table.int32("src_endpoint_port")),
    text("id.resp_h", table.text("dst_endpoint_ip")),
    port("id.resp_p", table.int32("dst_endpoint_port")),
  ];
}

/** The four-tuple, the connection's uid and the names that every Zeek event carries. */
export function connection(table: ClassTable): readonly FieldSetter[] {
  return [text("uid", table.text("metadata_uid"), table.text("connection_info_uid")), ...endpoints(table)];
}
