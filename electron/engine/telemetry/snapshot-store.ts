import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { canonicalJson } from "../../../shared/lib/canonical-json.ts";
import { AppError } from "../../../shared/contract/errors.ts";
import { SnapshotManifest } from "../../../shared/contract/telemetry.ts";
import { contentId } from "../hash.ts";
import { writeDurably } from "./columns/event-sink.ts";

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

function syncFolder(folder: string): void {
  const fd = openSync(folder, "r");
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

/** Makes a finished folder the snapshot of its manifest. False when that snapshot existed and the folder was dropped. */
export function publish(workspaceRoot: string, folder: string, manifest: SnapshotManifest): { id: string; isNew: boolean } {
  const id = contentId(manifest);
  const target = snapshotFolder(workspaceRoot, id);
  if (existsSync(join(target, manifestFile))) {
    discard(folder);
    return { id, isNew: false };
  }
  writeDurably(join(folder, manifestFile), Buffer.from(canonicalJson(manifest)));
  syncFolder(join(folder, "segments"));
  syncFolder(folder);
  renameSync(folder, target);
  syncFolder(snapshotsFolder(workspaceRoot));
  return { id, isNew: true };
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
