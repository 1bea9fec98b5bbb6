import { gunzipSync } from "node:zlib";
import { CsvError, parse } from "csv-parse/sync";
import { AppError } from "../../../shared/contract/errors.ts";

export interface TableRow {
  /** 1-based line of the file on which the record ends. */
  readonly line: number;
  readonly cells: ReadonlyMap<string, string>;
}

interface BadRow {
  readonly line: number;
  readonly reason: string;
  readonly excerpt: string;
}

export interface Table {
  /** Column names as the file spells them, in its order. */
  readonly columns: readonly string[];
  readonly rows: readonly TableRow[];
  readonly bad: readonly BadRow[];
}

const maxBytes = 256 * 1024 * 1024;
const maxRecordBytes = 1024 * 1024;
const excerptLength = 120;

const excerptOf = (text: string): string => text.slice(0, excerptLength);

function decode(bytes: Uint8Array, name: string): string {
  if (bytes.length > maxBytes) throw new AppError("limit-exceeded", `${name} is larger than 256 MiB.`, { file: name });
  const plain = bytes[0] === 0x1f && bytes[1] === 0x8b ? inflate(bytes, name) : bytes;
  const utf16 = plain[0] === 0xff && plain[1] === 0xfe ? "utf-16le" : plain[0] === 0xfe && plain[1] === 0xff ? "utf-16be" : undefined;
  const text = new TextDecoder(utf16 ?? "utf-8").decode(plain);
  if (text.includes("\0")) throw new AppError("unsupported-format", `${name} is a binary file, not a table.`, { file: name });
  if (text.trim() === "") throw new AppError("bad-input", `${name} is empty.`, { file: name });
  return text;
}

function inflate(bytes: Uint8Array, name: string): Uint8Array {
  try {
    return gunzipSync(bytes, { maxOutputLength: maxBytes });
  } catch (error) {
    throw new AppError(
      "unsupported-format",
      `${name} is not a complete gzip file, or unpacks to more than 256 MiB.`,
      { file: name },
      { cause: error },
    );
  }
}

/** Reads CSV (comma, semicolon or tab), a Zeek log in TSV or JSON lines, each also gzipped. A bad row is set aside, never the file's end. */
export function readTable(bytes: Uint8Array, name: string): Table {
  const text = decode(bytes, name);
  if (text.startsWith("#separator") || text.startsWith("#fields")) return readZeek(text);
  if (/^\s*\{/.test(text)) return readJsonLines(text);
  return readCsv(text, name);
}

function readZeek(text: string): Table {
  const columns = new Set<string>();
  const rows: TableRow[] = [];
  const bad: BadRow[] = [];
  let fields: string[] = [];
  for (const [i, raw] of text.split("\n").entries()) {
    const line = raw.replace(/\r$/, "");
    if (line.startsWith("#fields\t")) {
      fields = line.split("\t").slice(1);
      for (const field of fields) columns.add(field);
    }
    if (line === "" || line.startsWith("#")) continue;
    const cells = line.split("\t");
    if (cells.length !== fields.length)
      bad.push({ line: i + 1, reason: `${cells.length} columns instead of ${fields.length}`, excerpt: excerptOf(line) });
    else rows.push({ line: i + 1, cells: new Map(fields.map((field, j) => [field, unset(cells[j] ?? "")])) });
  }
  return { columns: [...columns], rows, bad };
}

const unset = (cell: string): string => (cell === "-" || cell === "(empty)" ? "" : cell);

function readJsonLines(text: string): Table {
  const columns = new Set<string>();
  const rows: TableRow[] = [];
  const bad: BadRow[] = [];
  for (const [i, line] of text.split("\n").entries()) {
    if (line.trim() === "") continue;
    const record = parseObject(line);
    if (record === undefined) {
      bad.push({ line: i + 1, reason: "not a JSON object", excerpt: excerptOf(line) });
      continue;
    }
    const cells = new Map(Object.entries(record).map(([key, value]) => [key, cellText(value)]));
    for (const key of cells.keys()) columns.add(key);
    rows.push({ line: i + 1, cells });
  }
  return { columns: [...columns], rows, bad };
}

function parseObject(line: string): object | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? value : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function cellText(value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (Array.isArray(value)) return value.map(cellText).join(",");
  return value === null || value === undefined ? "" : JSON.stringify(value);
}

function delimiterOf(header: string): string {
  const counts = ["\t", ";", ","].map((delimiter) => ({ delimiter, n: header.split(delimiter).length }));
  return counts.reduce((best, next) => (next.n > best.n ? next : best), { delimiter: ",", n: 1 }).delimiter;
}

function readCsv(text: string, name: string): Table {
  // PowerShell's Export-Csv writes a type line first unless told not to.
  const skipped = /^\ufeff?#TYPE[^\n]*\n/.exec(text)?.[0] ?? "";
  const body = text.slice(skipped.length);
  const firstLine = skipped === "" ? 0 : 1;
  const header = /^[^\n]*/.exec(body)?.[0] ?? "";
  const bad: BadRow[] = [];
  const records = parseRecords(body, delimiterOf(header), firstLine, bad);
  const columns = (records.shift()?.cells ?? []).map((column, i) => (column.trim() === "" ? `column ${i + 1}` : column.trim()));
  if (columns.length < 2)
    throw new AppError("unsupported-format", `${name} is not a table: its first line has one column.`, { file: name, line: 1 });
  const rows: TableRow[] = [];
  for (const { line, cells } of records) {
    if (cells.length === columns.length) rows.push({ line, cells: new Map(columns.map((column, i) => [column, cells[i] ?? ""])) });
    else bad.push({ line, reason: `${cells.length} columns instead of ${columns.length}`, excerpt: excerptOf(cells.join(" ")) });
  }
  return { columns, rows, bad: bad.toSorted((a, b) => a.line - b.line) };
}

interface RawRecord {
  readonly line: number;
  readonly cells: string[];
}

/** A stray quote would swallow what follows it, so a file with one is read line by line: only rows that really are broken are lost. */
function parseRecords(body: string, delimiter: string, firstLine: number, bad: BadRow[]): RawRecord[] {
  try {
    return parseCsv(body, delimiter).map(({ line, cells }) => ({ line: line + firstLine, cells }));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
  }
  return body.split(/\r?\n/).flatMap((text, i) => {
    const line = i + 1 + firstLine;
    try {
      return parseCsv(text, delimiter).map(({ cells }) => ({ line, cells }));
    } catch (error) {
      if (!(error instanceof CsvError)) throw error;
      bad.push({ line, reason: (error.message.split(":")[0] ?? error.code).toLowerCase(), excerpt: excerptOf(text) });
      return [];
    }
  });
}

function parseCsv(text: string, delimiter: string): RawRecord[] {
  const records: RawRecord[] = [];
  parse(text, {
    delimiter,
    bom: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: maxRecordBytes,
    on_record: (cells: string[], { lines }) => {
      records.push({ line: lines, cells });
      return null;
    },
  });
  return records;
}
