import type { LogEntry } from "../../../shared/contract/audit.ts";
import type { Wanted } from "../../../shared/contract/exports.ts";
import { canonicalJson } from "../../../shared/lib/canonical-json.ts";
import { csvLine } from "../../../shared/lib/csv.ts";
import { countLog, createDescriber, streamLog } from "../insights/read-log.ts";
import { kindTitle } from "../insights/log-words.ts";
import type { ExportKind } from "./export-kind.ts";
import type { ExportSource } from "./export-source.ts";

type Log = Extract<Wanted, { what: "log" }>;

const iso = (us: number): string => new Date(Math.floor(us / 1000)).toISOString();

const columns: readonly { readonly name: string; readonly of: (entry: LogEntry) => string | number | null }[] = [
  { name: "seq", of: (entry) => entry.seq },
  { name: "at", of: (entry) => iso(entry.at) },
  { name: "at_us", of: (entry) => entry.at },
  { name: "actor", of: (entry) => entry.actor },
  { name: "kind", of: (entry) => entry.kind },
  { name: "what", of: (entry) => entry.words },
  { name: "undone_by", of: (entry) => entry.undoneBy },
  { name: "id", of: (entry) => entry.id },
  { name: "prev_hash", of: (entry) => entry.prevHash },
  { name: "hash", of: (entry) => entry.hash },
  { name: "body", of: (entry) => canonicalJson(entry.body) },
];

const isWhole = ({ kind, actor, from, to, about, text }: Log): boolean =>
  text.trim() === "" && [kind, actor, from, to, about].every((one) => one === undefined);

function* lines({ db }: ExportSource, wanted: Log): IterableIterator<string> {
  if (wanted.format === "ndjson") {
    for (const entry of streamLog(db, wanted)) yield `${canonicalJson(entry)}\n`;
    return;
  }
  yield csvLine(columns.map(({ name }) => name));
  const describe = createDescriber(db);
  for (const decision of streamLog(db, wanted)) {
    const entry = describe(decision);
    yield csvLine(columns.map(({ of }) => of(entry)));
  }
}

/** How whoever receives the lines can check them, with nothing of ours. */
const howToCheck =
  "Each entry's hash is the sha256 of prevHash, a line feed, and the JSON of {actor, at, body, kind, seq} with keys sorted and no spaces; its id is d and the hash's first 16 digits.";

export const logExport: ExportKind<Log> = {
  plan: async ({ db }, wanted) => {
    const counted = countLog(db, wanted);
    return {
      unit: "entry",
      rows: counted.reduce((total, { n }) => total + n, 0),
      parts: [...Map.groupBy(counted, ({ kind }) => kindTitle(kind))].map(([title, of]) => ({
        title,
        n: of.reduce((total, { n }) => total + n, 0),
      })),
      leftOut: [],
      remarks: [
        ...(wanted.format === "ndjson" ? [howToCheck] : ["Texts that a spreadsheet would run as formulas are guarded."]),
        isWhole(wanted)
          ? "The whole log: each entry names the hash of the one before. The decision to export it is its last entry."
          : "A part of the log: each entry can be checked by itself, but not that none is missing.",
      ],
    };
  },
  pieces: lines,
  rowsOf: ({ format }, pieces) => pieces - (format === "csv" ? 1 : 0),
  usedRuns: () => [],
  mediaType: ({ format }) => (format === "csv" ? "text/csv; charset=utf-8" : "application/x-ndjson"),
  fileName: ({ format }) => ({ stem: "decision-log", ending: format }),
};
