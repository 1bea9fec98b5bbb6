import { existsSync, statfsSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { AppError } from "../../../shared/contract/errors.ts";
import { toNativeError } from "../native-failure.ts";
import { nowUs } from "../runtime.ts";
import { listBackups } from "../sqlite/backup.ts";
import { checkCopy } from "../sqlite/check-copy.ts";
import { probeSqlite } from "../sqlite/database.ts";
import { isWritableFolder } from "../storage-failure.ts";
import type { WorkspacePaths } from "../workspace/layout.ts";
import { findLeftovers } from "../workspace/leftovers.ts";
import type { findLockHolder } from "../workspace/lock.ts";
import { withCopy } from "../workspace/with-copy.ts";
import { damagedCaches } from "./caches.ts";
import { type Finding, good, shorten } from "./findings.ts";

/** Below, SQLite and an import soon stand still. */
const littleRoomBytes = 500_000_000;
const staleDays = 7;

const loadOnnx = (): unknown => createRequire(import.meta.url)("onnxruntime-node");

/** The packages with compiled parts. */
export function examineInstall(): Finding[] {
  const natives = [
    ["better-sqlite3", probeSqlite],
    ["onnxruntime-node", loadOnnx],
  ] as const;
  return natives.map(([name, load]): Finding => {
    try {
      load();
      return good("program", `${name} loads`);
    } catch (error) {
      const told = toNativeError(error);
      if (!(told instanceof AppError)) throw error;
      return { check: "program", state: "broken", words: told.message, evidence: [told.detail.hint ?? ""], remedy: "npm ci" };
    }
  });
}

export function examineFolder(root: string): Finding {
  const { bavail, bsize } = statfsSync(root);
  const free = bavail * bsize;
  const evidence = [`${Math.floor(free / 1e6)} MB free`];
  if (!isWritableFolder(root))
    return {
      check: "folder",
      state: "broken",
      words: "The folder cannot be written to.",
      evidence,
      remedy: "Make it writable, or copy it to where it is.",
    };
  if (free < littleRoomBytes)
    return {
      check: "folder",
      state: "broken",
      words: "The disk is nearly full.",
      evidence,
      remedy: "Free some room: a verdict or an import may be refused.",
    };
  return { ...good("folder", "can be written to and has room"), evidence };
}

export function examineLock({ lockOwner }: WorkspacePaths, holder: ReturnType<typeof findLockHolder>): Finding {
  if (holder !== undefined)
    return { check: "lock", state: "note", words: `Process ${holder.pid} on ${holder.host} has the workspace open.`, evidence: ["lock"] };
  if (!existsSync(lockOwner)) return good("lock", "nobody has it open");
  return {
    check: "lock",
    state: "mendable",
    words: "The last process ended without closing the workspace.",
    evidence: ["lock.json is there, and nobody holds the lock"],
    remedy: "it is removed",
  };
}

export function examineWal({ database }: WorkspacePaths, isInUse: boolean): Finding {
  const wal = `${database}-wal`;
  const bytes = existsSync(wal) ? statSync(wal).size : 0;
  if (isInUse || bytes === 0) return good("write-ahead log", isInUse ? "in use" : "nothing waits in it");
  return {
    check: "write-ahead log",
    state: "mendable",
    words: "A write-ahead log lies beside the database: what was decided last may stand in it, and is read from there.",
    evidence: [`quarry.sqlite-wal: ${bytes} bytes`],
    remedy: "it is taken into the database",
  };
}

export async function examineCaches({ cache }: WorkspacePaths): Promise<Finding[]> {
  const damaged = await damagedCaches(cache);
  if (damaged.length === 0) return [good("caches", "whole, or built when they are needed")];
  const words = "Caches are damaged; they are built again when they are needed.";
  return [
    { check: "caches", state: "mendable", words, evidence: shorten(damaged.map((name) => `cache/${name}`)), remedy: "they are removed" },
  ];
}

export function examineLeftovers(paths: WorkspacePaths, isInUse: boolean): Finding[] {
  const left = isInUse ? [] : findLeftovers(paths);
  if (left.length === 0) return [good("leftovers", isInUse ? "not looked for while it is open" : "none")];
  const words = "An ended process has left unfinished files; none of them is part of the workspace.";
  return [{ check: "leftovers", state: "mendable", words, evidence: shorten(left), remedy: "they are removed" }];
}

export async function examineBackups({ backups, database }: WorkspacePaths): Promise<Finding> {
  const all = listBackups(backups);
  const damaged = all.filter(({ state }) => state === "damaged").map(({ file, problem }) => `${file}: ${problem ?? "damaged"}`);
  const [best] = all.filter(({ state }) => state === "verified");
  if (best === undefined)
    return {
      check: "backups",
      state: "note",
      words: "There is no verified backup yet.",
      evidence: shorten(damaged),
      remedy: "quarry backup",
    };
  const { problems } = await withCopy(join(backups, best.file), checkCopy);
  const [problem] = problems;
  if (problem !== undefined)
    return {
      check: "backups",
      state: "broken",
      words: `${best.file}, the backup with most decisions, is damaged by now.`,
      evidence: shorten([...problems, ...damaged]),
      remedy: existsSync(database) ? "quarry backup makes another one" : "Take the next one of the list: quarry backups",
    };
  const days = Math.floor((nowUs() - best.at) / 86_400_000_000);
  const words = `${all.length} kept; the one with most decisions (${best.decisions}) is ${days} days old and whole.`;
  return { check: "backups", state: damaged.length > 0 || days > staleDays ? "note" : "good", words, evidence: shorten(damaged) };
}
