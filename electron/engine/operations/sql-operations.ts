import type { Context, Handlers } from "../../../shared/contract/client.ts";
import { AppError, CancelledError } from "../../../shared/contract/errors.ts";
import type { Parsed } from "../../../shared/contract/requests.ts";
import type { DatasetVersion } from "../../../shared/contract/telemetry.ts";
import type { StatementResult } from "../duckdb/query-engine.ts";
import type { Want } from "../duckdb/worker-messages.ts";
import { findDatasetVersion, getDatasetVersion } from "../workspace/dataset-versions.ts";
import { forgetStatement, keepStatement, listStatements, noteStatement } from "../workspace/sql-history.ts";
import { type EngineParts, requireWritable } from "./engine-parts.ts";
import { runJob } from "./run-job.ts";
import { exportStatement } from "./sql-export.ts";

type Names = "sql.run" | "sql.explain" | "sql.export" | "sql.history" | "sql.keep" | "sql.forget";
type Statement = Pick<Parsed<"sql.run">, "sql" | "dataset" | "timeoutMs">;

/** What an analyst asks in SQL. */
export function sqlOperations(parts: EngineParts): Pick<Handlers, Names> {
  const { db } = parts.workspace;
  const changed = (): void => parts.emit("workspace.changed", { what: "sql" });
  return {
    "sql.run": ({ limit, ...statement }, context) =>
      runJob(parts, "sql.run", titleOf("Query", statement.sql), context, async (signal) => {
        // One more than asked for tells whether there are more.
        const ran = await runNoted(parts, statement, { as: "rows", limit: limit + 1 }, signal, ({ rows }) => ({
          rows: Math.min(rows.length, limit),
          more: rows.length > limit,
        }));
        const rows = ran.result.rows.slice(0, limit).map((row) => [...row]);
        return { ...scopeOf(ran), columns: [...ran.result.columns], rows, more: ran.result.rows.length > limit };
      }),
    "sql.explain": ({ analyze, ...statement }, context) =>
      runJob(parts, "sql.explain", titleOf("Plan", statement.sql), context, async (signal) => {
        const ran = await runStatement(parts, statement, { as: "plan", analyze }, signal);
        return { ...scopeOf(ran), text: ran.result.rows.map((row) => row[1] ?? "").join("\n") };
      }),
    "sql.export": (input, context: Context) => {
      requireWritable(parts);
      if (input.out !== undefined && context.caller.trust !== "local") throw new AppError("forbidden", "a page may not name paths");
      const version = versionOf(parts, input.dataset);
      return runJob(parts, "sql.export", titleOf(`Export as ${input.format}`, input.sql), context, (signal, progress) =>
        exportStatement(parts, input, version, { signal, progress }),
      );
    },
    "sql.history": async () => listStatements(db),
    "sql.keep": async ({ id, name, isPinned }) => {
      requireWritable(parts);
      keepStatement(db, id, { name, isPinned });
      changed();
      return {};
    },
    "sql.forget": async ({ id }) => {
      requireWritable(parts);
      const forgotten = forgetStatement(db, id);
      changed();
      return { forgotten };
    },
  };
}

interface Ran {
  readonly result: StatementResult;
  readonly version: DatasetVersion | undefined;
  readonly elapsedMs: number;
}

const scopeOf = ({ version, elapsedMs }: Ran) => ({
  datasetVersion: version === undefined ? null : { id: version.id, number: version.number },
  snapshots: [...(version?.snapshots ?? [])],
  elapsedMs,
});

/** A workspace without telemetry has views without rows. */
const versionOf = (parts: EngineParts, dataset: string | undefined): DatasetVersion | undefined =>
  dataset === undefined ? findDatasetVersion(parts.workspace.db) : getDatasetVersion(parts.workspace.db, dataset);

async function runStatement(parts: EngineParts, { sql, dataset, timeoutMs }: Statement, want: Want, signal: AbortSignal): Promise<Ran> {
  const version = versionOf(parts, dataset);
  const begun = performance.now();
  const request = { snapshots: version?.snapshots ?? [], sql, want, timeoutMs };
  const result = await parts.queryEngine.statement(request, () => undefined, signal);
  return { result, version, elapsedMs: Math.round(performance.now() - begun) };
}

/** Runs it and notes in the history what became of it, unless the workspace may not be written. */
async function runNoted(
  parts: EngineParts,
  statement: Statement,
  want: Want,
  signal: AbortSignal,
  measure: (result: StatementResult) => { rows: number; more: boolean },
): Promise<Ran> {
  const begun = performance.now();
  const note = (run: Pick<Parameters<typeof noteStatement>[1], "outcome" | "rows" | "more" | "message">): void => {
    if (parts.workspace.readOnly) return;
    const datasetNumber = versionOf(parts, statement.dataset)?.number ?? null;
    noteStatement(parts.workspace.db, { sql: statement.sql, elapsedMs: performance.now() - begun, datasetNumber, ...run });
    parts.emit("workspace.changed", { what: "sql" });
  };
  try {
    const ran = await runStatement(parts, statement, want, signal);
    note({ outcome: "done", ...measure(ran.result), message: null });
    return ran;
  } catch (error) {
    if (error instanceof CancelledError) note({ outcome: "cancelled", rows: null, more: false, message: null });
    // A dataset version that is not there is no run of the statement.
    else if (error instanceof AppError && error.detail.field !== "dataset")
      note({ outcome: "failed", rows: null, more: false, message: error.message.slice(0, 500) });
    throw error;
  }
}

function titleOf(what: string, sql: string): string {
  const line = sql.replace(/\s+/g, " ").trim();
  return `${what} ${line.length > 60 ? `${line.slice(0, 60)}…` : line}`;
}
