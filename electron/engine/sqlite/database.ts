import { existsSync, mkdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import BetterSqlite3 from "better-sqlite3";
import { AppError } from "../../../shared/contract/errors.ts";
import type { Database } from "./connection.ts";
import { repairHint, toDamageError } from "./damage.ts";
import { migrate } from "./migrate.ts";
import { type Migration, migrations } from "./migrations.ts";

export type { Database };

export interface OpenOptions {
  readonly readOnly?: boolean;
  /** Where a copy is laid before an existing file is migrated. Default: `backups/` beside the file. */
  readonly backupDir?: string;
  readonly migrations?: readonly Migration[];
}

/** Throws what Node says when the compiled part of SQLite does not load. */
export function probeSqlite(): void {
  new BetterSqlite3(":memory:").close();
}

/** Tables looked into at random, such as identifiers, are far larger than SQLite's 2 MiB. */
const cacheKiB = 64 * 1024;

/** A whole-file check reads every page, which took two minutes for 3.8 GB on a busy disk where opening took 0.4 s. Larger files are read whole by `quarry doctor` and when they are copied for a backup. */
const checkedAtOpenBytes = 64 * 1024 * 1024;

/**
 * Opens the operational store, migrating it when it is older than this program. A transaction that has returned survives a
 * power cut: WAL with synchronous=FULL. Throws AppError `workspace-newer`, `workspace-damaged` or `conflict` (an old file opened read-only).
 */
export function openDatabase(path: string, options: OpenOptions = {}): Database {
  const readOnly = options.readOnly ?? false;
  if (readOnly && !existsSync(path)) throw new AppError("not-found", `There is no workspace database at ${path}.`, { file: path });
  if (!readOnly) mkdirSync(dirname(path), { recursive: true });
  let db: Database | undefined;
  try {
    db = new BetterSqlite3(path, { readonly: readOnly, timeout: 5000 });
    configure(db, readOnly);
    assertSound(db, path);
    migrate(db, {
      path,
      readOnly,
      backupDir: options.backupDir ?? join(dirname(path), "backups"),
      migrations: options.migrations ?? migrations,
    });
    return db;
  } catch (error) {
    db?.close();
    throw toDamageError(error, path);
  }
}

function configure(db: Database, readOnly: boolean): void {
  if (!readOnly) {
    db.pragma("journal_mode = WAL");
    db.pragma("synchronous = FULL");
  }
  db.pragma(`cache_size = -${cacheKiB}`);
  db.pragma("foreign_keys = ON");
  db.pragma("trusted_schema = OFF");
}

function assertSound(db: Database, path: string): void {
  if (statSync(path).size > checkedAtOpenBytes) return;
  const result = db.pragma("quick_check(1)", { simple: true });
  if (result !== "ok")
    throw new AppError("workspace-damaged", `${path} is damaged: ${String(result)}. ${repairHint}`, { file: path, hint: repairHint });
}
