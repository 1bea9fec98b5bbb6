import { AppError } from "../../../shared/contract/errors.ts";
import type { CsvMapping } from "./csv/csv-mapping.ts";
import { importCsv } from "./csv/csv-import.ts";
import { detectFormat } from "./detect/detect-format.ts";
import { isParquet } from "./detect/foreign.ts";
import { kindsFor, type Wanted } from "./detect/record-kind.ts";
import { importJson } from "./json-import.ts";
import { importParquet } from "./parquet-import.ts";
import { peek } from "./readers/byte-streams.ts";
import { dropFirst, encodingOf, toUtf8 } from "./readers/decode-text.ts";
import type { Bytes } from "./readers/limits.ts";
import { LineSplitter, type RecordSink } from "./readers/record-splitter.ts";
import { LinuxLines } from "./records/linux-lines.ts";
import type { ReadContext } from "./records/record-reader.ts";
import { ZeekTsvReader } from "./records/zeek-tsv.ts";
import type { Correction } from "./windows-clock.ts";

const headBytes = 1024 * 1024;

export interface ContentOptions {
  readonly wanted: Wanted;
  readonly mapping: CsvMapping | undefined;
  /** The file itself, when the bytes are a plain file's: Parquet is read from its end. */
  readonly path?: string | undefined;
}

/** Reads the unpacked bytes of one file into events. Returns the clock corrections applied. Throws AppError when the file as a whole cannot be read (on). */
export async function importContent(source: Bytes, options: ContentOptions, context: ReadContext): Promise<readonly Correction[]> {
  const { report } = context;
  const start = await peek(source, 4);
  if (isParquet(start.head)) {
    const wish = { mapping: options.mapping, isTable: options.wanted === "parquet" && options.mapping !== undefined };
    await importParquet(start.all, options.path, wish, context);
    return [];
  }
  const encoding = encodingOf(start.head);
  const text = await peek(toUtf8(start.all, encoding), headBytes);
  const found = detectFormat(text.head, text.head.length < headBytes, report.name, options.wanted, options.mapping !== undefined);
  report.format = found.format;
  report.formatReason = encoding === "utf-8" ? found.reason : `${found.reason}; ${encoding.toUpperCase()}`;
  if (found.reader === "unmapped")
    throw new AppError("unsupported-format", `${report.name} looks like CSV, which needs a mapping`, { file: report.name });
  if (found.reader === "csv" && options.mapping !== undefined) {
    report.logType = options.mapping.class;
    await importCsv(text.all, options.mapping, context);
    return [];
  }
  if (found.reader === "json-lines" || found.reader === "json-values") {
    const { reader: layout, hasWindows, skip } = found;
    const records = skip === 0 ? text.all : dropFirst(text.all, skip);
    return importJson(records, { layout, among: kindsFor(options.wanted), hasWindows, isWrapped: skip > 0 }, context);
  }
  if (found.reader === "linux-lines") {
    const lines = new LinuxLines(context);
    await splitLines(text.all, lines, context);
    lines.end();
  } else await splitLines(text.all, new ZeekTsvReader(context), context);
  return [];
}

async function splitLines(text: Bytes, reader: RecordSink, context: ReadContext): Promise<void> {
  const splitter = new LineSplitter(reader, context.maxRecordBytes);
  for await (const chunk of text) {
    context.checkCancelled();
    splitter.push(chunk);
  }
  splitter.end();
}
