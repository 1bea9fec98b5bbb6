import type BetterSqlite3 from "better-sqlite3";
import type { z } from "zod";

export type SqlValue = string | number | bigint | null | Uint8Array;
export type SqlParameters = Readonly<Record<string, SqlValue>>;

export interface Query<Row> {
  all(parameters?: SqlParameters): Row[];
  get(parameters?: SqlParameters): Row | undefined;
  iterate(parameters?: SqlParameters): IterableIterator<Row>;
}

type Prepared = BetterSqlite3.Statement<[SqlParameters], unknown>;

const prepared = new WeakMap<BetterSqlite3.Database, Map<string, Prepared>>();

const parameterOrText = /'(?:[^']|'')*'|"[^"]*"|--[^\n]*|\$[a-z]\w*/gi;

/**
 * Writes `$name` as `+$name`, which means the same. SQLite built with STAT4, as better-sqlite3 is, plans a statement anew on each run whose bare
 * parameters may say which plan is best (https://www.sqlite.org/c3ref/prepare.html); look-ups over a join took three to five times as long.
 */
export const withFixedPlan = (sql: string): string => sql.replaceAll(parameterOrText, (part) => (part.startsWith("$") ? `+${part}` : part));

function prepare(db: BetterSqlite3.Database, sql: string): Prepared {
  let cache = prepared.get(db);
  if (cache === undefined) prepared.set(db, (cache = new Map<string, Prepared>()));
  const known = cache.get(sql);
  if (known !== undefined) return known;
  const statement = db.prepare<[SqlParameters], unknown>(withFixedPlan(sql));
  cache.set(sql, statement);
  return statement;
}

/** A SELECT with `$name` parameters whose rows must have the shape of `row`; a row of another shape is a bug and throws. */
export function query<Row>(db: BetterSqlite3.Database, sql: string, row: z.ZodType<Row>): Query<Row> {
  const statement = prepare(db, sql);
  const check = (value: unknown): Row => {
    const parsed = row.safeParse(value);
    if (parsed.success) return parsed.data;
    throw new Error(`row does not match its schema: ${parsed.error.message}\nin: ${sql}`);
  };
  return {
    all: (parameters = {}) => statement.all(parameters).map(check),
    get: (parameters = {}) => {
      const value = statement.get(parameters);
      return value === undefined ? undefined : check(value);
    },
    *iterate(parameters = {}) {
      for (const value of statement.iterate(parameters)) yield check(value);
    },
  };
}

/** Runs an INSERT, UPDATE or DELETE with `$name` parameters and gives the number of rows changed. */
export function execute(db: BetterSqlite3.Database, sql: string, parameters: SqlParameters = {}): number {
  return prepare(db, sql).run(parameters).changes;
}

/** Runs `work` in a write transaction, or as part of the caller's when there is one already. */
export function inTransaction<T>(db: BetterSqlite3.Database, work: () => T): T {
  return db.inTransaction ? work() : db.transaction(work).immediate();
}

/** A statement that is put into another: without its lines of comment, whose words a placeholder there could hold. */
export const withoutHeader = (sql: string): string => sql.replaceAll(/^--.*$/gm, "");
