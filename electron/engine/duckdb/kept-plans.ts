import type { DuckDBConnection } from "@duckdb/duckdb-wasm/blocking";
import { quoteIdentifier, sqlTypeOf } from "./class-tables.ts";
import type { DuckDb } from "./instance.ts";
import { namedColumns } from "./named-columns.ts";
import { type Attached, openScope, type QueryOutput, stream } from "./run-query.ts";
import { assertSingleSelect } from "./single-select.ts";
import type { QueryJob } from "./worker-messages.ts";

/**
 * Runs statements that come again and again with other input tables, on one worker thread. Each has a connection of its own with its views, its
 * tables and its plan, in a transaction that is never committed; a run empties the tables, fills them and executes the plan.
 *
 * That transaction is also what makes a plan good for later rows: DuckDB takes no statistics from a table that its own transaction has written to,
 * so none of what it concludes when planning rests on the rows of the first run. It does once a table was never written to; that is why an empty one is.
 */
export interface KeptPlans {
  /** As `runQuery`. A statement that fails or is stopped is planned anew the next time. */
  readonly run: (job: QueryJob, output: QueryOutput, isStopped: () => boolean) => void;
  /** Forgets everything, before the database is closed. */
  clear(): void;
}

interface Plan {
  readonly connection: DuckDBConnection;
  /** Tables with rows of the last run. */
  readonly filled: Set<string>;
}

/** A context of a case takes a dozen, a page about an entity as many; the least lately used give way. */
const mostPlans = 32;
/**
 * Plans hold what their last run gathered. The one whose run takes them past this is forgotten, since beside so much reading planning costs nothing; then
 * others are, if it was not that one's doing.
 */
const mostHeldBytes = 64 * 1024 * 1024;
const heldSql = "SELECT CAST(COALESCE(SUM(memory_usage_bytes), 0) AS DOUBLE) AS bytes FROM duckdb_memory() WHERE tag <> 'BASE_TABLE'";

export function createKeptPlans(db: DuckDb, attached: Attached): KeptPlans {
  const plans = new Map<string, Plan>();
  const forget = (key: string): void => {
    plans.get(key)?.connection.close();
    plans.delete(key);
  };
  let watching: DuckDBConnection | undefined;
  const heldBytes = (): number => {
    watching ??= prepared(db.connect(), heldSql);
    return Number(watching.query("EXECUTE kept").getChildAt(0)?.get(0));
  };
  return {
    run(job, output, isStopped) {
      const key = keyOf(job);
      const known = plans.get(key);
      plans.delete(key);
      const plan = known ?? { connection: db.connect(), filled: new Set<string>() };
      plans.set(key, plan);
      try {
        if (known === undefined) open(db, plan.connection, attached, job);
        for (const table of job.tables) fill(plan, table);
        if (known === undefined) prepared(plan.connection, job.sql);
        stream(plan.connection, "EXECUTE kept", output, isStopped);
      } catch (error) {
        forget(key);
        throw error;
      }
      for (const oldest of plans.keys()) if (plans.size > mostPlans) forget(oldest);
      for (let last: string | undefined = key; last !== undefined && heldBytes() > mostHeldBytes; last = plans.keys().next().value)
        forget(last);
    },
    clear() {
      for (const key of plans.keys()) forget(key);
      watching?.close();
      watching = undefined;
    },
  };
}

const keyOf = ({ sql, caches, fromUs, toUs, tables }: QueryJob): string =>
  JSON.stringify([sql, caches.map((cache) => cache.path), fromUs, toUs, tables.map(({ name, columns }) => [name, columns])]);

function open(db: DuckDb, connection: DuckDBConnection, attached: Attached, job: QueryJob): void {
  assertSingleSelect(job.sql, db.tokenize(job.sql));
  openScope(connection, attached, job, (name) => namedColumns(job.sql, name));
  for (const { name, columns } of job.tables) {
    const declared = columns.map((column) => `${quoteIdentifier(column.name)} ${sqlTypeOf(column.type)}`);
    connection.query(`CREATE TEMP TABLE ${name} (${declared.join(", ")})`);
    connection.query(`INSERT INTO ${name} DEFAULT VALUES`);
    connection.query(`DELETE FROM ${name}`);
  }
}

function fill({ connection, filled }: Plan, { name, ipc, rows }: QueryJob["tables"][number]): void {
  if (filled.delete(name)) connection.query(`DELETE FROM ${name}`);
  if (rows === 0) return;
  filled.add(name);
  connection.insertArrowFromIPCStream(ipc, { name, create: false });
}

function prepared(connection: DuckDBConnection, sql: string): DuckDBConnection {
  connection.query(`PREPARE kept AS ${sql}`);
  return connection;
}
