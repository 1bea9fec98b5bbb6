import { parse } from "csv-parse/sync";
import { z } from "zod";

/** How delimited text is laid out. */
export interface Layout {
  readonly delimiter: string;
  readonly quote: string;
  readonly skipRows: number;
  readonly header: boolean;
}

export interface FoundLayout extends Layout {
  readonly columns: number;
  /** Rows of the sample that have as many columns, of how many. */
  readonly fitting: number;
  readonly rows: number;
}

const delimiters = [",", "\t", ";", "|"] as const;
export const delimiterNames: Readonly<Record<string, string>> = { ",": "commas", "\t": "tabs", ";": "semicolons", "|": "bars" };
const sampledLines = 200;
const Rows = z.array(z.array(z.string()));

/** The rows of a sample; what cannot be parsed ends it. */
export function sampleRows(
  lines: readonly string[],
  { delimiter, quote, skipRows }: Pick<Layout, "delimiter" | "quote" | "skipRows">,
): string[][] {
  const parsed: unknown = parse(lines.slice(skipRows).join("\n"), {
    delimiter,
    quote: quote === "" ? false : quote,
    bom: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
  });
  return Rows.parse(parsed).map((row) => row.map((cell) => cell.trim()));
}

/** Whole lines of the beginning of a text; the last one of a cut text is left out. */
export function linesOf(head: Buffer, isWhole: boolean): string[] {
  const lines = head.toString("utf8").split(/\r\n|\n|\r/, sampledLines + 1);
  return isWhole || lines.length > sampledLines ? lines.slice(0, sampledLines) : lines.slice(0, -1);
}

const isNumeric = (cell: string): boolean => cell !== "" && !Number.isNaN(Number(cell));

/** A header names every column, no two alike, and with words rather than numbers. */
function looksLikeHeader(first: readonly string[]): boolean {
  return first.every((cell) => cell !== "" && !isNumeric(cell) && cell.length <= 100) && new Set(first).size === first.length;
}

function layoutWith(delimiter: string, lines: readonly string[]): FoundLayout | undefined {
  const quote = '"';
  const rows = sampleRows(lines, { delimiter, quote, skipRows: 0 });
  const widths = new Map<number, number>();
  for (const row of rows) widths.set(row.length, (widths.get(row.length) ?? 0) + 1);
  const [columns, fitting] = [...widths].toSorted((a, b) => b[1] - a[1] || b[0] - a[0])[0] ?? [0, 0];
  if (columns < 2 || rows.length < 2) return undefined;
  const skipRows = lines.findIndex((line) => sampleRows([line], { delimiter, quote, skipRows: 0 })[0]?.length === columns);
  const first = sampleRows(lines, { delimiter, quote, skipRows: Math.max(0, skipRows) })[0] ?? [];
  return { delimiter, quote, skipRows: Math.max(0, skipRows), header: looksLikeHeader(first), columns, fitting, rows: rows.length };
}

/** The delimiter that gives most rows the same number of columns, and of those the most columns; undefined when none does for four in five. */
export function guessLayout(lines: readonly string[]): FoundLayout | undefined {
  return delimiters
    .flatMap((delimiter) => layoutWith(delimiter, lines) ?? [])
    .filter(({ fitting, rows }) => fitting >= rows * 0.8)
    .toSorted((a, b) => b.fitting / b.rows - a.fitting / a.rows || b.columns - a.columns)[0];
}

export const describeLayout = ({ delimiter, columns, fitting, rows, skipRows, header }: FoundLayout): string =>
  `${fitting} of ${rows} sampled rows have ${columns} columns between ${delimiterNames[delimiter] ?? delimiter}` +
  (skipRows > 0 ? `, after ${skipRows} other lines` : "") +
  (header ? ", the first names them" : ", and no header names them");
