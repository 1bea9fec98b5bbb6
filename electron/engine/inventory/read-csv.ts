import { CsvError, parse } from "csv-parse/sync";
import { AppError } from "../../../shared/contract/errors.ts";
import { excerptOf, type Table, type TableRow } from "./table.ts";

const maxRecordBytes = 1024 * 1024;

function delimiterOf(header: string): string {
  const counts = ["\t", ";", ","].map((delimiter) => ({ delimiter, n: header.split(delimiter).length }));
  return counts.reduce((best, next) => (next.n > best.n ? next : best), { delimiter: ",", n: 1 }).delimiter;
}

/** A header may repeat a name or leave it out; every column keeps a name of its own. */
function headerOf(cells: readonly string[]): { columns: string[]; notes: string[] } {
  const seen = new Map<string, number>();
  const repeated = new Set<string>();
  const columns = cells.map((cell, i) => {
    const name = cell.trim() === "" ? `column ${i + 1}` : cell.trim();
    const n = (seen.get(name) ?? 0) + 1;
    seen.set(name, n);
    if (n > 1) repeated.add(name);
    return n === 1 ? name : `${name} (${n})`;
  });
  return { columns, notes: [...repeated].map((name) => `the header names "${name.slice(0, 60)}" more than once; the first is used`) };
}

/** Comma, semicolon or tab. A bad row is set aside, never the file's end. `firstLine`: how many lines of the file come before the header. */
export function readCsv(text: string, name: string, shape: Table["shape"], firstLine = 0): Table {
  const bad: Table["bad"][number][] = [];
  const records = parseRecords(text, delimiterOf(/^[^\n]*/.exec(text)?.[0] ?? ""), firstLine, bad);
  const { columns, notes } = headerOf(records.shift()?.cells ?? []);
  if (columns.length < 2)
    throw new AppError("unsupported-format", `${name} is not a table: its first line has one column.`, { file: name, line: 1 + firstLine });
  const rows: TableRow[] = [];
  for (const { line, cells } of records) {
    // Some tools end every row, but not the header, with a delimiter.
    const isLong = cells.length === columns.length + 1 && cells.at(-1) === "";
    if (cells.length === columns.length || isLong)
      rows.push({ line, cells: new Map(columns.map((column, i) => [column, cells[i] ?? ""])) });
    else bad.push({ line, reason: `${cells.length} columns instead of ${columns.length}`, excerpt: excerptOf(cells.join(" ")) });
  }
  return { shape, columns, rows, bad: bad.toSorted((a, b) => a.line - b.line), notes };
}

interface RawRecord {
  readonly line: number;
  readonly cells: string[];
}

/** A stray quote would swallow what follows it, so a file with one is read line by line: only rows that really are broken are lost. */
function parseRecords(body: string, delimiter: string, firstLine: number, bad: Table["bad"][number][]): RawRecord[] {
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
