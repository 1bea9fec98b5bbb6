import { chmodSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { AppError } from "../../../shared/contract/errors.ts";
import { type Database, openDatabase } from "../sqlite/database.ts";
import { createDecisionLog, type DecisionLog } from "../sqlite/decision-log.ts";
import { findSetting, putSetting } from "../sqlite/settings.ts";
import { assertWritableFolder, isWritableFolder, toStorageError } from "../storage-failure.ts";
import { type WorkspacePaths, workspacePaths } from "./layout.ts";
import { clearLeftovers } from "./leftovers.ts";
import { acquireLock, findLockHolder } from "./lock.ts";

/** An open workspace. The writer holds its lock until `close`; a read-only one sees the writer's committed work. */
export interface Workspace {
  readonly paths: WorkspacePaths;
  readonly name: string;
  readonly readOnly: boolean;
  readonly db: Database;
  readonly log: DecisionLog;
  /** What an earlier, killed process had left half-written and opening removed. */
  readonly removedLeftovers: readonly string[];
  close(): void;
}

export const isWorkspace = (dir: string): boolean => existsSync(workspacePaths(resolve(dir)).database);

/** Makes a workspace in a new or empty folder and opens it. Throws AppError `conflict` when the folder holds anything. */
export function createWorkspace(dir: string, name?: string): Workspace {
  const root = resolve(dir);
  if (isWorkspace(root)) throw new AppError("conflict", `${root} is a workspace already. Open it instead.`, { file: root });
  if (existsSync(root) && readdirSync(root).some((entry) => !isOwnFile(entry)))
    throw new AppError("conflict", `${root} is not empty. Choose a new folder for the workspace.`, { file: root });
  mkdirSync(root, { recursive: true });
  return openRoot(root, name ?? basename(root));
}

/** Opens an existing workspace. Throws AppError `not-found`, `workspace-locked`, `workspace-newer`, `workspace-damaged`, `read-only` or `disk-full`. */
export function openWorkspace(dir: string, options: { readOnly?: boolean } = {}): Workspace {
  const root = resolve(dir);
  if (!isWorkspace(root))
    throw new AppError("not-found", `There is no workspace at ${root}. Make one with \`quarry init\`.`, { file: root });
  return options.readOnly === true ? openReadOnly(root) : openRoot(root, undefined);
}

/** A process killed while creating leaves at most the lock behind. */
const isOwnFile = (entry: string): boolean => entry === "lock" || entry === "lock.json" || entry === "lock-journal";

function openRoot(root: string, newName: string | undefined): Workspace {
  assertWritableFolder(root);
  const paths = workspacePaths(root);
  const lock = acquireLock(paths);
  let db: Database | undefined;
  try {
    const opened = (db = openDatabase(paths.database, { backupDir: paths.backups }));
    if (newName !== undefined) putSetting(opened, "workspace.name", newName);
    for (const folder of [paths.snapshots, paths.cacheTmp, paths.models, paths.exports, paths.lineage, paths.incoming])
      mkdirSync(folder, { recursive: true });
    const removedLeftovers = clearLeftovers(paths);
    const close = (): void => {
      if (opened.open) opened.close();
      lock.release();
    };
    return { paths, name: nameOf(opened, root), readOnly: false, db: opened, log: createDecisionLog(opened), removedLeftovers, close };
  } catch (error) {
    db?.close();
    lock.release();
    throw toStorageError(error);
  }
}

function openReadOnly(root: string): Workspace {
  const lying = workspacePaths(root);
  const aside = isWritableFolder(root) || findLockHolder(lying) !== undefined ? undefined : layAside(lying);
  const discard = (): void => {
    if (aside !== undefined) rmSync(aside.folder, { recursive: true, force: true });
  };
  try {
    const paths = aside?.paths ?? lying;
    const db = openDatabase(aside?.database ?? lying.database, { readOnly: true });
    const close = (): void => {
      if (db.open) db.close();
      discard();
    };
    return { paths, name: nameOf(db, root), readOnly: true, db, log: createDecisionLog(db), removedLeftovers: [], close };
  } catch (error) {
    discard();
    throw error;
  }
}

/**
 * SQLite cannot read a database with a write-ahead log where it may not write beside it (https://www.sqlite.org/wal.html#readonly), and queries need room for
 * their caches. Both get a folder elsewhere, gone with `close`; nobody writes in the workspace meanwhile, since its lock is free.
 */
function layAside(lying: WorkspacePaths): { folder: string; database: string; paths: WorkspacePaths } {
  const folder = mkdtempSync(join(tmpdir(), "quarry-read-only-"));
  const database = join(folder, basename(lying.database));
  for (const suffix of ["", "-wal"])
    if (existsSync(`${lying.database}${suffix}`)) {
      copyFileSync(`${lying.database}${suffix}`, `${database}${suffix}`);
      chmodSync(`${database}${suffix}`, 0o600);
    }
  const { cache, cacheTmp, incoming } = workspacePaths(folder);
  return { folder, database, paths: { ...lying, cache, cacheTmp, incoming } };
}

const nameOf = (db: Database, root: string): string => findSetting(db, "workspace.name") ?? basename(root);
