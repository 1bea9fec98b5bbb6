import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { WorkspacePaths } from "./layout.ts";

/** What a process that was killed left half-written, relative to the workspace. */
export function findLeftovers(paths: WorkspacePaths): string[] {
  const found: string[] = [];
  const look = (folder: string, isLeftover: (name: string) => boolean): void => {
    if (!existsSync(folder)) return;
    for (const name of readdirSync(folder).filter(isLeftover)) found.push(join(folder, name).slice(paths.root.length + 1));
  };
  const isUnfinished = (name: string): boolean => name.startsWith(".tmp-");
  look(paths.root, (name) => name.endsWith(".sqlite.partial"));
  look(paths.snapshots, isUnfinished);
  look(paths.exports, (name) => isUnfinished(name) || isAbandonedPart(name));
  look(paths.models, isUnfinished);
  look(paths.evaluations, isAbandonedPart);
  look(paths.suites, isAbandonedPart);
  look(paths.incoming, () => true);
  look(paths.backups, (name) => name.endsWith(".partial") || name.endsWith(".partial-journal"));
  look(paths.cacheTmp, (name) => !isRunning(Number(name)));
  look(paths.cache, (name) => name.endsWith(".wal"));
  return found.toSorted();
}

/** Removes them. Only the holder of the lock may call it. Gives what was removed. */
export function clearLeftovers(paths: WorkspacePaths): string[] {
  const found = findLeftovers(paths);
  for (const name of found) rmSync(join(paths.root, name), { recursive: true, force: true });
  return found;
}

/** Exports are written as `<name>.<pid>.partial`; a read-only session may be at one right now. */
function isAbandonedPart(name: string): boolean {
  if (!name.endsWith(".partial")) return false;
  const pid = Number(/\.(\d+)\.partial$/.exec(name)?.[1]);
  return pid === process.pid || !isRunning(pid);
}

/** Read-only sessions keep temporary files of their own in `cache/tmp/<pid>`. */
function isRunning(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
