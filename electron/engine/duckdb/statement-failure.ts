import { AppError } from "../../../shared/contract/errors.ts";
import type { Place } from "./worker-messages.ts";

const excerpt = /\n\nLINE (\d+): (.*)\n( *)\^\s*$/;
const missingExtension = /"?(\w+)"? is not in the catalog, but it exists in the (\w+) extension/;
const autoload = /automatically install the required extension '(\w+)'/;

const hints: Readonly<Record<string, string>> = {
  icu: "Times are kept as UTC without a zone: write now()::TIMESTAMP, and do arithmetic on TIMESTAMP columns such as time.",
  json: "Attributes are columns of their own here; for other texts use regexp_extract.",
};

/**
 * DuckDB's message in words of this console, with the place in the analyst's own text. `sql` is that text, `linesBefore` how many
 * lines were put before it.
 */
export function toStatementError(error: unknown, sql: string, linesBefore: number): unknown {
  if (!(error instanceof Error) || error instanceof AppError || error.name === "CancelledError") return error;
  const message = plain(error.message);
  const kind = /^((?:\w+ )+)Error: /.exec(message)?.[1]?.trim();
  const isDead = kind === undefined || ["INTERNAL", "FATAL", "IO", "Serialization", "Out of Memory"].includes(kind);
  if (isDead) return error;
  const extension = missingExtension.exec(message)?.[2] ?? autoload.exec(message)?.[1];
  const subject = missingExtension.exec(message)?.[1];
  const text =
    extension === undefined
      ? message.replace(excerpt, "").trim()
      : `${subject ?? "This operation"} needs DuckDB's ${extension} extension, which is not part of Quarry.`;
  const hint = extension === undefined ? undefined : hints[extension];
  return new AppError("query-failed", text, {
    field: "sql",
    ...placeIn(message, sql, linesBefore),
    ...(hint === undefined ? {} : { hint }),
  });
}

/** Errors met while parsing come as JSON. */
function plain(message: string): string {
  const match = /^\{"exception_type":"(\w+)","exception_message":"((?:[^"\\]|\\.)*)"/.exec(message);
  if (match === null) return message;
  const text: unknown = JSON.parse(`"${match[2] ?? ""}"`);
  return `${match[1] ?? ""} Error: ${String(text)}`;
}

/** From the line DuckDB quotes and the caret below it; long lines are quoted in part, between dots. */
export function placeIn(message: string, sql: string, linesBefore: number): Partial<Place> {
  const match = excerpt.exec(message);
  const lines = sql.split("\n");
  if (match === null && !message.includes("at end of input")) return {};
  if (match === null) return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
  const number = Number(match[1]) - linesBefore;
  const line = lines[number - 1];
  if (line === undefined) return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
  const quoted = match[2] ?? "";
  const caret = (match[3]?.length ?? 0) - `LINE ${match[1] ?? ""}: `.length;
  const isCut = quoted.startsWith("...");
  const core = quoted.replace(/^\.\.\./, "").replace(/\.\.\.$/, "");
  const start = isCut ? Math.max(0, line.indexOf(core)) - 3 : 0;
  return { line: number, column: Math.min(line.length, Math.max(0, start + caret)) + 1 };
}
