import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { WorkspacePaths } from "./layout.ts";

/** Removes what a process that was killed left half-written. Only the holder of the lock may call it. Gives what was removed, relative to the workspace. */
export function clearLeftovers(paths: WorkspacePaths): string[] {
  const removed: string[] = [];
  const clear = (folder: string, isLeftover: (name: string) => boolean): void => {
    if (!existsSync(folder)) return;
    for (const name of readdirSync(folder).filter(isLeftover)) {
      const path = join(folder, name);
      rmSync(path, { recursive: true, force: true });
      removed.push(path.slice(paths.root.length + 1));
    }
  };
  const isUnfinished = (name: string): boolean => name.startsWith(".tmp-");
  clear(paths.snapshots, isUnfinished);
  clear(paths.exports, (name) => isUnfinished(name) || isAbandonedPart(name));
  clear(paths.models, isUnfinished);
  clear(paths.evaluations, isAbandonedPart);
  clear(paths.suites, isAbandonedPart);
  clear(paths.incoming, () => true);
  clear(paths.backups, (name) => name.endsWith(".partial"));
  clear(paths.cacheTmp, (name) => !isRunning(Number(name)));
  clear(paths.cache, (name) => name.endsWith(".wal"));
  return removed.toSorted();
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
