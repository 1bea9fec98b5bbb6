/** Schema conformance per class and source by one DuckDB scan each: `schemaConformance` counts, `conformanceSql` is its statement for other queries. */
import type { ValidatedSource } from "../../../../shared/contract/validation.ts";
import { type ClassName, type OcsfClass, ocsfClass } from "../../../../shared/domain/ocsf.ts";
import { wilson } from "../../../../shared/lib/wilson.ts";
import type { QueryEngine } from "../../duckdb/query-engine.ts";
import { type Conformance, conformanceOf } from "./conformance-rules.ts";

const shownExamples = 3;

type Row = Readonly<Record<string, string | number | boolean | null>>;

const numberIn = (row: Row, name: string): number => {
  const value = row[name];
  return typeof value === "number" ? value : Number(value ?? 0);
};
const textIn = (row: Row, name: string): string => String(row[name] ?? "");

/** The rows of a class, or the `sample` of them whose event ids hash lowest: the same ones every time. */
const rowsOf = (name: ClassName, sample: number | undefined): string =>
  sample === undefined
    ? `SELECT * FROM ${name}`
    : `SELECT * FROM ${name} ORDER BY md5(concat(snapshot, '-', event_no)), event_no LIMIT ${sample}`;

const anyOf = ({ rules }: Conformance): string => rules.map((r) => `coalesce(${r.failing}, FALSE)`).join(" OR ") || "FALSE";

/**
 * Counts by product and OCSF version: `n` rows, `valid` ones, failures of the rules as `f0`, `f1` …, and rows that an attribute
 * was filled in as `u0` …, in the order of `conformanceOf`. `snapshot` and `event_no` must be among the columns of the view.
 */
export function conformanceSql(of: OcsfClass, sample?: number): string {
  const conformance = conformanceOf(of);
  const counts = [
    ...conformance.rules.map((r, i) => `count(*) FILTER (WHERE ${r.failing}) AS f${i}`),
    ...conformance.filled.map((f, i) => `count(*) FILTER (WHERE ${f.where}) AS u${i}`),
  ];
  return `SELECT coalesce(metadata_product_name, '') AS product, coalesce(metadata_version, '') AS version, count(*) AS n,
count(*) FILTER (WHERE NOT (${anyOf(conformance)})) AS valid, ${counts.join(", ")}
FROM (${rowsOf(of.name, sample)}) GROUP BY 1, 2 ORDER BY 1, 2`;
}

/** Every event of some classes with whether it breaks a rule of its class: class, snapshot, event_no, time, broken (0 or 1). */
export const brokenEventsSql = (classes: readonly OcsfClass[]): string =>
  classes
    .map(
      (of) =>
        `SELECT '${of.name}' AS class, snapshot, event_no, time, CASE WHEN ${anyOf(conformanceOf(of))} THEN 1 ELSE 0 END AS broken FROM ${of.name}`,
    )
    .join(" UNION ALL ");

/** The first events that fail each of some rules, by product and version. */
function examplesSql(of: OcsfClass, rules: readonly number[], sample: number | undefined): string {
  const all = conformanceOf(of).rules;
  const parts = rules.map(
    (
      i,
    ) => `SELECT ${i} AS rule, coalesce(metadata_product_name, '') AS product, coalesce(metadata_version, '') AS version, snapshot, event_no
FROM sampled WHERE ${all[i]?.failing ?? "FALSE"}
QUALIFY row_number() OVER (PARTITION BY metadata_product_name, metadata_version ORDER BY snapshot, event_no) <= ${shownExamples}`,
  );
  return `WITH sampled AS (${rowsOf(of.name, sample)}) ${parts.map((p) => `SELECT * FROM (${p})`).join(" UNION ALL ")} ORDER BY rule, snapshot, event_no`;
}

export interface ConformanceOptions {
  readonly snapshots: readonly string[];
  readonly classes: readonly ClassName[];
  readonly sample?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly progress?: (done: number, total: number) => void;
}

/** Every class and source with how many of its events OCSF would accept, and what is wrong with the others. */
export async function schemaConformance(engine: QueryEngine, options: ConformanceOptions): Promise<readonly ValidatedSource[]> {
  const found: ValidatedSource[] = [];
  for (const [i, name] of options.classes.entries()) {
    options.progress?.(i, options.classes.length);
    found.push(...(await conformanceOfClass(engine, ocsfClass(name), options)));
  }
  return found;
}

async function conformanceOfClass(engine: QueryEngine, of: OcsfClass, options: ConformanceOptions): Promise<readonly ValidatedSource[]> {
  const { sample, signal } = options;
  const scope = { snapshots: options.snapshots };
  const rows = await engine.rows({ scope, sql: conformanceSql(of, sample) }, signal);
  const conformance = conformanceOf(of);
  const failed = conformance.rules.flatMap((_rule, i) => (rows.some((row) => numberIn(row, `f${i}`) > 0) ? [i] : []));
  const examples = failed.length === 0 ? [] : await engine.rows({ scope, sql: examplesSql(of, failed, sample) }, signal);
  return rows.map((row) => toSource(of, conformance, row, examples));
}

function toSource(of: OcsfClass, { rules, filled }: Conformance, row: Row, examples: readonly Row[]): ValidatedSource {
  const [product, version] = [textIn(row, "product"), textIn(row, "version")];
  const { rate, ...interval } = wilson(numberIn(row, "valid"), numberIn(row, "n"));
  return {
    class: of.name,
    product,
    version,
    valid: { ...interval, rate: rate ?? null },
    failures: rules.flatMap(({ attribute, reason }, i) => {
      const count = numberIn(row, `f${i}`);
      const shown = examples.filter((e) => numberIn(e, "rule") === i && e["product"] === product && e["version"] === version);
      return count === 0
        ? []
        : [{ attribute, reason, count, examples: shown.map((e) => `${textIn(e, "snapshot")}-${textIn(e, "event_no")}`) }];
    }),
    filled: filled.flatMap(({ attribute, by }, i) => {
      const count = numberIn(row, `u${i}`);
      return count === 0 ? [] : [{ attribute, by, count }];
    }),
  };
}
