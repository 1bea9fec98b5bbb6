import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Command } from "commander";
import { AppError } from "../../../../shared/contract/errors.ts";
import { maxSqlRows, type SqlResult } from "../../../../shared/contract/sql.ts";
import { csvText } from "../../../../shared/lib/csv.ts";
import { positiveInteger, positiveNumber } from "../arguments.ts";
import type { Cli } from "../cli.ts";
import { facts, table } from "../text.ts";

interface Options {
  readonly dataset?: string;
  readonly limit: number;
  readonly timeout: number;
  readonly csv?: boolean;
  readonly explain?: boolean;
  readonly out?: string;
  readonly analyst?: string;
}

export function addSql(program: Command, cli: Cli): void {
  program
    .command("sql")
    .description("ask the telemetry in SQL; one statement that reads, - reads it from standard input")
    .argument("<statement>")
    .option("--dataset <version>", "a dataset version, such as v3 (default: the latest)")
    .option("--limit <n>", `most rows to show, up to ${maxSqlRows}`, positiveInteger, 1000)
    .option("--timeout <seconds>", "stop the statement after this long", positiveNumber, 120)
    .option("--csv", "as CSV")
    .option("--explain", "show the plan instead")
    .option("--out <file>", "write the whole result to a .csv, .ndjson or .parquet file; recorded in the decision log")
    .option("--analyst <name>", "who exports")
    .action((statement: string, options: Options, command: Command) => {
      if (options.out !== undefined) return runExport(cli, statement, options, options.out, command);
      return options.explain === true ? runPlan(cli, statement, options) : runRows(cli, statement, options);
    });
}

const inputOf = (statement: string, { dataset, timeout }: Options) => ({
  sql: statement === "-" ? readInput() : statement,
  dataset,
  timeoutMs: Math.round(timeout * 1000),
});

const runRows = (cli: Cli, statement: string, options: Options): Promise<void> =>
  cli.run({
    access: "read",
    work: (client, signal) => client.call("sql.run", { ...inputOf(statement, options), limit: options.limit }, signal),
    text: (result) => (options.csv === true ? toCsv(result) : toTable(result)),
  });

const runPlan = (cli: Cli, statement: string, options: Options): Promise<void> =>
  cli.run({
    access: "read",
    work: (client, signal) => client.call("sql.explain", inputOf(statement, options), signal),
    text: ({ text }) => `${text.trimEnd()}\n`,
  });

function runExport(cli: Cli, statement: string, options: Options, out: string, command: Command): Promise<void> {
  const format = /\.(csv|ndjson|parquet)$/.exec(out)?.[1];
  if (format !== "csv" && format !== "ndjson" && format !== "parquet")
    return command.error("error: --out must end in .csv, .ndjson or .parquet");
  const { sql, dataset } = inputOf(statement, options);
  return cli.run({
    access: "write",
    work: (client, signal) => client.call("sql.export", { sql, dataset, format, out: resolve(out), analyst: options.analyst }, signal),
    text: ({ rows, bytes, sha256 }) =>
      facts([
        ["file", out],
        ["rows", rows],
        ["bytes", bytes],
        ["sha256", sha256],
      ]),
  });
}

function readInput(): string {
  try {
    return readFileSync(0, "utf8");
  } catch (error) {
    throw new AppError("io", "there is nothing to read on standard input", {}, { cause: error });
  }
}

function toTable({ columns, rows, more, datasetVersion, elapsedMs }: SqlResult): string {
  const shown = table(
    rows,
    columns.map(({ name }, i) => ({ title: name, value: (row: SqlResult["rows"][number]) => row[i] ?? "NULL" })),
  );
  const version = datasetVersion === null ? "no telemetry" : `dataset v${datasetVersion.number}`;
  return `${shown}${rows.length}${more ? " rows, and more" : rows.length === 1 ? " row" : " rows"}, ${version}, ${elapsedMs} ms\n`;
}

/** RFC 4180, with texts guarded against running as formulas. NULL is empty, the empty text is "". Values come as text, numbers too. */
function toCsv({ columns, rows }: SqlResult): string {
  const cell = (text: string | null): string => (text === null ? "" : /^-[\d.]+(?:e[+-]?\d+)?$/.test(text) ? text : csvText(text));
  return [columns.map(({ name }) => name), ...rows].map((row) => `${row.map(cell).join(",")}\r\n`).join("");
}
