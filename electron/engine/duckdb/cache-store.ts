import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { snapshotPrefix } from "../../../shared/domain/ids.ts";
import { hashFile } from "./hash-file.ts";
import type { CacheFile } from "./worker-messages.ts";

export interface BuiltFile {
  readonly bytes: number;
  readonly sha256: string;
}

/** What the cache files of a snapshot must be: written beside them once all are in place, so that files without one were never finished. */
const Stamp = z.object({
  cacheSchema: z.string(),
  snapshotId: z.string(),
  parts: z.array(z.object({ bytes: z.number().int(), sha256: z.string() })).min(1),
});

export interface CacheStore {
  readonly holds: CacheFile["holds"];
  /** A large snapshot is spread over several files; `part` counts from 0. */
  path(snapshotId: string, part?: number): string;
  /** The files of a fresh snapshot. */
  paths(snapshotId: string): string[];
  /** Whether anything is there, fresh or not. */
  exists(snapshotId: string): boolean;
  /** Whether the files are there, of the right schema and size. Content is checked by DuckDB's block checksums as it is read. */
  isFresh(snapshotId: string): boolean;
  /** Forgets what is there before new files take their place. */
  discard(snapshotId: string): void;
  stamp(snapshotId: string, parts: readonly BuiltFile[]): void;
  /** Reads the whole files: whether they are still what was built. */
  isIntact(snapshotId: string): Promise<boolean>;
}

/** What one store keeps of each snapshot, beside the other's files. */
export interface CacheKind {
  readonly holds: CacheFile["holds"];
  /** Of another schema, a file is nothing. */
  readonly schema: string;
}

export function createCacheStore(cacheDir: string, { holds, schema }: CacheKind): CacheStore {
  mkdirSync(cacheDir, { recursive: true });
  const stem = (snapshotId: string): string => (holds === "events" ? snapshotId : `${snapshotId}.${holds}`);
  const path = (snapshotId: string, part = 0): string => join(cacheDir, `${stem(snapshotId)}${part === 0 ? "" : `-${part}`}.duckdb`);
  const stampPath = (snapshotId: string): string => join(cacheDir, `${stem(snapshotId)}.json`);
  const readStamp = (snapshotId: string): z.infer<typeof Stamp> | undefined => {
    if (!existsSync(stampPath(snapshotId))) return undefined;
    const stamp = parseStamp(readFileSync(stampPath(snapshotId), "utf8"));
    const isOurs = stamp?.snapshotId === snapshotId && stamp.cacheSchema === schema;
    return isOurs && stamp.parts.every((_, part) => existsSync(path(snapshotId, part))) ? stamp : undefined;
  };
  const filesOf = (snapshotId: string): string[] =>
    readdirSync(cacheDir).filter(
      (name) => name.startsWith(stem(snapshotId)) && /^(-\d+)?(\.duckdb(\.wal)?|\.json)$/.test(name.slice(stem(snapshotId).length)),
    );
  return {
    holds,
    path,
    paths: (snapshotId) => (readStamp(snapshotId)?.parts ?? []).map((_, part) => path(snapshotId, part)),
    exists: (snapshotId) => filesOf(snapshotId).length > 0,
    isFresh: (snapshotId) => {
      const stamp = readStamp(snapshotId);
      return stamp?.parts.every(({ bytes }, part) => statSync(path(snapshotId, part)).size === bytes) ?? false;
    },
    discard: (snapshotId) => {
      // The stamp first: without it the rest is nothing.
      for (const file of [stampPath(snapshotId), ...filesOf(snapshotId).map((name) => join(cacheDir, name))]) rmSync(file, { force: true });
    },
    stamp: (snapshotId, parts) => {
      const partial = `${stampPath(snapshotId)}.partial`;
      writeFileSync(partial, `${JSON.stringify({ cacheSchema: schema, snapshotId, parts })}\n`, { flush: true });
      renameSync(partial, stampPath(snapshotId));
    },
    isIntact: async (snapshotId) => {
      const stamp = readStamp(snapshotId);
      if (stamp === undefined) return false;
      for (const [part, { sha256 }] of stamp.parts.entries()) if ((await hashFile(path(snapshotId, part))) !== sha256) return false;
      return true;
    },
  };
}

/** What a worker has to open to read these snapshots. */
export const cachesOf = (store: CacheStore, snapshotIds: readonly string[]): CacheFile[] =>
  snapshotIds.flatMap((id) => store.paths(id).map((path, part) => ({ prefix: snapshotPrefix(id), holds: store.holds, part, path })));

/** A stamp is as disposable as the file it describes: one that cannot be read means the file is built again. */
function parseStamp(text: string): z.infer<typeof Stamp> | undefined {
  try {
    return Stamp.safeParse(JSON.parse(text)).data;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
