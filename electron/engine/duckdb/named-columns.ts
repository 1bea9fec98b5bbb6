import { type ClassName, ocsfClass } from "../../../shared/domain/ocsf.ts";
import { rowNumber } from "./class-tables.ts";

const commentOrText = /--[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^']|'')*'/g;
/** What may mean columns that are not written down. */
const impliesColumns =
  /\b(?:columns|exclude|replace|natural|positional|summarize|describe|pivot|unpivot|show|table)\b|(?:\bselect|\bdistinct|\ball|,)\s*\*/;
const startsWithFrom = /(?:^|\(|\bas\s+(?:not\s+)?(?:materialized\s*)?\(|\bunion(?:\s+all)?|\bexcept|\bintersect)\s*from\b/;

/**
 * The columns of a class that a statement can mean, or undefined where it may mean any of them: with a star, or a whole row, of the class. Planning a
 * statement takes in proportion to the columns of its views, and most name few of many. A column named anywhere in the statement counts, the row's number too.
 */
export function namedColumns(sql: string, name: ClassName): readonly string[] | undefined {
  const text = sql.replaceAll(commentOrText, " ").replaceAll('"', "").toLowerCase();
  if (impliesColumns.test(text) || startsWithFrom.test(text)) return undefined;
  const bindings = [...text.matchAll(new RegExp(`\\b(?:from|join|,)\\s+${name}\\b(?:\\s+(?:as\\s+)?([a-z_]\\w*))?`, "g"))];
  const aliases = new Set(bindings.map((match) => match[1]).filter((alias) => alias !== undefined && !follows.has(alias)));
  const rest = bindings.reduce((left, [binding]) => left.replaceAll(binding, " from "), text);
  const isWhole = [name, ...aliases].some((one) => new RegExp(`\\b${one}\\b(?!\\s*\\.\\s*[a-z_])`).test(rest));
  if (isWhole) return undefined;
  const words = new Set(text.match(/[a-z_]\w*/g));
  return [...ocsfClass(name).columns.map((column) => column.name), rowNumber].filter((column) => words.has(column));
}

/** Words that may stand after a table and are no alias of it. */
const follows: ReadonlySet<string> = new Set([
  "where",
  "join",
  "left",
  "right",
  "full",
  "inner",
  "cross",
  "asof",
  "semi",
  "anti",
  "on",
  "using",
  "group",
  "order",
  "having",
  "qualify",
  "window",
  "limit",
  "offset",
  "sample",
  "tablesample",
  "union",
  "except",
  "intersect",
]);
