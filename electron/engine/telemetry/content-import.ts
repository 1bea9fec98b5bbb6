import type { CsvMapping } from "./csv/csv-mapping.ts";
import { importCsv } from "./csv/csv-import.ts";
import { detectFormat, type Wanted } from "./detect/detect-format.ts";
import { importJson } from "./json-import.ts";
import { peek } from "./readers/byte-streams.ts";
import { encodingOf, toUtf8 } from "./readers/decode-text.ts";
import type { Bytes } from "./readers/limits.ts";
import { LineSplitter } from "./readers/record-splitter.ts";
import type { ReadContext } from "./records/record-reader.ts";
import { ZeekTsvReader } from "./records/zeek-tsv.ts";
import type { Correction } from "./windows-clock.ts";

const headBytes = 1024 * 1024;

export interface ContentOptions {
  readonly wanted: Wanted;
  readonly mapping: CsvMapping | undefined;
}

/** Reads the unpacked bytes of one file into events. Returns the clock corrections applied. Throws AppError when the file as a whole cannot be read (on). */
export async function importContent(source: Bytes, options: ContentOptions, context: ReadContext): Promise<readonly Correction[]> {
  const { report } = context;
  const start = await peek(source, 4);
  const encoding = encodingOf(start.head);
  const text = await peek(toUtf8(start.all, encoding), headBytes);
  const found = detectFormat(text.head, text.head.length < headBytes, report.name, options.wanted, options.mapping !== undefined);
  report.format = found.format;
  report.formatReason = encoding === "utf-8" ? found.reason : `${found.reason}; ${encoding.toUpperCase()}`;
  if (found.reader === "csv" && options.mapping !== undefined) {
    report.logType = options.mapping.class;
    await importCsv(text.all, options.mapping, context);
    return [];
  }
  if (found.reader === "json-lines" || found.reader === "json-values") {
    const wanted = options.wanted === "csv" ? "auto" : options.wanted;
    return importJson(text.all, { layout: found.reader, wanted, hasWindows: found.hasWindows }, context);
  }
  const splitter = new LineSplitter(new ZeekTsvReader(context), context.maxRecordBytes);
  for await (const chunk of text.all) {
    context.checkCancelled();
    splitter.push(chunk);
  }
  splitter.end();
  return [];
}
