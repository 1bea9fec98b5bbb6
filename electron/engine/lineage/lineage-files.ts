import { closeSync, existsSync, fstatSync, fsyncSync, ftruncateSync, openSync, readdirSync, readFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { syncFolder } from "../sync-folder.ts";

const dayFile = /^\d{4}-\d{2}-\d{2}\.ndjson$/;

export const dayFileOf = (us: number): string => `${new Date(Math.floor(us / 1000)).toISOString().slice(0, 10)}.ndjson`;

/** Names of the day files in the folder, oldest first: the order of the chain. */
export function listDayFiles(folder: string): string[] {
  return existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => dayFile.test(name))
        .toSorted()
    : [];
}

export interface StoredLine {
  readonly text: string;
  /** 1-based. */
  readonly line: number;
  /** Byte after its line feed, or of the end of the file. */
  readonly end: number;
  /** Ends with a line feed. */
  readonly isWhole: boolean;
}

export function readLines(folder: string, file: string): StoredLine[] {
  const bytes = readFileSync(join(folder, file));
  const lines: StoredLine[] = [];
  for (let start = 0; start < bytes.length;) {
    const feed = bytes.indexOf(10, start);
    const end = feed < 0 ? bytes.length : feed + 1;
    lines.push({ text: bytes.toString("utf8", start, feed < 0 ? end : feed), line: lines.length + 1, end, isWhole: feed >= 0 });
    start = end;
  }
  return lines;
}

/** Writes one line at the end of a day's file and makes it durable; when that fails nothing of it stays. Gives the file's new size. */
export function appendLine(folder: string, file: string, line: string): number {
  const path = join(folder, file);
  const isNew = !existsSync(path);
  const handle = openSync(path, "a");
  try {
    const before = fstatSync(handle).size;
    const bytes = Buffer.from(`${line}\n`);
    try {
      for (let at = 0; at < bytes.length;) at += writeSync(handle, bytes, at);
      fsyncSync(handle);
    } catch (error) {
      ftruncateSync(handle, before);
      throw error;
    }
    if (isNew) syncFolder(folder);
    return before + bytes.length;
  } finally {
    closeSync(handle);
  }
}

/** Cuts a file to its first `size` bytes, durably. */
export function cutFile(folder: string, file: string, size: number): void {
  const handle = openSync(join(folder, file), "r+");
  try {
    ftruncateSync(handle, size);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
