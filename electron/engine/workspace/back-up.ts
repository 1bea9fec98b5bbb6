import { open } from "node:fs/promises";
import { setTimeout as pause } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import type { Backup } from "../../../shared/contract/backups.ts";
import { CancelledError, fromWireError, type WireError } from "../../../shared/contract/errors.ts";
import { nowUs, workerPath } from "../runtime.ts";
import { type BackupPlan, partialOf } from "../sqlite/backup.ts";
import type { Head } from "../sqlite/decision-chain.ts";
import type { WorkspacePaths } from "./layout.ts";

export type FromBackupWorker = { readonly backup: Backup } | { readonly failed: WireError };

/** So many decisions are never without a copy for long. */
export const mostUnsaved = 200;

const dayOf = (us: number): string => new Date(Math.floor(us / 1000)).toISOString().slice(0, 10);

/** Names what somebody asks for by when it was asked. */
const stampOf = (us: number): string => new Date(Math.floor(us / 1000)).toISOString().slice(0, 19).replaceAll(/[-:]/g, "");

/** Decisions since the newest whole copy; all of them while there is none. A log that was put back is another one from where it forks. */
export function unsavedIn(backups: readonly Backup[], head: Head): number {
  const saved = backups.filter((one) => one.state === "verified" && one.decisions <= head.seq).map(({ decisions }) => decisions);
  return head.seq - Math.max(0, ...saved);
}

/**
 * Whether a copy is due: on another day than the newest whole one was made, by whichever way the clock went, or after `mostUnsaved` decisions; never when
 * nothing was decided since.
 */
export function dueCause(backups: readonly Backup[], head: Head, atUs: number): "day" | "decisions" | undefined {
  if (head.seq === 0 || unsavedIn(backups, head) === 0) return undefined;
  const newest = Math.max(0, ...backups.filter(({ state }) => state === "verified").map(({ at }) => at));
  if (dayOf(newest) !== dayOf(atUs)) return "day";
  return unsavedIn(backups, head) >= mostUnsaved ? "decisions" : undefined;
}

const flushEveryMs = 20;
const givenUp = "the copy was given up, since the workspace is being closed";

/** Has what a file holds so far brought to the disk, over and over: a verdict would else wait there behind a whole copy. */
async function flushUntil(path: string, done: AbortSignal): Promise<void> {
  while (!done.aborted) {
    await pause(flushEveryMs);
    try {
      await using file = await open(path, "r+");
      await file.datasync();
    } catch (error) {
      const isAbsent = error instanceof Error && "code" in error && error.code === "ENOENT";
      if (!isAbsent) throw error;
    }
  }
}

/** A thread inside SQLite cannot be ended, and a process waits for its threads: once asked to end, it is ended by force. */
function leaveBehind(worker: Worker): void {
  const endByForce = (): void => void process.kill(process.pid, "SIGKILL");
  process.once("exit", endByForce);
  worker.once("exit", () => process.off("exit", endByForce));
  void worker.terminate();
}

/**
 * Lays a verified copy of the database in a thread of its own. Throws AppError `disk-full`, `read-only`, `io` or `workspace-damaged`, and CancelledError
 * as soon as the signal says so: what was written until then is removed when the workspace is next opened.
 */
export async function backUp(paths: WorkspacePaths, cause: "day" | "decisions" | "hand", signal: AbortSignal): Promise<Backup> {
  if (signal.aborted) throw new CancelledError(givenUp);
  const now = nowUs();
  const label = cause === "day" ? dayOf(now) : `${cause === "hand" ? "by-hand" : "decisions"}-${stampOf(now)}`;
  const plan: BackupPlan = { path: paths.database, backupDir: paths.backups, label, cause };
  const ended = new AbortController();
  const flushing = flushUntil(partialOf(plan), ended.signal);
  const worker = new Worker(workerPath("backup-worker"), { name: "backup-worker", workerData: plan });
  const asked = new Promise<FromBackupWorker>((resolve, reject) => {
    const giveUp = (): void => {
      leaveBehind(worker);
      reject(new CancelledError(givenUp));
    };
    signal.addEventListener("abort", giveUp, { signal: ended.signal });
    worker.once("message", resolve);
    worker.once("error", reject);
    worker.once("exit", () => reject(new Error("the backup worker ended without an answer")));
  }).finally(() => ended.abort());
  // Neither outlives the other, whichever fails.
  await Promise.allSettled([asked, flushing]);
  const [answer] = await Promise.all([asked, flushing]);
  if ("failed" in answer) throw fromWireError(answer.failed);
  return answer.backup;
}
