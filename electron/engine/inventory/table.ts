export interface TableRow {
  /** 1-based line of the file on which the record ends, or begins where it spans several lines. */
  readonly line: number;
  readonly cells: ReadonlyMap<string, string>;
}

interface BadRow {
  readonly line: number;
  readonly reason: string;
  readonly excerpt: string;
}

export interface Table {
  readonly shape: "csv" | "zeek" | "json" | "ldif" | "isc-leases" | "windows-dhcp";
  /** Column names as the file spells them, in its order. */
  readonly columns: readonly string[];
  readonly rows: readonly TableRow[];
  readonly bad: readonly BadRow[];
  readonly notes: readonly string[];
}

const excerptLength = 120;
export const excerptOf = (text: string): string => text.slice(0, excerptLength);

/** Columns in the order in which the rows first have them. */
export function columnsOf(rows: readonly TableRow[]): string[] {
  const columns = new Set<string>();
  for (const row of rows) for (const column of row.cells.keys()) columns.add(column);
  return [...columns];
}
