import type BetterSqlite3 from "better-sqlite3";
import { AppError } from "../../../shared/contract/errors.ts";
import { invariant } from "../../../shared/lib/invariant.ts";
import { layBackup } from "./backup.ts";
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
  if (version > 0) layBackup(db, { path: options.path, backupDir: options.backupDir, label: `v${version}`, cause: "migration" });
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
