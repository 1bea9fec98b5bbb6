import type { DuckDBConnection } from "@duckdb/duckdb-wasm/blocking";
import { CancelledError } from "../../../shared/contract/errors.ts";
import { type ClassName, classNames, ocsfClass } from "../../../shared/domain/ocsf.ts";
import { createViewSql, namedClasses, quoteIdentifier, quoteText, type ScopeMember } from "./class-tables.ts";
import { type DuckDb, withConnection } from "./instance.ts";
import { namedColumns } from "./named-columns.ts";
import { createRelationViewSql, flowTexts, relationTablesOf } from "./relation-tables.ts";
import { assertSingleSelect } from "./single-select.ts";
import { UnreadableCacheError } from "./failures.ts";
import type { CacheFile, QueryJob } from "./worker-messages.ts";

export interface QueryOutput {
  /** The Arrow schema message. */
  header(bytes: Uint8Array<ArrayBuffer>): void;
  /** Arrow record batch messages, in order. */
  chunks(chunks: readonly Uint8Array<ArrayBuffer>[]): void;
}

/** Batches come as one DuckDB vector of 2,048 rows each; they are handed on in parcels of about this size. */
const parcelBytes = 1024 * 1024;

/** The files that are attached, by database name, each with its tables that have any rows, and their columns without a value. */
export type Attached = Map<string, ReadonlyMap<string, ReadonlySet<string>>>;

/** Runs on the worker thread. Attaches what the job needs, runs its statement in slices, and stops with CancelledError when `isStopped`. */
export function runQuery(db: DuckDb, attached: Attached, job: QueryJob, output: QueryOutput, isStopped: () => boolean): void {
  assertSingleSelect(job.sql, db.tokenize(job.sql));
  withConnection(db, (connection) => {
    openScope(connection, attached, job, (name) => namedColumns(job.sql, name));
    for (const table of job.tables) connection.insertArrowFromIPCStream(table.ipc, { name: table.name, create: true });
    stream(connection, job.sql, output, isStopped);
  });
}

/** Makes the views of the classes `scope.sql` names, of all their columns unless `columnsOf` tells which. Closing the connection rolls this back, so views and tables are gone whatever happens, and nothing is checkpointed. */
export function openScope(
  connection: DuckDBConnection,
  attached: Attached,
  scope: Pick<QueryJob, "caches" | "sql" | "fromUs" | "toUs">,
  columnsOf: (name: ClassName) => readonly string[] | undefined = () => undefined,
): void {
  for (const cache of scope.caches) attach(connection, attached, cache);
  const membersOf = (holds: CacheFile["holds"], table: string): ScopeMember[] =>
    scope.caches
      .filter((cache) => cache.holds === holds)
      .flatMap((cache) => {
        const blank = attached.get(databaseName(cache))?.get(table);
        return blank === undefined ? [] : [{ database: databaseName(cache), prefix: cache.prefix, blank }];
      });
  const related = relationTablesOf(scope.sql);
  connection.query("BEGIN");
  for (const name of classesOf(scope.sql, related.length > 0))
    connection.query(createViewSql(name, membersOf("events", name), scope, columnsOf(name)));
  for (const name of related) connection.query(createRelationViewSql(name, membersOf("relations", name), scope));
}

/** The classes a statement names, since views over many snapshots take a while to make; all of them for one that names nothing (`SHOW TABLES`). */
function classesOf(sql: string, hasOther: boolean): readonly ClassName[] {
  const named = namedClasses(sql);
  return named.length === 0 && !hasOther ? classNames : named;
}

const databaseName = ({ holds, prefix, part }: CacheFile): string =>
  `${holds === "events" ? "s" : "r"}_${prefix}${part === 0 ? "" : `_${part}`}`;

function attach(connection: DuckDBConnection, attached: Attached, cache: CacheFile): void {
  const name = databaseName(cache);
  if (attached.has(name)) return;
  try {
    connection.query(`ATTACH ${quoteText(cache.path)} AS ${quoteIdentifier(name)} (READ_ONLY)`);
  } catch (error) {
    throw new UnreadableCacheError(`${cache.path} cannot be attached: ${String(error)}`, { cause: error });
  }
  const filled = filledTables(connection, name);
  attached.set(name, new Map(filled.map((table) => [table, blankColumns(connection, name, table)])));
}

const nothing: ReadonlySet<string> = new Set();

/** Planning takes in proportion to the tables behind a view, and few files have events of every class. */
function filledTables(connection: DuckDBConnection, database: string): readonly string[] {
  const found = connection
    .query(`SELECT table_name FROM duckdb_tables() WHERE database_name = ${quoteText(database)} AND estimated_size > 0`)
    .getChildAt(0);
  return [...(found ?? [])].map(String);
}

/** How DuckDB 1.4 tells that it has seen no text in a column: the least of none is past all others, the greatest is before them. */
const noText = /^\[Min: (?:\\xFF){8}, Max: ,/;

/** Texts a file has none of, from the statistics it keeps, at the cost of planning one statement. */
function blankColumns(connection: DuckDBConnection, database: string, table: string): ReadonlySet<string> {
  const texts = table === "rel_flow" ? flowTexts : textsOfClass(table);
  if (texts.length === 0) return nothing;
  const asked = texts.map((column) => `stats(${column})`).join(", ");
  const told = connection.query(`SELECT ${asked} FROM ${quoteIdentifier(database)}.${table} LIMIT 1`);
  return new Set(texts.filter((_, i) => noText.test(String(told.getChildAt(i)?.get(0)))));
}

function textsOfClass(table: string): readonly string[] {
  const name = classNames.find((each) => each === table);
  return name === undefined
    ? []
    : ocsfClass(name)
        .columns.filter(({ type }) => type === "string")
        .map((column) => column.name);
}

export function stream(connection: DuckDBConnection, sql: string, output: QueryOutput, isStopped: () => boolean): void {
  const messages = resultMessages(connection, sql, isStopped);
  const header = messages.next();
  if (header.done !== true) output.header(header.value);
  let parcel: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  for (const chunk of messages) {
    parcel.push(chunk);
    size += chunk.length;
    if (size < parcelBytes) continue;
    output.chunks(parcel);
    parcel = [];
    size = 0;
  }
  if (parcel.length > 0) output.chunks(parcel);
}

/** The Arrow messages of a statement's result as it runs: the schema, then batches. Throws CancelledError when `isStopped`. */
export function* resultMessages(
  connection: DuckDBConnection,
  sql: string,
  isStopped: () => boolean,
): Generator<Uint8Array<ArrayBuffer>, void> {
  const { bindings, id } = connection.useUnsafe((unsafe, number) => ({ bindings: unsafe, id: number }));
  let header = bindings.startPendingQuery(id, sql, true);
  while (header === null) {
    if (isStopped()) {
      bindings.cancelPendingQuery(id);
      throw new CancelledError();
    }
    header = bindings.pollPendingQuery(id);
  }
  yield owned(header);
  for (let chunk = bindings.fetchQueryResults(id); chunk === null || chunk.length > 0; chunk = bindings.fetchQueryResults(id)) {
    if (isStopped()) throw new CancelledError();
    if (chunk !== null) yield owned(chunk);
  }
}

/** The bindings hand out copies of WASM memory in buffers of their own; those can be transferred. */
function owned(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return bytes.buffer instanceof ArrayBuffer ? new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength) : Uint8Array.from(bytes);
}
