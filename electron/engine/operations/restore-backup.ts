import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync, statSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { z } from "zod";
import { AppError } from "../../../shared/contract/errors.ts";
import type { Decision } from "../../../shared/contract/workspace.ts";
import { nowUs } from "../runtime.ts";
import { noteBackup, syncFile } from "../sqlite/backup.ts";
import { checkCopy, type CopyFacts } from "../sqlite/check-copy.ts";
import { openDatabase } from "../sqlite/database.ts";
import { createDecisionLog } from "../sqlite/decision-log.ts";
import { assertWritableFolder } from "../storage-failure.ts";
import { syncFolder } from "../sync-folder.ts";
import { type WorkspacePaths, workspacePaths } from "../workspace/layout.ts";
import { acquireLock } from "../workspace/lock.ts";
import { withCopy } from "../workspace/with-copy.ts";

const restoreKind = "workspace.restore";

export interface RestorePlan {
  /** Name of the backup. */
  readonly backup: string;
  /** What it holds, as read just now. */
  readonly holds: CopyFacts;
  /** What the workspace has now; absent where there is no database. */
  readonly now: CopyFacts | undefined;
  /** Decisions of now that the backup does not have; null where they cannot be counted. */
  readonly without: number | null;
  /** Where what is replaced will be kept, in the backups folder. */
  readonly kept: string;
}

const stamp = (): string => new Date(Math.floor(nowUs() / 1000)).toISOString().slice(0, 19).replaceAll(/[-:]/g, "");

/** A name in the backups folder, or a path. */
function findBackup(paths: WorkspacePaths, name: string): string {
  const path = [join(paths.backups, basename(name)), resolve(name)].find((one) => existsSync(one));
  if (path === undefined)
    throw new AppError("not-found", `There is no backup ${name}. \`quarry backups\` and \`quarry doctor\` list those there are.`, {
      field: "file",
    });
  return path;
}

/** What restoring would do; writes nothing in the workspace. Throws AppError `not-found`, or `workspace-damaged` for a backup that is not whole itself. */
export async function planRestore(root: string, name: string): Promise<RestorePlan> {
  const paths = workspacePaths(resolve(root));
  const from = findBackup(paths, name);
  const holds = await withCopy(from, checkCopy);
  const [problem] = holds.problems;
  if (problem !== undefined)
    throw new AppError("workspace-damaged", `The backup ${basename(from)} is not whole itself: ${problem}.`, { file: from });
  const now = existsSync(paths.database) ? await withCopy(paths.database, checkCopy) : undefined;
  const isCounted = now !== undefined && now.problems.length === 0;
  return {
    backup: basename(from),
    holds,
    now,
    without: isCounted ? Math.max(0, now.decisions - holds.decisions) : null,
    kept: freeName(paths.backups),
  };
}

/** What one restore has kept, the next must not take the place of, in the same second neither. */
function freeName(backups: string): string {
  const stem = `quarry-replaced-${stamp()}`;
  for (let n = 1; ; n += 1) {
    const name = `${stem}${n === 1 ? "" : `-${n}`}.sqlite`;
    if (!existsSync(join(backups, name))) return name;
  }
}

const Kept = z.object({ kept: z.string().nullable() });

/** What the last restore replaced, by its name in the backups folder: restoring that undoes it. Throws AppError `not-found`, or as opening the database does. */
export function findReplaced(root: string): string {
  const paths = workspacePaths(resolve(root));
  const db = openDatabase(paths.database, { readOnly: true });
  try {
    const [last] = createDecisionLog(db).page({ limit: 1, kind: restoreKind }).decisions;
    if (last === undefined) throw new AppError("not-found", "Nothing was restored in this workspace, so there is nothing to undo.");
    const { kept } = Kept.parse(last.body);
    if (kept === null) throw new AppError("not-found", "The last restore found no database, so it kept none to go back to.");
    return kept;
  } finally {
    db.close();
  }
}

/**
 * Puts a backup in the database's place, keeps what was there, and signs for it in the log that is then in force. A process killed at any moment leaves
 * either the old database or the new one, and the old one among the backups. Throws AppError as `planRestore`, `workspace-locked` or `read-only`.
 */
export async function applyRestore(
  root: string,
  name: string,
  signed: { actor: string; reason: string },
): Promise<RestorePlan & { decision: Decision }> {
  assertWritableFolder(resolve(root));
  const paths = workspacePaths(resolve(root));
  const lock = acquireLock(paths);
  try {
    const plan = await planRestore(root, name);
    mkdirSync(paths.backups, { recursive: true });
    const fresh = `${paths.database}.partial`;
    copyFileSync(findBackup(paths, name), fresh);
    syncFile(fresh);
    if (plan.now !== undefined) setAside(paths, plan);
    renameSync(fresh, paths.database);
    syncFolder(paths.root);
    const db = openDatabase(paths.database, { backupDir: paths.backups });
    try {
      const { backup, without } = plan;
      const kept = plan.now === undefined ? null : plan.kept;
      const body = { backup, reason: signed.reason, without, kept, replaced: plan.now?.head ?? null };
      return { ...plan, decision: createDecisionLog(db).append({ actor: signed.actor, kind: restoreKind, body }) };
    } finally {
      db.close();
    }
  } finally {
    lock.release();
  }
}

/** A write-ahead log must never meet another database than its own. */
function setAside({ database, backups }: WorkspacePaths, { now, kept }: RestorePlan): void {
  const aside = join(backups, kept);
  if (now?.problems.length === 0) openDatabase(database).close();
  const wal = `${database}-wal`;
  if (existsSync(wal) && statSync(wal).size > 0) copyFileSync(wal, `${aside}-wal`);
  copyFileSync(database, aside);
  syncFile(aside);
  for (const suffix of ["-wal", "-shm"]) rmSync(`${database}${suffix}`, { force: true });
  syncFolder(backups);
  if (now?.problems.length === 0) noteBackup(aside, "restore");
}
