import BetterSqlite3 from "better-sqlite3";
import { AppError } from "../../../shared/contract/errors.ts";
import { toStorageError } from "../storage-failure.ts";

export const repairHint =
  "Run `quarry doctor` to see what is wrong; `quarry restore` puts a verified copy from the workspace's backups/ folder in its place.";

/** Whether SQLite says it, of whatever kind. */
export const isSqliteError = (error: unknown): error is Error => error instanceof BetterSqlite3.SqliteError;

/** Turns what SQLite says of an unreadable file into an error for a person; anything else is passed through. */
export function toDamageError(error: unknown, path: string): unknown {
  if (!(error instanceof BetterSqlite3.SqliteError)) return error;
  const isOfNoForm = error.code === "SQLITE_ERROR" && /unsupported file format|malformed database schema/.test(error.message);
  if (error.code.startsWith("SQLITE_CORRUPT") || error.code === "SQLITE_NOTADB" || isOfNoForm)
    return new AppError(
      "workspace-damaged",
      `${path} is damaged (${error.message}). ${repairHint}`,
      { file: path, hint: repairHint },
      { cause: error },
    );
  if (error.code === "SQLITE_CANTOPEN")
    return new AppError("io", `${path} cannot be opened: ${error.message}.`, { file: path }, { cause: error });
  return toStorageError(error);
}
