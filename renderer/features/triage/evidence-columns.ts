import type { EvidenceRow } from "../../../shared/contract/triage.ts";

export type Cell = EvidenceRow["columns"][string];

/** Bookkeeping that the grid shows in a better form (time, file, record) or that says nothing to a reader. */
const unsaid = new Set(["time", "event_no", "file_no", "record_no", "snapshot", "activity_id", "status_id"]);
/** Where an event came from, rather than what it says: shown after the rest. */
const isOrigin = (name: string): boolean => name.startsWith("metadata_");

const isFilled = (cell: Cell | undefined): boolean => cell !== null && cell !== undefined && cell !== "";

export interface EvidenceColumns {
  /** Columns that differ between the rows, fullest first, else in the order the rows give them. */
  readonly varying: readonly string[];
  /** Columns that say the same in every row; said once. */
  readonly constant: readonly { readonly name: string; readonly cell: Cell }[];
}

const fewRows = 3;

/** Sorts what the rows hold into what differs and what is the same throughout. With few rows all of it stays in the grid. */
export function evidenceColumns(rows: readonly EvidenceRow[]): EvidenceColumns {
  const names = new Set<string>();
  for (const row of rows) for (const [name, cell] of Object.entries(row.columns)) if (isFilled(cell) && !unsaid.has(name)) names.add(name);
  const filled = new Map([...names].map((name) => [name, rows.filter((row) => isFilled(row.columns[name])).length]));
  const ordered = [...names].toSorted((a, b) => Number(isOrigin(a)) - Number(isOrigin(b)) || (filled.get(b) ?? 0) - (filled.get(a) ?? 0));
  const first = rows[0];
  // A record's own identifier is often one of its columns, under the same title: said once.
  const isTwin = (name: string, i: number): boolean =>
    ordered
      .slice(0, i)
      .some((other) => columnTitle(other) === columnTitle(name) && rows.every((row) => row.columns[other] === row.columns[name]));
  const said = ordered.filter((name, i) => !isTwin(name, i));
  const isSame = (name: string): boolean => rows.length > fewRows && rows.every((row) => row.columns[name] === first?.columns[name]);
  return {
    varying: said.filter((name) => !isSame(name)),
    constant: said.filter(isSame).map((name) => ({ name, cell: first?.columns[name] ?? null })),
  };
}

/** `process_parent_process_name` reads as `parent process name`: repeated and empty words of the path are left out. */
export const columnTitle = (name: string): string =>
  name
    .replace(/^process_parent_process_/, "parent process ")
    .replace(/^(http_request|http_response|connection_info|metadata|traffic)_/, "")
    .replaceAll("_endpoint_", " ")
    .replaceAll("_", " ");

export const isNumber = (cell: Cell | undefined): boolean => typeof cell === "number";
