import type { FileMetaData, ParquetParsers, SchemaElement } from "hyparquet";
import { isFields } from "../map/windows-event.ts";
import { plainValue } from "../parquet-file.ts";

/** A column of a table: structs are taken apart into dotted names, lists and maps stay whole. */
export interface ParquetColumn {
  readonly name: string;
  readonly path: readonly string[];
  /** Its times are moments; without it they are what a clock on a wall shows. */
  readonly isUtc: boolean;
}

export function tableColumns({ schema }: FileMetaData): readonly ParquetColumn[] {
  const columns: ParquetColumn[] = [];
  const visit = (at: number, path: readonly string[], isTaken: boolean): number => {
    const element = schema[at];
    if (element === undefined) return at;
    const own = [...path, element.name];
    const children = element.num_children ?? 0;
    const isWhole = children === 0 || element.converted_type !== undefined || element.repetition_type === "REPEATED";
    if (isWhole && isTaken) columns.push({ name: own.join("."), path: own, isUtc: isMoment(element) });
    let next = at + 1;
    for (let child = 0; child < children; child++) next = visit(next, own, isTaken && !isWhole);
    return next;
  };
  let at = 1;
  for (let child = 0; child < (schema[0]?.num_children ?? 0); child++) at = visit(at, [], true);
  return columns;
}

function isMoment({ logical_type, converted_type, type }: SchemaElement): boolean {
  if (logical_type?.type === "TIMESTAMP") return logical_type.isAdjustedToUTC;
  return type === "INT96" || converted_type === "TIMESTAMP_MILLIS" || converted_type === "TIMESTAMP_MICROS";
}

/** The wall clock of a count since 1970, without a zone. */
function wallText(us: bigint): string {
  const whole = us / 1_000_000n - (us % 1_000_000n < 0n ? 1n : 0n);
  const micros = us - whole * 1_000_000n;
  const date = new Date(Number(whole) * 1000);
  if (Number.isNaN(date.getTime())) return String(us);
  return `${date.toISOString().slice(0, 19)}.${String(micros).padStart(6, "0")}`;
}

/** Times to the microsecond, which a Date does not hold. */
export const tableParsers: Partial<ParquetParsers> = {
  timestampFromMilliseconds: (ms: bigint) => wallText(ms * 1000n),
  timestampFromMicroseconds: (us: bigint) => wallText(us),
  timestampFromNanoseconds: (ns: bigint) => wallText(ns / 1000n),
  dateFromDays: (days: number) => wallText(BigInt(days) * 86_400_000_000n),
};

/** The cells of a row as text, in the order of the columns; empty where there is nothing. */
export function cellsOf(row: Record<string, unknown>, columns: readonly ParquetColumn[]): string[] {
  return columns.map(({ path, isUtc }) => {
    let value: unknown = row;
    for (const part of path) value = isFields(value) && Object.hasOwn(value, part) ? value[part] : undefined;
    const text = cellText(value);
    return isUtc && text !== "" ? `${text}Z` : text;
  });
}

function cellText(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "bigint" || typeof value === "boolean") return String(value);
  if (value instanceof Uint8Array) return Buffer.from(value).toString("utf8");
  return JSON.stringify(value, plainValue) ?? "";
}
