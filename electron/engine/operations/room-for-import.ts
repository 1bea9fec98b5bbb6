import { statfsSync } from "node:fs";
import { AppError } from "../../../shared/contract/errors.ts";
import type { PhysicalFile } from "../telemetry/readers/walk.ts";

/**
 * What a byte of input at least becomes on disk, snapshot and query cache together: measured, Zeek logs come to 1.4, Windows events to 0.25; packed
 * files hold eight times their size of text. A lower bound, so that nothing is refused that would fit.
 */
const perByte = 0.25;
const perPackedByte = 2;
const isPacked = (name: string): boolean => /\.(gz|tgz|zip)$/i.test(name);

const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(1)} GB`;

/** Throws AppError `limit-exceeded`, before a byte is read, when the files cannot fit on the workspace's disk. */
export function requireRoom(workspaceRoot: string, files: readonly PhysicalFile[], freeBytes: number = freeIn(workspaceRoot)): void {
  const input = files.reduce((sum, file) => sum + file.bytes, 0);
  const needed = files.reduce((sum, file) => sum + file.bytes * (isPacked(file.displayName) ? perPackedByte : perByte), 0);
  if (needed <= freeBytes) return;
  throw new AppError(
    "limit-exceeded",
    `${gigabytes(input)} of input become at least ${gigabytes(needed)} in the workspace, and its disk has ${gigabytes(freeBytes)} left.`,
    { hint: "Free some room, move the workspace to a larger disk, or import a part of the files, by day for instance." },
  );
}

function freeIn(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}
