import { toEventId } from "../../../../shared/domain/ids.ts";
import { parseEventId } from "../../../../shared/domain/ids.ts";
import type { SqlColumn, SqlResult } from "../../../../shared/contract/sql.ts";

type Row = SqlResult["rows"][number];

const numeric = /^(?:U?(?:TINY|SMALL|BIG|HUGE)?INT(?:EGER)?|DECIMAL.*|DOUBLE|FLOAT)$/;
export const isNumeric = ({ type }: SqlColumn): boolean => numeric.test(type);

const px = { perCharacter: 7.6, padding: 20, least: 64, most: 380 };

/** Widths in pixels from the names and the first rows. */
export function columnWidths({ columns, rows }: Pick<SqlResult, "columns" | "rows">): number[] {
  const sample = rows.slice(0, 60);
  return columns.map(({ name, type }, i) => {
    const longest = Math.max(name.length, Math.min(type.length, 14), ...sample.map((row) => Math.min(60, row[i]?.length ?? 4)));
    return Math.round(Math.min(px.most, Math.max(px.least, longest * px.perCharacter + px.padding)));
  });
}

/** The event a row speaks of: a value that is an event's id, or snapshot and event_no together. */
export function eventIdOf(columns: readonly SqlColumn[], row: Row): string | undefined {
  const at = (name: string): string | undefined => row[columns.findIndex((column) => column.name.toLowerCase() === name)] ?? undefined;
  const snapshot = at("snapshot");
  const eventNo = at("event_no");
  if (snapshot !== undefined && eventNo !== undefined && /^\d{1,15}$/.test(eventNo)) {
    const id = toEventId(snapshot, Number(eventNo));
    if (parseEventId(id) !== undefined) return id;
  }
  return row.find((value) => value !== null && parseEventId(value) !== undefined) ?? undefined;
}

/** Tab-separated as spreadsheets paste it: what would break the table becomes a space, and NULL is empty. Values that would run as formulas get an apostrophe. */
export const toTsv = (columns: readonly SqlColumn[], rows: readonly Row[]): string =>
  [
    columns.map(({ name }) => tsvCell(name)),
    ...rows.map((row) => row.map((value, i) => (isPlain(columns[i]) ? (value ?? "") : tsvCell(copied(value, columns[i]) ?? "")))),
  ]
    .map((line) => line.join("\t"))
    .join("\n");

const isPlain = (column: SqlColumn | undefined): boolean => column !== undefined && isNumeric(column);
/** Telemetry's own times are UTC; once copied nothing beside them would say so. */
const copied = (text: string | null, column: SqlColumn | undefined): string | null =>
  text !== null && column?.type === "TIMESTAMP" && /^\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(?:\.\d+)?$/.test(text) ? `${text}Z` : text;
const tsvCell = (text: string): string => {
  const flat = text.replace(/[\t\r\n]+/g, " ");
  return /^[=+\-@]/.test(flat) ? `'${flat}` : flat;
};

const jsonNumber = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:e[+-]?\d+)?$/;

/** One object a row; numbers keep all their digits. */
export function toJsonText(columns: readonly SqlColumn[], rows: readonly Row[]): string {
  const value = (text: string | null, column: SqlColumn | undefined): string => {
    if (text === null) return "null";
    if (isPlain(column) && jsonNumber.test(text)) return text;
    return column?.type === "BOOLEAN" ? text : JSON.stringify(copied(text, column));
  };
  const object = (row: Row): string =>
    `{${row.map((text, i) => `${JSON.stringify(columns[i]?.name ?? "")}:${value(text, columns[i])}`).join(",")}}`;
  return rows.length === 1 ? object(rows[0] ?? []) : `[\n${rows.map((row) => `  ${object(row)}`).join(",\n")}\n]`;
}
