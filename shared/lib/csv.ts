const quoted = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** A text that a spreadsheet would run as a formula gets an apostrophe before it (OWASP, CSV injection). Every CSV that leaves Quarry goes by this. */
export const guarded = (text: string): string => (/^[=+\-@\t\r\n]/.test(text) ? `'${text}` : text);

/** A cell of RFC 4180, guarded where it is text; numbers stay numbers. */
export function csvCell(cell: string | number | null): string {
  if (cell === null) return "";
  return typeof cell === "number" ? String(cell) : quoted(guarded(cell));
}

/** A guarded text where it must be told apart from NULL, which is empty: the empty text is `""`. */
export const csvText = (text: string): string => (text === "" ? '""' : csvCell(text));

export const csvLine = (cells: readonly (string | number | null)[]): string => `${cells.map(csvCell).join(",")}\r\n`;
