import { copyFileSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";

/** A database with its write-ahead log, elsewhere: it can be opened and read whole without touching the workspace. Nobody may write to it meanwhile. */
export async function withCopy<T>(database: string, work: (copy: string) => T | Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "quarry-copy-"));
  try {
    const copy = join(folder, basename(database));
    for (const suffix of ["", "-wal"]) if (existsSync(`${database}${suffix}`)) copyFileSync(`${database}${suffix}`, `${copy}${suffix}`);
    return await work(copy);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
