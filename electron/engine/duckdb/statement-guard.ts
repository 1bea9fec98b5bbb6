import type { ScriptTokens } from "@duckdb/duckdb-wasm/blocking";
import { AppError } from "../../../shared/contract/errors.ts";
import { snapshotPrefixLength } from "../../../shared/domain/ids.ts";

/**
 * What an analyst may run. The statement is later put into `SELECT … FROM (…)`, so that by DuckDB's own grammar it can only
 * read; the worker's settings keep it from files. What is refused here besides is what would read beyond the chosen dataset,
 * tell of the machine, touch raw memory, or carry further SQL in a text that nobody has looked at.
 */
const readingKeywords = new Set(
  "select with from values table describe desc summarize show pivot unpivot pivot_wider pivot_longer explain".split(" "),
);

/** Table functions that make their rows from their arguments or from the views themselves. */
export const allowedTableFunctions: ReadonlySet<string> = new Set(
  (
    "generate_series range unnest repeat repeat_row summary histogram histogram_values test_all_types " +
    "duckdb_columns duckdb_functions duckdb_keywords duckdb_types"
  ).split(" "),
);

/** Every other function that DuckDB offers in a FROM clause, and scalars that read settings or write. */
export const refusedFunctions: ReadonlySet<string> = new Set(
  (
    "arrow_scan arrow_scan_dumb seq_scan index_scan test_vector_types query query_table glob read_blob read_csv read_csv_auto " +
    "read_text read_json read_json_auto read_json_objects read_ndjson read_ndjson_auto read_parquet parquet_scan parquet_metadata sniff_csv " +
    "checkpoint force_checkpoint truncate_duckdb_logs which_secret sqlite_scan postgres_scan mysql_scan iceberg_scan delta_scan " +
    "json_execute_serialized_sql from_substrait st_read current_setting getenv getvariable nextval currval write_log " +
    "all_profiling_output collations copy_database database_list database_size disable_checkpoint_on_shutdown disable_logging disable_object_cache " +
    "disable_optimizer disable_print_progress_bar disable_profile disable_profiling disable_progress_bar disable_verification " +
    "disable_verify_external disable_verify_fetch_row disable_verify_parallelism disable_verify_serializer enable_checkpoint_on_shutdown " +
    "enable_logging enable_object_cache enable_optimizer enable_print_progress_bar enable_profile enable_profiling enable_progress_bar " +
    "enable_verification extension_versions functions import_database metadata_info platform show show_databases show_tables " +
    "show_tables_expanded storage_info table_info user_agent verify_external verify_fetch_row verify_parallelism verify_serializer"
  ).split(" "),
);

/** DuckDB's views and functions about itself; some name folders of this machine. */
const aboutItself = /^(?:duckdb_|pragma_)/;
const snapshotDatabase = new RegExp(`^s_[0-9a-f]{${snapshotPrefixLength}}$`);
const pathLike = /[/\\]|:\/\/|\.(?:csv|tsv|txt|json|ndjson|jsonl|parquet|duckdb|db|gz|zst|xlsx)$/i;
/** After these, a table is named. */
const beforeTable = new Set("from join table describe desc summarize show pivot unpivot pivot_wider pivot_longer".split(" "));
const endsFrom = new Set("where group order having limit select qualify window union intersect except on using set offset".split(" "));

export interface Statement {
  /** Without what ends it. */
  readonly text: string;
  /** EXPLAIN, with or without ANALYZE; `text` is what is to be explained. */
  readonly explain: "no" | "plan" | "analyze";
}

interface Token {
  /** Of the token alone, without what separates it from the next. */
  readonly text: string;
  readonly kind: "text" | "name" | "other";
  /** In bytes. */
  readonly at: number;
}

const nameKinds: readonly number[] = [0, 4];
const textKind = 2;

/** `tokens` is DuckDB's own tokenisation of `sql`. Throws AppError `bad-input` or `forbidden` with line and column. */
export function checkStatement(sql: string, scriptTokens: ScriptTokens): Statement {
  const bytes = Buffer.from(sql, "utf8");
  const refuse = (code: "bad-input" | "forbidden", message: string, at: number): never => {
    throw new AppError(code, message, { field: "sql", ...placeAt(bytes, at) });
  };
  // DuckDB ends a statement where C ends a text, and shows no token of what follows.
  if (bytes.includes(0))
    refuse("bad-input", "There is a zero byte in the statement, and nothing behind it would be read.", bytes.indexOf(0));
  const tokens = readTokens(bytes, scriptTokens);
  const end = tokens.findIndex(({ text }) => text.startsWith(";"));
  const next = end === -1 ? undefined : tokens.slice(end).find(({ text }) => !text.startsWith(";"));
  if (next !== undefined) refuse("bad-input", "Only one statement can be run at a time.", next.at);
  const own = end === -1 ? tokens : tokens.slice(0, end);
  const first = own.find(({ text }) => !text.startsWith("("));
  if (first === undefined) return refuse("bad-input", "There is nothing to run.", 0);
  if (!readingKeywords.has(first.text.toLowerCase()))
    refuse("forbidden", `Only statements that read can be run here: begin with SELECT or WITH, not ${shown(first.text)}.`, first.at);
  checkBrackets(own, refuse);
  checkNames(own, refuse);
  checkTables(own, refuse);
  const [head, second] = own;
  const stop = end === -1 ? bytes.length : (tokens[end]?.at ?? bytes.length);
  // What comes before stays as blanks, so that places in it stay true.
  const from = (token: Token | undefined): string => {
    const until = token?.at ?? stop;
    return `${bytes.subarray(0, until).toString("utf8").replace(/[^\n]/g, " ")}${bytes.subarray(until, stop).toString("utf8")}`;
  };
  if (head?.text.toLowerCase() !== "explain") return { text: from(own[0]), explain: "no" };
  const isAnalyze = second?.text.toLowerCase() === "analyze";
  const body = own[isAnalyze ? 2 : 1];
  if (
    body === undefined ||
    !readingKeywords.has(body.text.toLowerCase().replace(/^\(.*/, "select")) ||
    body.text.toLowerCase() === "explain"
  )
    return refuse("forbidden", "Only the plan of a statement that reads can be shown.", body?.at ?? stop);
  return { text: from(body), explain: isAnalyze ? "analyze" : "plan" };
}

type Refuse = (code: "bad-input" | "forbidden", message: string, at: number) => never;

function readTokens(bytes: Buffer, { offsets, types }: ScriptTokens): Token[] {
  return Array.from(offsets, (at, i) => {
    const whole = bytes.subarray(at, offsets[i + 1] ?? bytes.length).toString("utf8");
    const kind = types[i] === textKind ? "text" : nameKinds.includes(types[i] ?? -1) ? "name" : "other";
    // A token reaches to the next one, over blanks and comments.
    const text = kind === "name" ? (/^(?:"(?:[^"]|"")*"|[^\s"'();,.:\-/*]+)/.exec(whole)?.[0] ?? whole) : whole.trimEnd();
    return { text, kind, at };
  });
}

/** A statement that closes brackets it did not open could leave the query it is put into. */
function checkBrackets(tokens: readonly Token[], refuse: Refuse): void {
  let depth = 0;
  for (const { text, kind, at } of tokens) {
    if (kind !== "other") continue;
    if (text.startsWith("(")) depth += 1;
    if (text.startsWith(")")) depth -= 1;
    if (depth < 0) refuse("bad-input", "This bracket closes nothing.", at);
  }
  if (depth > 0) refuse("bad-input", "A bracket is not closed.", tokens.at(-1)?.at ?? 0);
}

const unquoted = (name: string): string => (name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name).toLowerCase();

function checkNames(tokens: readonly Token[], refuse: Refuse): void {
  for (const [i, { text, kind, at }] of tokens.entries()) {
    if (kind !== "name") continue;
    const name = unquoted(text);
    const isCalled = tokens[i + 1]?.text.startsWith("(") === true;
    if (isCalled && refusedFunctions.has(name))
      refuse("forbidden", `${shown(name)} cannot be used here: the console reads the chosen dataset and nothing else.`, at);
    if (aboutItself.test(name) && !allowedTableFunctions.has(name))
      refuse("forbidden", `${shown(name)} tells of this machine, not of the dataset.`, at);
    if (snapshotDatabase.test(name))
      refuse("forbidden", "Snapshots are read through the views of the dataset version; filter on their column snapshot.", at);
  }
}

/** Files named where a table is expected. Where the comma stands in for JOIN is told by the clause at the same depth. */
function checkTables(tokens: readonly Token[], refuse: Refuse): void {
  const inFrom: boolean[] = [false];
  for (const [i, { text, kind, at }] of tokens.entries()) {
    const before = tokens[i - 1];
    const isTable =
      before !== undefined &&
      ((before.kind === "name" && beforeTable.has(before.text.toLowerCase())) || (before.text === "," && inFrom.at(-1) === true));
    const isFile = kind === "text" || (kind === "name" && text.startsWith('"') && pathLike.test(unquoted(text)));
    if (isTable && isFile)
      refuse("forbidden", "Files cannot be read from here. Import them; the views of their classes hold what was in them.", at);
    if (text.startsWith("(")) inFrom.push(beforeTable.has(before?.text.toLowerCase() ?? ""));
    else if (text.startsWith(")") && inFrom.length > 1) inFrom.pop();
    else if (kind === "name") {
      const word = text.toLowerCase();
      if (word === "from" || word === "join") inFrom[inFrom.length - 1] = true;
      else if (endsFrom.has(word)) inFrom[inFrom.length - 1] = false;
    }
  }
}

const shown = (text: string): string => (text.length > 40 ? `${text.slice(0, 40)}…` : text);

function placeAt(bytes: Buffer, at: number): { line: number; column: number } {
  const before = bytes.subarray(0, at).toString("utf8").split("\n");
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}
