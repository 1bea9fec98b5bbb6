import { pipeline, Readable } from "node:stream";
import { CsvError, parse } from "csv-parse";
import { z } from "zod";
import { AppError } from "../../../../shared/contract/errors.ts";
import type { Bytes } from "../readers/limits.ts";
import type { ReadContext } from "../records/record-reader.ts";
import { implausible } from "../time-text.ts";
import { bindCsvColumns, csvTime, type RowFiller, surveyCell } from "./csv-columns.ts";
import { CsvLines, lineEndsIn, parserLinesIn, recordText } from "./csv-lines.ts";
import type { CsvMapping } from "./csv-mapping.ts";

/** What csv-parse emits with `info` and `raw`. */
const CsvItem = z.object({ record: z.array(z.string()), raw: z.string() });

const lineOf = (error: CsvError): number => {
  const lines: unknown = error["lines"];
  return typeof lines === "number" ? lines : 0;
};

/** Reads rows into the mapping's class. A record's number is the line it starts on. */
export async function importCsv(source: Bytes, mapping: CsvMapping, context: ReadContext): Promise<void> {
  const { report } = context;
  const lines = new CsvLines();
  /** Last lines of the records the parser has read and this loop has not. */
  const lastLines: number[] = [];
  let overcount = 0;
  const parser = parse({
    delimiter: mapping.delimiter,
    quote: mapping.quote,
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
  const reader = new CsvRows(mapping, context);
  try {
    for await (const item of parser) reader.take(CsvItem.parse(item), lastLines.shift() ?? 0);
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
  readonly #context: ReadContext;
  #header: readonly string[] | undefined;
  #fill: RowFiller = () => undefined;
  #timeAt = -1;

  constructor(mapping: CsvMapping, context: ReadContext) {
    this.#mapping = mapping;
    this.#context = context;
  }

  take({ record, raw }: z.infer<typeof CsvItem>, lastLine: number): void {
    const text = recordText(raw);
    const line = lastLine - lineEndsIn(text);
    if (this.#header === undefined) this.#takeHeader(record, line);
    else this.#takeRow(record, Buffer.from(text), line);
  }

  #takeHeader(record: readonly string[], line: number): void {
    const { report, sink } = this.#context;
    const header = record.map((name) => name.trim());
    const bound = bindCsvColumns(this.#mapping, sink.table(this.#mapping.class), header);
    if (typeof bound !== "function")
      throw new AppError("bad-input", `${report.name} has no column ${bound.map((n) => `"${n}"`).join(", ")}, which the mapping names`, {
        file: report.name,
        line,
      });
    this.#header = header;
    this.#fill = bound;
    this.#timeAt = header.indexOf(this.#mapping.time.column);
  }

  #takeRow(record: readonly string[], raw: Buffer, line: number): void {
    const { report, sink, clock, clocks, checkCancelled } = this.#context;
    if (line % 1024 === 0) checkCancelled();
    const width = this.#header?.length ?? 0;
    if (record.length !== width) {
      report.reject(line, "wrong number of columns", `${record.length} columns where the header names ${width}`, raw);
      return;
    }
    const cell = record[this.#timeAt] ?? "";
    surveyCell(clocks, cell, this.#mapping.time);
    const timeUs = csvTime(cell, this.#mapping.time, clock);
    if (timeUs === undefined) {
      report.reject(line, "no readable time", undefined, raw);
      return;
    }
    const problem = implausible(timeUs);
    if (problem !== undefined) {
      report.reject(line, problem.category, problem.detail, raw);
      return;
    }
    clocks.event(timeUs);
    this.#fill(record);
    report.mapped += 1;
    sink.commit(sink.table(this.#mapping.class), line, timeUs, raw, 0, raw.length);
  }
}
