import type { Completion, CompletionContext, CompletionResult } from "@codemirror/autocomplete";
import { sql, SQLDialect } from "@codemirror/lang-sql";
import type { Extension } from "@codemirror/state";
import { consoleClasses } from "./column-words.ts";

const keywords =
  "select from where group by having order limit offset distinct on using join inner left right full outer cross natural asof semi anti positional " +
  "lateral union intersect except all as with recursive materialized values table case when then else end and or not in is null like ilike similar " +
  "between exists any some true false asc desc nulls first last over partition rows range groups preceding following unbounded current row exclude " +
  "filter qualify window within pivot unpivot for summarize describe show explain analyze columns replace rename tablesample sample repeatable " +
  "cast try_cast extract interval escape collate default";

const functions =
  "count sum avg min max median mad mode quantile_cont approx_quantile approx_count_distinct stddev entropy kurtosis skewness arg_min arg_max " +
  "list string_agg histogram first last any_value bool_and bool_or date_trunc date_part date_diff time_bucket epoch epoch_ms make_timestamp strftime " +
  "strptime regexp_extract regexp_matches regexp_replace regexp_extract_all string_split split_part starts_with ends_with contains lower upper trim " +
  "length substr replace concat concat_ws coalesce nullif ifnull greatest least round floor ceil abs ln log2 log10 sqrt row_number rank dense_rank " +
  "lag lead ntile percent_rank list_filter list_transform list_aggregate unnest range generate_series md5 sha256 hash levenshtein jaro_winkler_similarity";

const duckDb = SQLDialect.define({
  keywords,
  types:
    "tinyint smallint integer bigint hugeint utinyint usmallint uinteger ubigint float double decimal varchar blob boolean date timestamp timestamptz uuid",
  doubleDollarQuotedStrings: true,
  caseInsensitiveIdentifiers: true,
  operatorChars: "+-*/<>=~!@%^&|?",
});

const columnsOf = new Map(
  consoleClasses.map(({ name, columns }) => [
    name,
    columns.map((column): Completion => ({
      label: column.name,
      type: "property",
      detail: column.type,
      info: column.description,
      boost: 2,
    })),
  ]),
);

const schema = Object.fromEntries(
  consoleClasses.map(({ name, title, uid }) => [
    name,
    { self: { label: name, type: "class", detail: `${title}, ${uid}`, boost: 3 }, children: columnsOf.get(name) ?? [] },
  ]),
);

/** Columns of the classes that the statement names, without their class before them. */
function completeColumns(context: CompletionContext): CompletionResult | null {
  const word = context.matchBefore(/[\w]+/);
  if (word === null && !context.explicit) return null;
  const from = word?.from ?? context.pos;
  if (context.state.sliceDoc(Math.max(0, from - 1), from) === ".") return null;
  const text = context.state.doc.toString().toLowerCase();
  const named = [...columnsOf].filter(([name]) => text.includes(name));
  const seen = new Set<string>();
  const options = named.flatMap(([, columns]) => columns).filter(({ label }) => !seen.has(label) && seen.add(label));
  return options.length === 0 ? null : { from, options, validFor: /^\w*$/ };
}

const completeFunctions = (context: CompletionContext): CompletionResult | null => {
  const word = context.matchBefore(/[\w]{2,}/);
  return word === null ? null : { from: word.from, options: functionCompletions, validFor: /^\w*$/ };
};
const functionCompletions = functions.split(" ").map((label): Completion => ({ label, type: "function", apply: `${label}(` }));

/** SQL as DuckDB speaks it, knowing the views of the dataset. */
export function duckDbSql(): Extension {
  return [
    sql({ dialect: duckDb, schema, upperCaseKeywords: true }),
    duckDb.language.data.of({ autocomplete: completeColumns }),
    duckDb.language.data.of({ autocomplete: completeFunctions }),
  ];
}
