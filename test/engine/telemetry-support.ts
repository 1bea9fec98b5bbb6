import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { asyncBufferFromFile, parquetReadObjects } from "hyparquet";
import { compressors } from "hyparquet-compressors";
import type { SnapshotManifest } from "../../shared/contract/telemetry.ts";
import type { ImportOutcome, ImportRequest } from "../../electron/engine/telemetry/import-request.ts";
import { runImport } from "../../electron/engine/telemetry/run-import.ts";
import { snapshotFolder, snapshotsFolder } from "../../electron/engine/telemetry/snapshot-store.ts";

export const fixture = (name: string): string => join(import.meta.dirname, "../fixtures/telemetry", name);

/** A folder that is removed at the end of the scope: `using temp = tempFolder()`. */
export function tempFolder(): { path: string; file: (name: string, content: string | Uint8Array) => string } & Disposable {
  const path = mkdtempSync(join(tmpdir(), "quarry-telemetry-"));
  return {
    path,
    file: (name, content) => {
      const target = join(path, "in", name);
      mkdirSync(join(target, ".."), { recursive: true });
      writeFileSync(target, content);
      return target;
    },
    [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }),
  };
}

/** Imports on the test's own thread; `root` is the workspace. */
export function importHere(root: string, paths: readonly string[], options: Partial<ImportRequest> = {}): Promise<ImportOutcome> {
  const request: ImportRequest = {
    paths: paths.map((path) => ({ path, displayName: basename(path) })),
    source: "test",
    format: "auto",
    clock: "declared",
    ...options,
  };
  return runImport(root, request, { checkCancelled: () => undefined, progress: () => undefined, building: () => undefined });
}

export type Row = Readonly<Record<string, unknown>>;

/** All stored rows by class in event order, without NULLs; times as ISO text, 64-bit integers as numbers. */
export async function storedRows(
  root: string,
  outcome: { snapshotId: string; manifest: SnapshotManifest },
): Promise<Record<string, Row[]>> {
  const byClass: Record<string, Row[]> = {};
  for (const segment of outcome.manifest.segments) {
    const file = await asyncBufferFromFile(join(snapshotFolder(root, outcome.snapshotId), segment.file));
    const rows = await parquetReadObjects({ file, compressors, parsers: { timestampFromMicroseconds: (us: bigint) => isoMicros(us) } });
    (byClass[segment.class] ??= []).push(...rows.map(tidy));
  }
  return byClass;
}

function isoMicros(us: bigint): string {
  const iso = new Date(Number(us / 1000n)).toISOString();
  return `${iso.slice(0, -1)}${String(us % 1000n).padStart(3, "0")}Z`;
}

function tidy(row: Record<string, unknown>): Row {
  const entries = Object.entries(row).filter(([, value]) => value !== null && value !== undefined);
  return Object.fromEntries(entries.map(([name, value]) => [name, typeof value === "bigint" ? Number(value) : value]));
}

/** What lies in a workspace's snapshots folder. */
export function snapshotNames(root: string): string[] {
  try {
    return readdirSync(snapshotsFolder(root));
  } catch {
    return [];
  }
}
