import type { DuckDBConnection } from "@duckdb/duckdb-wasm/blocking";
import { invariant } from "../../../shared/lib/invariant.ts";
import { createResultCollector } from "./arrow-result.ts";
import { quoteIdentifier } from "./class-tables.ts";
import type { DuckDb } from "./instance.ts";
import { type Attached, openScope, type QueryOutput, stream } from "./run-query.ts";
import { toStatementError } from "./statement-failure.ts";
import { checkStatement, type Statement } from "./statement-guard.ts";
import type { ResultColumn, StatementJob } from "./worker-messages.ts";
import { writeResult, type WrittenResult } from "./write-result.ts";

export interface StatementOutput extends QueryOutput {
  columns(columns: readonly ResultColumn[]): void;
  progress(rows: number): void;
  written(file: WrittenResult): void;
}

/**
 * Runs on the worker thread. Values come as DuckDB's own text of them, exact whatever their type: every column is cast to VARCHAR.
 * Row order and limit are the statement's own: DuckDB keeps the order of a subquery and pushes the limit into it.
 */
export async function runStatement(
  db: DuckDb,
  attached: Attached,
  job: StatementJob,
  output: StatementOutput,
  isStopped: () => boolean,
): Promise<void> {
  const statement = checkStatement(job.sql, db.tokenize(job.sql));
  const connection = db.connect();
  try {
    openScope(connection, attached, { ...job, fromUs: undefined, toUs: undefined });
    prepareAlone(connection, statement);
    // The statement is written from the second line on.
    await inWords(statement, 1, () => runInside(connection, statement, job, output, isStopped));
  } finally {
    connection.close();
  }
}

async function runInside(
  connection: DuckDBConnection,
  statement: Statement,
  { want }: StatementJob,
  output: StatementOutput,
  isStopped: () => boolean,
): Promise<void> {
  const inside = `(\n${statement.text}\n)`;
  const analyze = statement.explain === "analyze" || (want.as === "plan" && want.analyze);
  if (want.as === "plan" || (want.as === "rows" && statement.explain !== "no")) {
    output.columns([
      { name: "explain_key", type: "VARCHAR" },
      { name: "explain_value", type: "VARCHAR" },
    ]);
    return stream(connection, `EXPLAIN ${analyze ? "ANALYZE " : ""}SELECT * FROM ${inside}`, output, isStopped);
  }
  const columns = describe(connection, inside, isStopped);
  output.columns(columns);
  const names = columns.map((_, i) => `c${i}`).join(", ");
  const texts = columns.map((_, i) => `CAST(c${i} AS VARCHAR)`).join(", ");
  if (want.as === "rows") return stream(connection, `SELECT ${texts} FROM ${inside} AS q(${names}) LIMIT ${want.limit}`, output, isStopped);
  const selected = want.format === "parquet" ? columns.map(({ name }, i) => `c${i} AS ${quoteIdentifier(name)}`).join(", ") : texts;
  const sql = `SELECT ${selected} FROM ${inside} AS q(${names})`;
  const target = { ...want, columns, progress: (rows: number) => output.progress(rows) };
  output.written(await writeResult(connection, sql, target, isStopped));
}

/** Names and types of a statement's result, before any of it is read. */
function describe(connection: DuckDBConnection, inside: string, isStopped: () => boolean): ResultColumn[] {
  const collector = createResultCollector();
  const described = `SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM ${inside})`;
  stream(connection, described, collector, isStopped);
  const { rowCount, columns } = collector.finish();
  return Array.from({ length: rowCount }, (_, row) => {
    const [name, type] = columns.map((column) => column[row]);
    invariant(typeof name === "string" && typeof type === "string", "DESCRIBE gives names and types");
    return { name, type };
  });
}

/** Errors of a statement on its own have its own places; some PIVOTs are several statements inside and cannot be prepared. */
function prepareAlone(connection: DuckDBConnection, statement: Statement): void {
  try {
    connection.prepare(statement.text).close();
  } catch (error) {
    if (error instanceof Error && /multiple statements|prepare/i.test(error.message)) return;
    throw toStatementError(error, statement.text, 0);
  }
}

async function inWords(statement: Statement, linesBefore: number, work: () => void | Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    throw toStatementError(error, statement.text, linesBefore);
  }
}
