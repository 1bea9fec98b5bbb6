import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { snapshotPrefix } from "../../../shared/domain/ids.ts";
import { cacheSchema } from "./class-tables.ts";
import { hashFile } from "./hash-file.ts";
import type { CacheFile } from "./worker-messages.ts";

/** What a cache file must be: written beside it once it is in place, so that a file without one was never finished. */
const Stamp = z.object({ cacheSchema: z.string(), snapshotId: z.string(), bytes: z.number().int(), sha256: z.string() });

export interface CacheStore {
  path(snapshotId: string): string;
  /** Whether the file is there, of the right schema and size. Content is checked by DuckDB's block checksums as it is read. */
  isFresh(snapshotId: string): boolean;
  /** Forgets what is there before a new file takes its place. */
  discard(snapshotId: string): void;
  stamp(snapshotId: string, built: { bytes: number; sha256: string }): void;
  /** Reads the whole file: whether it is still what was built. */
  isIntact(snapshotId: string): Promise<boolean>;
}

export function createCacheStore(cacheDir: string): CacheStore {
  mkdirSync(cacheDir, { recursive: true });
  const path = (snapshotId: string): string => join(cacheDir, `${snapshotId}.duckdb`);
  const stampPath = (snapshotId: string): string => join(cacheDir, `${snapshotId}.json`);
  const readStamp = (snapshotId: string): z.infer<typeof Stamp> | undefined => {
    if (!existsSync(stampPath(snapshotId)) || !existsSync(path(snapshotId))) return undefined;
    const stamp = parseStamp(readFileSync(stampPath(snapshotId), "utf8"));
    return stamp?.snapshotId === snapshotId && stamp.cacheSchema === cacheSchema ? stamp : undefined;
  };
  return {
    path,
    isFresh: (snapshotId) => {
      const stamp = readStamp(snapshotId);
      return stamp !== undefined && statSync(path(snapshotId)).size === stamp.bytes;
    },
    discard: (snapshotId) => {
      for (const file of [stampPath(snapshotId), path(snapshotId), `${path(snapshotId)}.wal`]) rmSync(file, { force: true });
    },
    stamp: (snapshotId, built) => {
      const partial = `${stampPath(snapshotId)}.partial`;
      writeFileSync(partial, `${JSON.stringify({ cacheSchema, snapshotId, ...built })}\n`, { flush: true });
      renameSync(partial, stampPath(snapshotId));
    },
    isIntact: async (snapshotId) => {
      const stamp = readStamp(snapshotId);
      if (stamp === undefined) return false;
      return (await hashFile(path(snapshotId))) === stamp.sha256;
    },
  };
}

/** What a worker has to open to read these snapshots. */
export const cachesOf = (store: CacheStore, snapshotIds: readonly string[]): CacheFile[] =>
  snapshotIds.map((id) => ({ prefix: snapshotPrefix(id), path: store.path(id) }));

/** A stamp is as disposable as the file it describes: one that cannot be read means the file is built again. */
function parseStamp(text: string): z.infer<typeof Stamp> | undefined {
  try {
    return Stamp.safeParse(JSON.parse(text)).data;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
