import { csvLine, guarded } from "../../../shared/lib/csv.ts";
import { defang, toSafeText } from "./text.ts";

export type CopyCell = string | number | boolean | null;

export interface CopyColumn {
  readonly name: string;
  /** Its cells are microseconds UTC; copied as a time with its offset. */
  readonly isTime?: boolean;
  /** Said by the desk; no table of the data has it. */
  readonly isOurs?: boolean;
}

export interface CopyTable {
  readonly columns: readonly CopyColumn[];
  /** `undefined` where a row has no such cell. */
  readonly rows: readonly (readonly (CopyCell | undefined)[])[];
  /** The column whose value is copied alone. */
  readonly about: number;
  /** ISO 8601 with offset, in the zone that is shown. */
  readonly iso: (us: number) => string;
}

export const copyForms = [
  { key: "ioc", title: "Indicators, defanged", hint: "addresses, domains, URLs and mail, one a line" },
  { key: "value", title: "Value", hint: "what each row is about, exactly" },
  { key: "filter", title: "Filter", hint: "field:value" },
  { key: "tsv", title: "TSV", hint: "to paste into a sheet" },
  { key: "csv", title: "CSV", hint: "RFC 4180" },
  { key: "json", title: "JSON", hint: "one array" },
  { key: "ndjson", title: "NDJSON", hint: "one object a line" },
  { key: "markdown", title: "Markdown", hint: "a table, addresses defanged" },
  { key: "sql", title: "SQL predicate", hint: "for a WHERE" },
] as const;
export type CopyForm = (typeof copyForms)[number]["key"];

/** A time with its offset where it is one. */
const valueOf = (cell: CopyCell, column: CopyColumn, iso: CopyTable["iso"]): CopyCell =>
  column.isTime === true && typeof cell === "number" ? iso(cell) : cell;

const valuesOf = ({ rows, columns, iso }: CopyTable): CopyCell[][] =>
  rows.map((row) => columns.map((column, i) => valueOf(row[i] ?? null, column, iso)));

const textOf = (cell: CopyCell): string => (cell === null ? "" : String(cell));

// Controls, bidi overrides and invisibles act on whoever reads them; JSON and SQL have a way to write them out.
const acting = /[\p{Cc}\p{Cf}\u2028\u2029]/gu;
const asJsonEscape = (character: string): string =>
  Array.from({ length: character.length }, (_, i) => `\\u${character.charCodeAt(i).toString(16).padStart(4, "0")}`).join("");
const toJson = (value: unknown): string => JSON.stringify(value).replaceAll(acting, asJsonEscape);

const objects = (table: CopyTable): Record<string, CopyCell>[] =>
  valuesOf(table).map((row) => Object.fromEntries(table.columns.map(({ name }, i) => [name, row[i] ?? null])));

/** Tabs and line ends have no place in a cell of TSV, and a sheet must not run it as a formula. */
const tsvCell = (cell: CopyCell): string => {
  if (typeof cell === "number") return String(cell);
  const oneLine = textOf(cell).replaceAll("\\", "\\\\").replaceAll("\t", "\\t").replaceAll("\n", "\\n").replaceAll("\r", "\\r");
  return guarded(toSafeText(oneLine));
};

const markdownCell = (cell: CopyCell): string =>
  toSafeText(defang(textOf(cell)).replaceAll(/\s*[\r\n]+\s*/g, " "))
    .replaceAll(/[\\`*_[\]<>|~$&]/g, (character) => `\\${character}`)
    .replaceAll("\t", " ");

const filterTerm = (name: string, cell: CopyCell): string => {
  if (cell === null) return `-${name}:*`;
  const text = toSafeText(String(cell).replaceAll(/[\r\n\t]+/g, " "));
  return /^[\w.\-/@]+$/u.test(text) ? `${name}:${text}` : `${name}:"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
};

const sqlName = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** Characters that act on a reader are written by their number. */
function sqlText(text: string): string {
  const parts = text.split(new RegExp(`(${acting.source})`, "gu")).filter((part) => part !== "");
  const written = parts.map((part) =>
    new RegExp(`^(?:${acting.source})$`, "u").test(part) ? `chr(${part.codePointAt(0) ?? 0})` : `'${part.replaceAll("'", "''")}'`,
  );
  return written.length === 0 ? "''" : written.length === 1 ? (written[0] ?? "''") : `(${written.join(" || ")})`;
}

const sqlValue = (cell: Exclude<CopyCell, null>, column: CopyColumn): string => {
  if (typeof cell === "string") return sqlText(cell);
  return column.isTime === true && typeof cell === "number" ? `make_timestamp(${Math.trunc(cell)})` : String(cell);
};

function sqlPredicate({ columns, rows }: CopyTable): string {
  const of = (column: CopyColumn, cell: CopyCell): string =>
    cell === null ? `${sqlName(column.name)} IS NULL` : `${sqlName(column.name)} = ${sqlValue(cell, column)}`;
  const terms = (row: CopyTable["rows"][number]): string[] =>
    columns.flatMap((column, i) => {
      const cell = row[i];
      return column.isOurs === true || cell === undefined ? [] : [of(column, cell)];
    });
  const each = [...new Set(rows.map((row) => terms(row).join(" AND ")).filter((text) => text !== ""))];
  return each.length === 1 ? (each[0] ?? "") : each.map((one) => `(${one})`).join("\n  OR ");
}

const indicator =
  /\bhttps?:\/\/[^\s"'<>|]+|\b[\w.+-]+@(?:[a-z0-9-]+\.)+[a-z]{2,}\b|\b\d{1,3}(?:\.\d{1,3}){3}\b|\b(?:[a-f0-9]{1,4}:){2,7}[a-f0-9]{0,4}(?:::?[a-f0-9]{1,4})*\b|\b(?:[a-z0-9_-]+\.)+[a-z][a-z0-9-]+\b/giu;
const isV6 = (text: string): boolean => /^[a-f0-9:]+$/iu.test(text) && text.includes(":");

/** Every address, domain, URL and mail address of the rows, each once, made so that none can be followed by a click. */
function indicators(table: CopyTable): string {
  const found = table.rows.flatMap((row) =>
    row.flatMap((cell) => (typeof cell === "string" ? [...cell.matchAll(indicator)].map(([text]) => text) : [])),
  );
  const defanged = found.map((text) => (isV6(text) ? text.replaceAll(":", "[:]") : defang(text)));
  // A name of a file or a number is told apart by having nothing to defang.
  return [...new Set(defanged.filter((text, i) => text !== found[i]))].map(toSafeText).join("\n");
}

/** The rows as text of one form, without anything that would run, be followed or reorder what is read. Empty when the form has nothing to say of them. */
export function copyAs(form: CopyForm, table: CopyTable): string {
  const names = table.columns.map(({ name }) => name);
  switch (form) {
    case "ioc":
      return indicators(table);
    case "value":
      return [...new Set(valuesOf(table).map((row) => toSafeText(textOf(row[table.about] ?? null))))].join("\n");
    case "filter": {
      const column = table.columns[table.about];
      return column === undefined
        ? ""
        : [...new Set(valuesOf(table).map((row) => filterTerm(column.name, row[table.about] ?? null)))].join(" ");
    }
    case "tsv":
      return [names, ...valuesOf(table)].map((row) => row.map(tsvCell).join("\t")).join("\n");
    case "csv":
      return [names, ...valuesOf(table)]
        .map((row) => csvLine(row.map((cell) => (typeof cell === "number" ? cell : toSafeText(textOf(cell))))))
        .join("");
    case "json":
      return `[\n${objects(table)
        .map((row) => `  ${toJson(row)}`)
        .join(",\n")}\n]`;
    case "ndjson":
      return objects(table).map(toJson).join("\n");
    case "markdown":
      return [
        `| ${names.map(markdownCell).join(" | ")} |`,
        `|${names.map(() => " --- |").join("")}`,
        ...valuesOf(table).map((row) => `| ${row.map(markdownCell).join(" | ")} |`),
      ].join("\n");
    case "sql":
      return sqlPredicate(table);
  }
}
