/** Log contents are hostile: control and format characters, such as those that turn the writing direction, are shown as escapes; tab and line feed stay. */
export function printable(text: string): string {
  return text.replace(/(?![\t\n])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (c) => {
    const hex = (c.codePointAt(0) ?? 0).toString(16);
    return hex.length > 4 ? `\\u{${hex}}` : `\\u${hex.padStart(4, "0")}`;
  });
}

/** Microseconds since 1970 as ISO 8601 UTC without trailing zeros of the fraction. */
export function isoTime(us: number): string {
  const whole = new Date(Math.floor(us / 1_000_000) * 1000).toISOString().slice(0, 19);
  const fraction = String(((us % 1_000_000) + 1_000_000) % 1_000_000)
    .padStart(6, "0")
    .replace(/0+$/, "");
  return `${whole}${fraction === "" ? "" : `.${fraction}`}Z`;
}

export interface Column<T> {
  readonly title: string;
  readonly right?: boolean;
  value(row: T): string | number;
}

/** A table for people: columns padded to their widest value, two spaces between, no rules. */
export function table<T>(rows: readonly T[], columns: readonly Column<T>[]): string {
  const cells = rows.map((row) => columns.map((column) => printable(String(column.value(row))).replace(/[\n\t]/g, " ")));
  const widths = columns.map((column, i) => Math.max(column.title.length, ...cells.map((line) => (line[i] ?? "").length)));
  const format = (line: readonly string[]): string =>
    line
      .map((cell, i) => (columns[i]?.right === true ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0)))
      .join("  ")
      .trimEnd();
  return `${[columns.map((column) => column.title), ...cells].map(format).join("\n")}\n`;
}

/** Lines of `title  value`, titles padded. */
export function facts(pairs: readonly (readonly [string, string | number])[]): string {
  const width = Math.max(...pairs.map(([title]) => title.length));
  return pairs.map(([title, value]) => `${title.padEnd(width)}  ${printable(String(value))}\n`).join("");
}

export const shortId = (id: string): string => id.slice(0, 12);

/** Decimal megabytes, with a decimal below ten. */
export const megabytes = (bytes: number): string => `${bytes < 1e7 ? (bytes / 1e6).toFixed(1) : Math.round(bytes / 1e6)} MB`;
