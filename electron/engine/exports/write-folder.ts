import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { AppError } from "../../../shared/contract/errors.ts";
import { syncFolder } from "../sync-folder.ts";
import { writeAtomically } from "../labels/write-atomically.ts";
import type { TarFile } from "./ustar.ts";

const sameFiles = (folder: string, files: readonly TarFile[]): boolean => {
  const there = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => !entry.isDirectory());
  return (
    there.length === files.length &&
    files.every(({ name, bytes }) => existsSync(join(folder, name)) && readFileSync(join(folder, name)).equals(bytes))
  );
};

/**
 * Writes a whole folder or none: beside its place first, then renamed. One that holds the same files already is left as it is; one that holds
 * anything else is refused, as nobody said that it may go. Throws AppError `conflict` or `io`.
 */
export function writeFolder(path: string, files: readonly TarFile[]): void {
  const partial = `${path}.${process.pid}.partial`;
  try {
    if (existsSync(path) && readdirSync(path).length > 0) {
      if (sameFiles(path, files)) return;
      throw new AppError("conflict", `${path} is there and holds something else; remove it or choose another place.`, { file: path });
    }
    rmSync(partial, { recursive: true, force: true });
    for (const { name, bytes } of files) {
      mkdirSync(dirname(join(partial, name)), { recursive: true });
      writeAtomically(join(partial, name), bytes);
    }
    rmSync(path, { recursive: true, force: true });
    renameSync(partial, path);
    syncFolder(dirname(path));
  } catch (error) {
    rmSync(partial, { recursive: true, force: true });
    if (error instanceof AppError) throw error;
    throw new AppError(
      "io",
      `${path} cannot be written: ${error instanceof Error ? error.message : String(error)}`,
      { file: path },
      { cause: error },
    );
  }
}
