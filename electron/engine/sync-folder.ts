import { closeSync, fsyncSync, openSync } from "node:fs";

/** Makes the names in a folder survive a power cut. Windows can neither open a folder nor needs to. */
export function syncFolder(folder: string): void {
  if (process.platform === "win32") return;
  const fd = openSync(folder, "r");
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
