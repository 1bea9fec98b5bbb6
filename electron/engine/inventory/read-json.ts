import { AppError } from "../../../shared/contract/errors.ts";
import { columnsOf, excerptOf, type Table, type TableRow } from "./table.ts";

type Plain = Readonly<Record<string, unknown>>;

const isPlain = (value: unknown): value is Plain => typeof value === "object" && value !== null && !Array.isArray(value);
const maxDepth = 4;

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function cellText(value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (Array.isArray(value)) return value.map(cellText).join(",");
  return value === null || value === undefined ? "" : JSON.stringify(value);
}

/** `{profile: {login}}` becomes the column `profile.login`; lists become one cell. */
function flatten(value: Plain, prefix: string, depth: number, cells: Map<string, string>): Map<string, string> {
  for (const [key, inner] of Object.entries(value)) {
    if (isPlain(inner) && depth < maxDepth) flatten(inner, `${prefix}${key}.`, depth + 1, cells);
    else cells.set(`${prefix}${key}`, cellText(inner));
  }
  return cells;
}

const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);

/** The list a document holds: itself, or what its one field `value` (Graph), `result` (ServiceNow) or the like lists. */
function listIn(document: unknown): readonly unknown[] | undefined {
  if (isList(document)) return document;
  if (!isPlain(document)) return undefined;
  const lists = ["value", "result", "records", "users", "devices", "data", "items"].map((key) =>
    Object.hasOwn(document, key) ? document[key] : undefined,
  );
  return lists.find(isList);
}

function toTable(values: readonly { readonly line: number; readonly value: unknown; readonly text: string }[]): Table {
  const rows: TableRow[] = [];
  const bad: Table["bad"][number][] = [];
  for (const { line, value, text } of values) {
    if (isPlain(value)) rows.push({ line, cells: flatten(value, "", 1, new Map()) });
    else bad.push({ line, reason: "not a JSON object", excerpt: excerptOf(text) });
  }
  return { shape: "json", columns: columnsOf(rows), rows, bad, notes: [] };
}

/** JSON lines, a JSON array, or a document that holds one. Positions in a document count its records, since it may be one line. */
export function readJson(text: string, name: string): Table {
  const document = parseJson(text);
  if (document !== undefined)
    return toTable((listIn(document) ?? [document]).map((value, i) => ({ line: i + 1, value, text: cellText(value) })));
  const lines = text.split("\n").map((line, i) => ({ line: i + 1, text: line.trim() }));
  if (!lines.slice(0, 20).some((line) => isPlain(parseJson(line.text))))
    throw new AppError("bad-input", `${name} is not complete JSON.`, { file: name });
  return toTable(lines.filter((line) => line.text !== "").map((line) => ({ ...line, value: parseJson(line.text) })));
}
