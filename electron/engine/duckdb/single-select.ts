import type { ScriptTokens } from "@duckdb/duckdb-wasm/blocking";
import { AppError } from "../../../shared/contract/errors.ts";

const readingKeywords = new Set([
  "select",
  "with",
  "from",
  "values",
  "table",
  "describe",
  "summarize",
  "show",
  "explain",
  "pivot",
  "unpivot",
]);

/** A query is one statement that reads. `tokens` is DuckDB's own tokenisation of `sql` (byte offsets). Throws AppError `bad-input`. */
export function assertSingleSelect(sql: string, tokens: ScriptTokens): void {
  const bytes = Buffer.from(sql, "utf8");
  // DuckDB shows no token of what follows one.
  if (bytes.includes(0)) throw new AppError("bad-input", "There is a zero byte in the statement.");
  const offsets = [...tokens.offsets];
  const tokenAt = (i: number): string => bytes.subarray(offsets[i] ?? 0, offsets[i + 1] ?? bytes.length).toString("utf8");
  const end = offsets.findIndex((_, i) => tokenAt(i).trimStart().startsWith(";"));
  if (end !== -1 && end < offsets.length - 1) throw new AppError("bad-input", "Only one statement can be run at a time.");
  const first = offsets.findIndex((_, i) => !tokenAt(i).startsWith("("));
  const keyword = first === -1 ? "" : (/^[a-z]+/i.exec(tokenAt(first))?.[0].toLowerCase() ?? "");
  if (!readingKeywords.has(keyword))
    throw new AppError("bad-input", "Only a statement that reads can be run here: begin it with SELECT or WITH.");
}
