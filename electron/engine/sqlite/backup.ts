import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, extname, join } from "node:path";
import type BetterSqlite3 from "better-sqlite3";
import { z } from "zod";
import { type Backup, backupCauses } from "../../../shared/contract/backups.ts";
import { AppError } from "../../../shared/contract/errors.ts";
import { nowUs } from "../runtime.ts";
import { syncFolder } from "../sync-folder.ts";
import { checkCopy } from "./check-copy.ts";

/**
 * Copies of the operational store. Each is written beside its place, read back whole, and only then given its name; a note beside it says what it is. A
 * copy whose pages are broken is removed again; one that holds a chain broken already is kept and called damaged.
 */
const Note = z.object({
  cause: z.enum(backupCauses),
  at: z.number().int(),
  bytes: z.number().int(),
  decisions: z.number().int(),
  head: z.string(),
  problem: z.string().optional(),
});
type Note = z.infer<typeof Note>;
type Cause = Note["cause"];

/** How many of each cause stay, the newest. */
const kept: Readonly<Record<Cause, number>> = { day: 7, decisions: 5, migration: 5, merge: 5, restore: 3, hand: 10 };

export interface BackupPlan {
  /** The database's file. */
  readonly path: string;
  readonly backupDir: string;
  /** Ends the copy's name. */
  readonly label: string;
  readonly cause: Cause;
}

const notePath = (file: string): string => `${file}.json`;

/** Where a copy goes: a name that nothing has yet. */
function targetOf({ path, backupDir, label }: BackupPlan): string {
  const stem = `${basename(path, extname(path))}-${label}`;
  let target = join(backupDir, `${stem}.sqlite`);
  for (let n = 2; existsSync(target); n += 1) target = join(backupDir, `${stem}-${n}.sqlite`);
  return target;
}

/** The file a copy is in until it has been read back. */
export const partialOf = (plan: BackupPlan): string => `${targetOf(plan)}.partial`;

/** Lays a copy of the database into `backupDir`, named by `label`, and lets go of the oldest of its cause. Throws AppError `io` when the copy is not whole. */
export function layBackup(db: BetterSqlite3.Database, plan: BackupPlan): Backup {
  const { backupDir, cause } = plan;
  mkdirSync(backupDir, { recursive: true });
  const target = targetOf(plan);
  const partial = partialOf(plan);
  rmSync(partial, { force: true });
  try {
    db.prepare("VACUUM INTO ?").run(partial);
    syncFile(partial);
    const { decisions, head, problems } = checkCopy(partial);
    const [problem] = problems;
    if (problem !== undefined && head === "") throw new AppError("io", `The backup was not written whole: ${problem}.`, { file: target });
    const note: Note = {
      cause,
      at: nowUs(),
      bytes: statSync(partial).size,
      decisions,
      head,
      ...(problem === undefined ? {} : { problem }),
    };
    writeNote(target, note);
    renameSync(partial, target);
    syncFolder(backupDir);
    prune(backupDir, cause);
    return toBackup(target, note);
  } catch (error) {
    rmSync(partial, { force: true });
    if (!existsSync(target)) rmSync(notePath(target), { force: true });
    throw error;
  }
}

/** What lies in the folder, the one with most decisions first. Says of each whether it is what was written; reads none of them whole. */
export function listBackups(backupDir: string): Backup[] {
  if (!existsSync(backupDir)) return [];
  return readdirSync(backupDir)
    .filter((name) => name.endsWith(".sqlite"))
    .map((name) => toBackup(join(backupDir, name), readNote(join(backupDir, name))))
    .toSorted((a, b) => b.decisions - a.decisions || b.at - a.at || (a.file < b.file ? -1 : 1));
}

function toBackup(path: string, note: Note | undefined): Backup {
  const file = basename(path);
  const { size, mtimeMs } = statSync(path);
  if (note === undefined)
    return { file, cause: "unknown", at: Math.round(mtimeMs) * 1000, bytes: size, decisions: 0, head: "", state: "unverified" };
  const { cause, at, decisions, head } = note;
  const problem = size === note.bytes ? note.problem : `is ${size} bytes large where ${note.bytes} were written`;
  return {
    file,
    cause,
    at,
    bytes: size,
    decisions,
    head,
    state: problem === undefined ? "verified" : "damaged",
    ...(problem === undefined ? {} : { problem }),
  };
}

/** A note that cannot be read says nothing: the copy then counts as unverified. */
function readNote(path: string): Note | undefined {
  if (!existsSync(notePath(path))) return undefined;
  try {
    return Note.safeParse(JSON.parse(readFileSync(notePath(path), "utf8"))).data;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function writeNote(path: string, note: Note): void {
  writeFileSync(notePath(path), `${JSON.stringify(note)}\n`, { flush: true });
}

/** Notes that lie beside a copy made elsewhere, as by a restore. */
export function noteBackup(path: string, cause: Cause): Backup {
  const { decisions, head, problems } = checkCopy(path);
  const [problem] = problems;
  const note: Note = { cause, at: nowUs(), bytes: statSync(path).size, decisions, head, ...(problem === undefined ? {} : { problem }) };
  writeNote(path, note);
  return toBackup(path, note);
}

function prune(backupDir: string, cause: Cause): void {
  const all = listBackups(backupDir);
  const best = all.find(({ state }) => state === "verified");
  const ofCause = all.filter((one) => one.cause === cause).toSorted((a, b) => b.at - a.at || b.decisions - a.decisions);
  for (const { file } of ofCause.slice(kept[cause])) {
    if (file === best?.file) continue;
    for (const path of [join(backupDir, file), notePath(join(backupDir, file))]) rmSync(path, { force: true });
  }
}

export function syncFile(path: string): void {
  // Windows flushes only what is open for writing.
  const fd = openSync(path, "r+");
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
