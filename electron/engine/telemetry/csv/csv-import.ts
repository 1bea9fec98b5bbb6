import { pipeline, Readable } from "node:stream";
import { CsvError, parse } from "csv-parse";
import { z } from "zod";
import { AppError } from "../../../../shared/contract/errors.ts";
import type { Bytes } from "../readers/limits.ts";
import type { ReadContext } from "../records/record-reader.ts";
import { MappedRows } from "../mapping/mapped-rows.ts";
import { CsvLines, parserLinesIn, recordText } from "./csv-lines.ts";
import type { CsvMapping } from "./csv-mapping.ts";

/** What csv-parse emits with `info` and `raw`. */
const CsvItem = z.object({ record: z.array(z.string()), raw: z.string() });

const lineOf = (error: CsvError): number => {
  const lines: unknown = error["lines"];
  return typeof lines === "number" ? lines : 0;
};

/** What columns are called where no header names them. */
export const unnamedColumns = (n: number): string[] => Array.from({ length: n }, (_, i) => `column ${i + 1}`);

/** Reads rows into the mapping's class. A record's number is the line it starts on. */
export async function importCsv(source: Bytes, mapping: CsvMapping, context: ReadContext): Promise<void> {
  const { report } = context;
  const lines = new CsvLines();
  /** Last lines of the records the parser has read and this loop has not. */
  const lastLines: number[] = [];
  let overcount = 0;
  const parser = parse({
    delimiter: mapping.delimiter,
    quote: mapping.quote === "" ? false : mapping.quote,
    from_line: (mapping.skipRows ?? 0) + 1,
    bom: true,
    info: true,
    raw: true,
    relax_column_count: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    max_record_size: context.maxRecordBytes,
    on_record: (item, info) => {
      const last = lines.lineBefore(info.bytes);
      overcount = info.lines - last;
      lastLines.push(last);
      return item;
    },
    on_skip: (error, raw = "") => {
      if (!(error instanceof CsvError)) return undefined;
      const line = Math.max(1, lineOf(error) - overcount - parserLinesIn(raw));
      report.reject(line, "malformed CSV", `malformed CSV: ${error.code}`, Buffer.from(recordText(raw)));
      return undefined;
    },
  });
  let failure: unknown;
  pipeline(Readable.from(lines.watch(source), { objectMode: false }), parser, (error) => {
    failure = error ?? undefined;
  });
  const reader = new CsvRows(mapping, lines, context);
  try {
    let rows = 0;
    for await (const item of parser) {
      reader.take(CsvItem.parse(item), lastLines.shift() ?? 0);
      rows += 1;
      if (rows > (context.maxRows ?? Number.POSITIVE_INFINITY)) break;
    }
  } catch (thrown) {
    const error = thrown instanceof AppError ? thrown : (failure ?? thrown);
    if (!(error instanceof CsvError)) throw error;
    throw new AppError("evidence-unreadable", `${report.name} cannot be read on from line ${lineOf(error)} (${error.code})`, {
      file: report.name,
      line: lineOf(error),
    });
  }
}

class CsvRows {
  readonly #mapping: CsvMapping;
  readonly #lines: CsvLines;
  readonly #context: ReadContext;
  #rows: MappedRows | undefined;

  constructor(mapping: CsvMapping, lines: CsvLines, context: ReadContext) {
    this.#mapping = mapping;
    this.#lines = lines;
    this.#context = context;
  }

  take({ record, raw }: z.infer<typeof CsvItem>, lastLine: number): void {
    const text = recordText(raw);
    const line = lastLine - this.#lines.endsIn(text);
    if (this.#rows === undefined) {
      const hasHeader = this.#mapping.header !== false;
      const header = hasHeader ? record.map((name) => name.trim()) : unnamedColumns(record.length);
      const { name } = this.#context.report;
      this.#rows = new MappedRows(this.#mapping, header, this.#context, { name, file: name, line });
      if (hasHeader) return;
    }
    this.#rows.take(record, Buffer.from(text), line);
  }
}
