import BetterSqlite3 from "better-sqlite3";
import { AppError } from "../../../shared/contract/errors.ts";

export const repairHint =
  "Put the newest copy from the workspace's backups/ folder in its place, or restore the folder from your own backup.";

/** Whether SQLite says it, of whatever kind. */
export const isSqliteError = (error: unknown): error is Error => error instanceof BetterSqlite3.SqliteError;

/** Turns what SQLite says of an unreadable file into an error for a person; anything else is passed through. */
export function toDamageError(error: unknown, path: string): unknown {
  if (!(error instanceof BetterSqlite3.SqliteError)) return error;
  if (error.code.startsWith("SQLITE_CORRUPT") || error.code === "SQLITE_NOTADB")
    return new AppError(
      "workspace-damaged",
      `${path} is damaged (${error.message}). ${repairHint}`,
      { file: path, hint: repairHint },
      { cause: error },
    );
  if (
    error.code === "SQLITE_CANTOPEN" ||
    error.code.startsWith("SQLITE_IOERR") ||
    error.code === "SQLITE_FULL" ||
    error.code === "SQLITE_READONLY"
  )
    return new AppError("io", `${path} cannot be opened: ${error.message}.`, { file: path }, { cause: error });
  return error;
}
