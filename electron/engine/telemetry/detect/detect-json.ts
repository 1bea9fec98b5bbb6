import { AppError } from "../../../../shared/contract/errors.ts";
import type { Fields } from "../map/windows-event.ts";
import { JsonSplitter } from "../readers/json-splitter.ts";
import { LineSplitter, type RecordSink } from "../readers/record-splitter.ts";
import { parseJsonRecord } from "../records/json-record.ts";
import type { Detected } from "./detected.ts";
import { kindOfRecord, kindsFor, kindTitles, type RecordKind, type SourceKind, sourceKinds, type Wanted } from "./record-kind.ts";
import { logNameOfFile } from "./zeek-names.ts";

const judged = 50;

interface Layout {
  readonly reader: "json-lines" | "json-values";
  readonly words: string;
  /** Bytes before the array of records, where an object wraps it. */
  readonly skip: number;
}

/** One object per line, unless the text starts an array, wraps one, or spreads its first object over lines. */
function layoutOf(head: Buffer, first: string): Layout {
  const wrapper = /^\s*\{\s*"(Records|records)"\s*:\s*(?=\[)/.exec(head.toString("latin1", 0, 4096));
  if (wrapper !== null) return { reader: "json-values", words: `JSON array in "${wrapper[1] ?? ""}"`, skip: wrapper[0].length };
  if (first.startsWith("[")) return { reader: "json-values", words: "JSON array", skip: 0 };
  const isSpread = !first.endsWith("}") && first.length <= 2000 && /^\{\s*$|[,{[]\s*$/.test(first);
  return isSpread
    ? { reader: "json-values", words: "JSON objects one after another", skip: 0 }
    : { reader: "json-lines", words: "JSON lines", skip: 0 };
}

function sample(head: Buffer, reader: Layout["reader"]): { records: Fields[]; bad: number } {
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

const listed = (kinds: readonly SourceKind[]): string => {
  const titles = kinds.map((kind) => kindTitles[kind]);
  return titles.length === 1 ? titles.join() : `${titles.slice(0, -1).join(", ")} or ${titles.at(-1) ?? ""}`;
};

const article = (words: string): string => (/^[AEO]/.test(words) ? "an" : "a");

/** How the records of a JSON text are laid out and what they are, by the first of them. Throws `unsupported-format` when they are nothing known. */
export function detectJson(head: Buffer, isWhole: boolean, first: string, name: string, wanted: Wanted): Detected {
  const layout = layoutOf(head, first);
  const { records, bad } = sample(head.subarray(layout.skip), layout.reader);
  const refuse = (why: string): AppError => new AppError("unsupported-format", `${name} ${why}`, { file: name });
  const { reader, skip } = layout;
  if (records.length === 0) {
    if (isWhole || bad > 1) throw refuse("begins like JSON, but none of its first records is a JSON object");
    return { reader, format: "json", reason: `${layout.words}; the first record is longer than can be judged`, hasWindows: true, skip };
  }
  const among = kindsFor(wanted);
  const fileLog = logNameOfFile(name);
  const found = records.flatMap((record) => kindOfRecord(record, fileLog, among) ?? []);
  if (found.length === 0) {
    const keys = Object.keys(records[0] ?? {})
      .slice(0, 6)
      .join(", ")
      .slice(0, 200);
    const kinds = listed(among);
    throw refuse(`is JSON, but none of its first ${records.length} records is ${article(kinds)} ${kinds} event (keys: ${keys})`);
  }
  const kinds = sourceKinds.filter((kind) => found.some((f) => f.kind === kind));
  const parts = kinds.map((kind) => describe(kind, found));
  const [only] = kinds;
  return {
    reader,
    format: kinds.length === 1 && only !== undefined ? `${only}-json` : "mixed-json",
    reason: `${layout.words}; of the first ${records.length} records ${parts.join(" and ")}`,
    hasWindows: kinds.includes("windows"),
    skip,
  };
}

function describe(kind: SourceKind, found: readonly RecordKind[]): string {
  const ofKind = found.filter((f) => f.kind === kind);
  const shapes = [...new Set(ofKind.flatMap((f) => f.shape ?? []))];
  return `${ofKind.length} ${kindTitles[kind]}${shapes.length === 0 ? "" : `: ${shapes.join(", ")}`}`;
}
