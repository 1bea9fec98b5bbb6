import type BetterSqlite3 from "better-sqlite3";

/** An open database, whoever opened it and however. */
export type Database = BetterSqlite3.Database;
