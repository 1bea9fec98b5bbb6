import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { basename, resolve } from "node:path";
import { AppError } from "../../../shared/contract/errors.ts";
import { type Database, openDatabase } from "../sqlite/database.ts";
import { createDecisionLog, type DecisionLog } from "../sqlite/decision-log.ts";
import { findSetting, putSetting } from "../sqlite/settings.ts";
import { type WorkspacePaths, workspacePaths } from "./layout.ts";
import { clearLeftovers } from "./leftovers.ts";
import { acquireLock } from "./lock.ts";

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

/** Opens an existing workspace. Throws AppError `not-found`, `workspace-locked`, `workspace-newer` or `workspace-damaged`. */
export function openWorkspace(dir: string, options: { readOnly?: boolean } = {}): Workspace {
  const root = resolve(dir);
  if (!isWorkspace(root))
    throw new AppError("not-found", `There is no workspace at ${root}. Make one with \`quarry init\`.`, { file: root });
  return options.readOnly === true ? openReadOnly(root) : openRoot(root, undefined);
}

/** A process killed while creating leaves at most the lock behind. */
const isOwnFile = (entry: string): boolean => entry === "lock" || entry === "lock.json" || entry === "lock-journal";

function openRoot(root: string, newName: string | undefined): Workspace {
  const paths = workspacePaths(root);
  const lock = acquireLock(paths);
  try {
    const db = openDatabase(paths.database, { backupDir: paths.backups });
    if (newName !== undefined) putSetting(db, "workspace.name", newName);
    for (const folder of [paths.snapshots, paths.cacheTmp, paths.models, paths.exports, paths.lineage, paths.incoming])
      mkdirSync(folder, { recursive: true });
    const removedLeftovers = clearLeftovers(paths);
    const close = (): void => {
      if (db.open) db.close();
      lock.release();
    };
    return { paths, name: nameOf(db, root), readOnly: false, db, log: createDecisionLog(db), removedLeftovers, close };
  } catch (error) {
    lock.release();
    throw error;
  }
}

function openReadOnly(root: string): Workspace {
  const paths = workspacePaths(root);
  const db = openDatabase(paths.database, { readOnly: true });
  const close = (): void => {
    if (db.open) db.close();
  };
  return { paths, name: nameOf(db, root), readOnly: true, db, log: createDecisionLog(db), removedLeftovers: [], close };
}

const nameOf = (db: Database, root: string): string => findSetting(db, "workspace.name") ?? basename(root);
