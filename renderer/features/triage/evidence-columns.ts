import type { EvidenceRow } from "../../../shared/contract/triage.ts";

export type Cell = EvidenceRow["columns"][string];

/** Columns that hold something in these rows, in the order the rows give them. */
export function filledColumns(rows: readonly EvidenceRow[]): readonly string[] {
  const names = new Set<string>();
  for (const row of rows) for (const [name, cell] of Object.entries(row.columns)) if (cell !== null && cell !== "") names.add(name);
  return [...names];
}

/** `process_parent_process_name` reads as `process parent process name`. */
export const columnTitle = (name: string): string => name.replaceAll("_", " ");

export const isNumber = (cell: Cell | undefined): boolean => typeof cell === "number";
