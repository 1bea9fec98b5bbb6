import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import BetterSqlite3 from "better-sqlite3";
import { z } from "zod";
import { AppError } from "../../../shared/contract/errors.ts";
import { nowUs } from "../runtime.ts";
import { toStorageError } from "../storage-failure.ts";
import type { WorkspacePaths } from "./layout.ts";

/**
 * One writer per workspace. The lock is an SQLite file held in an exclusive transaction: the operating system lets go of it
 * when the process ends, however it ends, so there is no stale lock to guess about. `lock.json` only says who holds it.
 *
 * Nothing in this process may open `lock` by other means: closing any descriptor of a file drops its POSIX locks.
 */
export interface WorkspaceLock {
  release(): void;
}

const lastTimeUs = 8.64e18;
const Owner = z.object({ pid: z.number().int(), host: z.string(), since: z.number().min(0).max(lastTimeUs) });
type Owner = z.infer<typeof Owner>;

/** Keeps held locks alive: a connection that is garbage-collected is closed, and lets go. */
const held = new Set<BetterSqlite3.Database>();

/** Throws AppError `workspace-locked`, naming the process, while another one holds the lock. */
export function acquireLock(paths: WorkspacePaths): WorkspaceLock {
  const file = new BetterSqlite3(paths.lock, { timeout: 0 });
  try {
    file.pragma("journal_mode = DELETE");
    file.exec("BEGIN EXCLUSIVE");
  } catch (error) {
    file.close();
    throw isBusy(error) ? lockedError(paths) : toLockError(error, paths.lock);
  }
  held.add(file);
  const release = (): void => {
    if (!held.delete(file)) return;
    rmSync(paths.lockOwner, { force: true });
    file.exec("ROLLBACK");
    file.close();
  };
  const owner: Owner = { pid: process.pid, host: hostname(), since: nowUs() };
  try {
    writeFileSync(paths.lockOwner, `${JSON.stringify(owner)}\n`);
  } catch (error) {
    const told = toStorageError(error);
    // On a full disk the next one is told less about who holds the lock; that is no reason not to open.
    if (!(told instanceof AppError) || told.code !== "disk-full") {
      release();
      throw told;
    }
  }
  return { release };
}

/** Who holds the lock now, without taking it or writing anything; undefined when nobody does. `since` is 0 where it is not known. */
export function findLockHolder(paths: WorkspacePaths): Owner | undefined {
  if (!existsSync(paths.lock)) return undefined;
  if ([...held].some(({ name }) => name === paths.lock))
    return readOwner(paths.lockOwner) ?? { pid: process.pid, host: hostname(), since: 0 };
  const file = new BetterSqlite3(paths.lock, { readonly: true, timeout: 0 });
  try {
    file.pragma("schema_version");
    return undefined;
  } catch (error) {
    if (isBusy(error)) return readOwner(paths.lockOwner) ?? { pid: 0, host: hostname(), since: 0 };
    throw error;
  } finally {
    file.close();
  }
}

/** What is in the lock file was not put there by this program. It holds nothing, so that nothing is lost with it. */
function toLockError(error: unknown, path: string): unknown {
  if (!(error instanceof BetterSqlite3.SqliteError) || !["SQLITE_NOTADB", "SQLITE_CORRUPT"].includes(error.code)) return error;
  const hint = "Close every Quarry that has this workspace open, delete the file, and open the workspace again.";
  return new AppError(
    "workspace-damaged",
    `${path} is not the lock file that it was (${error.message}). ${hint}`,
    { file: path, hint },
    { cause: error },
  );
}

const isBusy = (error: unknown): boolean =>
  error instanceof BetterSqlite3.SqliteError && (error.code.startsWith("SQLITE_BUSY") || error.code.startsWith("SQLITE_LOCKED"));

function lockedError(paths: WorkspacePaths): AppError {
  const owner = readOwner(paths.lockOwner);
  const who =
    owner === undefined ? "Another process" : `Process ${owner.pid} on ${owner.host}, since ${new Date(owner.since / 1000).toISOString()},`;
  return new AppError(
    "workspace-locked",
    `${who} has this workspace open. Close it there, or look at it here with \`quarry open --read-only\`.`,
    {
      file: paths.root,
      hint: "Close the other window or process, or run `quarry open --read-only` to look at the workspace beside it.",
    },
  );
}

/** Who holds the lock is a courtesy to the reader: a missing or half-written file only makes the message vaguer. */
function readOwner(path: string): Owner | undefined {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
    return Owner.safeParse(JSON.parse(text)).data;
  } catch (error) {
    if (error instanceof SyntaxError || (error instanceof Error && "code" in error && error.code === "ENOENT")) return undefined;
    throw error;
  }
}
