import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { canonicalJson } from "../../../shared/lib/canonical-json.ts";
import { AppError } from "../../../shared/contract/errors.ts";
import { SnapshotManifest } from "../../../shared/contract/telemetry.ts";
import { contentId, sha256 } from "../hash.ts";
import { syncFolder } from "../sync-folder.ts";
import { writeDurably } from "./columns/encode-segment.ts";

const unfinished = ".tmp-";
const manifestFile = "manifest.json";
export const rejectsFile = "rejects.ndjson";

export const snapshotsFolder = (workspaceRoot: string): string => join(workspaceRoot, "snapshots");
export const snapshotFolder = (workspaceRoot: string, id: string): string => join(snapshotsFolder(workspaceRoot), id);

/** A snapshot under construction: invisible until `publish` renames it. The name is the only random thing about it. */
export function createUnfinished(workspaceRoot: string): string {
  const folder = join(snapshotsFolder(workspaceRoot), `${unfinished}${randomBytes(8).toString("hex")}`);
  mkdirSync(join(folder, "segments"), { recursive: true });
  return folder;
}

/** Removes what imports that were killed left behind. Only for when no import runs: at the start of the engine. */
export function cleanUnfinished(workspaceRoot: string): number {
  const folder = snapshotsFolder(workspaceRoot);
  if (!existsSync(folder)) return 0;
  const left = readdirSync(folder).filter((name) => name.startsWith(unfinished));
  for (const name of left) discard(join(folder, name));
  return left.length;
}

export const discard = (folder: string): void => rmSync(folder, { recursive: true, force: true });

/** Makes a finished folder the snapshot of its manifest, in place of a damaged one. False when that snapshot existed whole and the folder was dropped. */
export function publish(workspaceRoot: string, folder: string, manifest: SnapshotManifest): { id: string; isNew: boolean } {
  const id = contentId(manifest);
  const target = snapshotFolder(workspaceRoot, id);
  writeDurably(join(folder, manifestFile), Buffer.from(canonicalJson(manifest)));
  if (isWhole(target, folder, manifest)) {
    discard(folder);
    return { id, isNew: false };
  }
  syncFolder(join(folder, "segments"));
  syncFolder(folder);
  const aside = join(snapshotsFolder(workspaceRoot), `${unfinished}${randomBytes(8).toString("hex")}`);
  const isDamaged = existsSync(target);
  if (isDamaged) renameSync(target, aside);
  renameSync(folder, target);
  syncFolder(snapshotsFolder(workspaceRoot));
  if (isDamaged) discard(aside);
  return { id, isNew: true };
}

/** Whether `target` holds the segments its manifest names, and beside them the same files as the newly built folder. */
function isWhole(target: string, built: string, manifest: SnapshotManifest): boolean {
  const isSame = (name: string): boolean =>
    existsSync(join(target, name)) && readFileSync(join(target, name)).equals(readFileSync(join(built, name)));
  return (
    [manifestFile, rejectsFile].every(isSame) &&
    manifest.segments.every(({ file, sha256: digest }) => {
      const path = join(target, file);
      return existsSync(path) && sha256(readFileSync(path)) === digest;
    })
  );
}

/** Throws `not-found` when there is no such snapshot, `workspace-damaged` when its manifest is not the one its id names. */
export function readManifest(workspaceRoot: string, id: string): SnapshotManifest {
  const path = join(snapshotFolder(workspaceRoot, id), manifestFile);
  if (!existsSync(path)) throw new AppError("not-found", `there is no snapshot ${id.slice(0, 16)}`, { file: path });
  const damaged = new AppError("workspace-damaged", `the manifest of snapshot ${id.slice(0, 16)} was changed`, { file: path });
  try {
    const manifest = SnapshotManifest.parse(JSON.parse(readFileSync(path, "utf8")));
    if (contentId(manifest) !== id) throw damaged;
    return manifest;
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError("workspace-damaged", damaged.message, damaged.detail, { cause: error });
  }
}
