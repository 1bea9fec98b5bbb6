import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync } from "node:fs";
import { basename, extname, join } from "node:path";
import type BetterSqlite3 from "better-sqlite3";
import { AppError } from "../../../shared/contract/errors.ts";
import { invariant } from "../../../shared/lib/invariant.ts";
import { syncFolder } from "../sync-folder.ts";
import type { Migration } from "./migrations.ts";
import { repairHint } from "./damage.ts";

interface MigrateOptions {
  readonly path: string;
  readonly readOnly: boolean;
  readonly backupDir: string;
  readonly migrations: readonly Migration[];
}

/** Brings the file to the newest version, one transaction a step, with a copy in `backupDir` first when it held anything. */
export function migrate(db: BetterSqlite3.Database, options: MigrateOptions): void {
  const version = readVersion(db);
  const newest = options.migrations.length;
  if (version > newest)
    throw new AppError(
      "workspace-newer",
      `This workspace was written by a newer Quarry (format ${version}, this one knows ${newest}). Update Quarry to open it; nothing was changed.`,
      { file: options.path },
    );
  if (version === newest) return;
  if (version === 0 && hasTables(db))
    throw new AppError("workspace-damaged", `${options.path} is an SQLite file, but not a Quarry workspace. ${repairHint}`, {
      file: options.path,
    });
  if (options.readOnly)
    throw new AppError("conflict", `This workspace has the older format ${version}. Open it for writing once to bring it up to date.`, {
      file: options.path,
    });
  if (version > 0) backUp(db, options, version);
  options.migrations.slice(version).forEach((migration, i) => apply(db, migration, version + i + 1));
}

function readVersion(db: BetterSqlite3.Database): number {
  const version = db.pragma("user_version", { simple: true });
  invariant(typeof version === "number", "user_version is a number");
  return version;
}

function hasTables(db: BetterSqlite3.Database): boolean {
  return db.prepare("SELECT 1 FROM sqlite_schema LIMIT 1").get() !== undefined;
}

function apply(db: BetterSqlite3.Database, migration: Migration, version: number): void {
  // A migration may rebuild tables others refer to; SQLite wants enforcement off for that, and ignores the switch inside a transaction.
  db.pragma("foreign_keys = OFF");
  try {
    db.transaction(() => {
      db.exec(migration.sql);
      const broken = db.prepare("PRAGMA foreign_key_check").all();
      invariant(broken.length === 0, `migration ${migration.name} leaves dangling references`);
      db.pragma(`user_version = ${version}`);
    }).immediate();
  } finally {
    db.pragma("foreign_keys = ON");
  }
}

const backUp = (db: BetterSqlite3.Database, { path, backupDir }: MigrateOptions, version: number): string =>
  layBackup(db, { path, backupDir, label: `v${version}` });

/** Lays a copy of the database into `backupDir`, named by `label`; gives its path. */
export function layBackup(
  db: BetterSqlite3.Database,
  { path, backupDir, label }: { path: string; backupDir: string; label: string },
): string {
  mkdirSync(backupDir, { recursive: true });
  const stem = `${basename(path, extname(path))}-${label}`;
  let target = join(backupDir, `${stem}.sqlite`);
  for (let n = 2; existsSync(target); n += 1) target = join(backupDir, `${stem}-${n}.sqlite`);
  const partial = `${target}.partial`;
  rmSync(partial, { force: true });
  db.prepare("VACUUM INTO ?").run(partial);
  syncFile(partial);
  renameSync(partial, target);
  syncFolder(backupDir);
  return target;
}

function syncFile(path: string): void {
  // Windows flushes only what is open for writing.
  const fd = openSync(path, "r+");
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
