import type { Handlers } from "../../../shared/contract/client.ts";
import type { Parsed } from "../../../shared/contract/requests.ts";
import type { StatementResult } from "../duckdb/query-engine.ts";
import type { Want } from "../duckdb/worker-messages.ts";
import { findDatasetVersion, getDatasetVersion } from "../workspace/dataset-versions.ts";
import type { EngineParts } from "./engine-parts.ts";
import { runJob } from "./run-job.ts";

type Statement = Pick<Parsed<"sql.run">, "sql" | "dataset" | "timeoutMs">;
type Scope = Pick<Awaited<ReturnType<Handlers["sql.run"]>>, "datasetVersion" | "snapshots" | "elapsedMs">;

/** What an analyst asks in SQL. */
export function sqlOperations(parts: EngineParts): Pick<Handlers, "sql.run" | "sql.explain"> {
  return {
    "sql.run": ({ limit, ...statement }, context) =>
      runJob(parts, "sql.run", titleOf("Query", statement.sql), context, async (signal) => {
        // One more than asked for tells whether there are more.
        const { result, ...scope } = await runStatement(parts, statement, { as: "rows", limit: limit + 1 }, signal);
        const rows = result.rows.slice(0, limit).map((row) => [...row]);
        return { ...scope, columns: [...result.columns], rows, more: result.rows.length > limit };
      }),
    "sql.explain": ({ analyze, ...statement }, context) =>
      runJob(parts, "sql.explain", titleOf("Plan", statement.sql), context, async (signal) => {
        const { result, ...scope } = await runStatement(parts, statement, { as: "plan", analyze }, signal);
        return { ...scope, text: result.rows.map((row) => row[1] ?? "").join("\n") };
      }),
  };
}

async function runStatement(
  parts: EngineParts,
  { sql, dataset, timeoutMs }: Statement,
  want: Want,
  signal: AbortSignal,
): Promise<Scope & { readonly result: StatementResult }> {
  const { db } = parts.workspace;
  const version = dataset === undefined ? findDatasetVersion(db) : getDatasetVersion(db, dataset);
  const snapshots = [...(version?.snapshots ?? [])];
  const begun = performance.now();
  const result = await parts.queryEngine.statement({ snapshots, sql, want, timeoutMs }, () => undefined, signal);
  return {
    result,
    datasetVersion: version === undefined ? null : { id: version.id, number: version.number },
    snapshots,
    elapsedMs: Math.round(performance.now() - begun),
  };
}

function titleOf(what: string, sql: string): string {
  const line = sql.replace(/\s+/g, " ").trim();
  return `${what} ${line.length > 60 ? `${line.slice(0, 60)}…` : line}`;
}
