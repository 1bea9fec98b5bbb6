import { AppError } from "../../../../shared/contract/errors.ts";
import type { Fields } from "../map/windows-event.ts";
import { readWindowsEvent } from "../map/windows-shapes.ts";
import { JsonSplitter } from "../readers/json-splitter.ts";
import { LineSplitter, type RecordSink } from "../readers/record-splitter.ts";
import { parseJsonRecord } from "../records/json-record.ts";
import { isZeekRecord } from "../records/json-records.ts";
import { foreignFormat } from "./foreign.ts";
import { logNameOfFile } from "./zeek-names.ts";

export type Wanted = "auto" | "zeek" | "windows" | "csv";

export interface Detected {
  readonly reader: "zeek-tsv" | "json-lines" | "json-values" | "csv";
  /** For the manifest. */
  readonly format: string;
  readonly reason: string;
  readonly hasWindows: boolean;
}

const judged = 50;

const refuse = (name: string, why: string): AppError => new AppError("unsupported-format", `${name} ${why}`, { file: name });

/**
 * The format of a file by its first megabyte of text. `isWhole` tells that this is all there is. Throws
 * `unsupported-format` with the reason when it is nothing that can be read.
 */
export function detectFormat(head: Buffer, isWhole: boolean, name: string, wanted: Wanted, hasMapping: boolean): Detected {
  const foreign = foreignFormat(head);
  if (foreign !== undefined) throw refuse(name, `is ${foreign}`);
  const lines = head.toString("utf8").split("\n", 200);
  const first = lines.map((l) => l.trim()).find((l) => l !== "");
  if (first === undefined) throw refuse(name, head.length === 0 ? "is empty" : "holds blank lines only");
  if (wanted === "csv") {
    if (!hasMapping) throw refuse(name, "was to be read as CSV, which needs a mapping file");
    return { reader: "csv", format: "csv", reason: "CSV as asked, with the given mapping", hasWindows: false };
  }
  if (first.startsWith("#")) return detectZeekHeader(lines, name, wanted);
  if (first.startsWith("{") || first.startsWith("[")) return detectJson(head, isWhole, first, name, wanted);
  if (hasMapping && wanted === "auto") return { reader: "csv", format: "csv", reason: "text with a CSV mapping given", hasWindows: false };
  throw refuse(name, whyNotText(first, lines));
}

function detectZeekHeader(lines: readonly string[], name: string, wanted: Wanted): Detected {
  const directives = lines.filter((l) => l.startsWith("#")).map((l) => l.split(/\s/, 1)[0] ?? "");
  if (!directives.includes("#fields") && !directives.includes("#separator"))
    throw refuse(name, "begins with # but has no Zeek header (#separator, #fields)");
  if (wanted === "windows") throw refuse(name, "was to be read as Windows events, but is a Zeek log in TSV");
  const seen = ["#separator", "#path", "#fields", "#types"].filter((d) => directives.includes(d));
  return { reader: "zeek-tsv", format: "zeek-tsv", reason: `Zeek ASCII header: ${seen.join(", ")}`, hasWindows: false };
}

function whyNotText(first: string, lines: readonly string[]): string {
  const cells = first.split("\t");
  if (cells.length >= 6 && /^\d+(?:\.\d+)?$/.test(cells[0] ?? ""))
    return "looks like rows of a Zeek log whose header is missing: there is no #fields line before the first row";
  const commas = lines
    .slice(0, 5)
    .filter((l) => l.trim() !== "")
    .map((l) => l.split(",").length);
  if (commas.length > 1 && commas.every((n) => n > 1 && n === commas[0])) return "looks like CSV, which needs a mapping file";
  return "is plain text: it has neither a Zeek header (#fields) nor JSON records";
}

function sample(head: Buffer, reader: "json-lines" | "json-values"): { records: Fields[]; bad: number } {
  const found = { records: [] as Fields[], bad: 0 };
  const sink: RecordSink = {
    record: (buffer, start, end) => {
      if (found.records.length + found.bad >= judged) return;
      const record = parseJsonRecord(buffer, start, end);
      if (typeof record === "string") found.bad += 1;
      else found.records.push(record);
    },
    tooLong: () => undefined,
    broken: () => undefined,
  };
  const splitter = reader === "json-lines" ? new LineSplitter(sink, head.length) : new JsonSplitter(sink, head.length);
  splitter.push(head);
  splitter.end();
  return found;
}

/** One object per line, unless the text starts an array or spreads its first object over lines. */
function layoutOf(first: string): "json-lines" | "json-values" {
  if (first.startsWith("[")) return "json-values";
  return first.endsWith("}") || first.length > 2000 ? "json-lines" : /^\{\s*$|[,{[]\s*$/.test(first) ? "json-values" : "json-lines";
}

function detectJson(head: Buffer, isWhole: boolean, first: string, name: string, wanted: Wanted): Detected {
  const reader = layoutOf(first);
  const layout = reader === "json-lines" ? "JSON lines" : first.startsWith("[") ? "JSON array" : "JSON objects one after another";
  const { records, bad } = sample(head, reader);
  if (records.length === 0) {
    if (isWhole || bad > 1) throw refuse(name, "begins like JSON, but none of its first records is a JSON object");
    return { reader, format: "json", reason: `${layout}; the first record is longer than can be judged`, hasWindows: true };
  }
  const isZeekFile = logNameOfFile(name) !== undefined;
  const zeek = records.filter((r) => isZeekRecord(r) || (isZeekFile && r["ts"] !== undefined && r["EventID"] === undefined));
  const windows = records.filter((r) => !zeek.includes(r)).flatMap((r) => readWindowsEvent(r) ?? []);
  if ((wanted === "windows" || zeek.length === 0) && (wanted === "zeek" || windows.length === 0)) {
    const keys = Object.keys(records[0] ?? {})
      .slice(0, 6)
      .join(", ")
      .slice(0, 200);
    const kind = wanted === "auto" ? "a Zeek or Windows event" : wanted === "zeek" ? "a Zeek event" : "a Windows event";
    throw refuse(name, `is JSON, but none of its first ${records.length} records is ${kind} (keys: ${keys})`);
  }
  const shapes = [...new Set(windows.map((e) => e.shape))].join(", ");
  const parts = [
    ...(zeek.length > 0 ? [`${zeek.length} Zeek`] : []),
    ...(windows.length > 0 ? [`${windows.length} Windows: ${shapes}`] : []),
  ];
  const format = windows.length === 0 ? "zeek-json" : zeek.length === 0 ? "windows-json" : "mixed-json";
  return {
    reader,
    format,
    reason: `${layout}; of the first ${records.length} records ${parts.join(" and ")}`,
    hasWindows: windows.length > 0,
  };
}
