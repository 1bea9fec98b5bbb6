import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { AppError } from "../../../shared/contract/errors.ts";
import { keepsEvents, retiredFile } from "../retired-snapshot.ts";
import { removeEvents } from "../telemetry/retire-snapshot.ts";
import { readManifest, snapshotFolder } from "../telemetry/snapshot-store.ts";
import { verifySnapshot } from "../telemetry/verify-snapshot.ts";
import { commitSnapshot } from "../workspace/dataset-versions.ts";
import { listRetired } from "../workspace/retirements.ts";
import { findSnapshot, listSnapshots } from "../workspace/snapshots.ts";
import type { Workspace } from "../workspace/workspace.ts";

/**
 * Brings folder and database together again after a process was killed between the two: a finished snapshot that was not entered is
 * entered when it is whole and removed when it is not; of a snapshot let go the events are removed. Gives a line for each.
 */
export async function settleSnapshots(workspace: Workspace): Promise<string[]> {
  return [...(await adoptPublished(workspace)), ...settleRetired(workspace)];
}

async function adoptPublished(workspace: Workspace): Promise<string[]> {
  const { db, paths } = workspace;
  const lines: string[] = [];
  const names = existsSync(paths.snapshots) ? readdirSync(paths.snapshots).toSorted() : [];
  for (const id of names) {
    if (!/^[0-9a-f]{64}$/.test(id) || findSnapshot(db, id) !== undefined) continue;
    if (await isWhole(paths.root, id)) {
      commitSnapshot(db, { id, manifest: readManifest(paths.root, id) });
      lines.push(`snapshot ${id.slice(0, 12)} was finished but not entered when the last process ended; it is now`);
    } else {
      rmSync(snapshotFolder(paths.root, id), { recursive: true, force: true });
      lines.push(`snapshot ${id.slice(0, 12)} was neither entered nor whole; its folder was removed`);
    }
  }
  return lines;
}

async function isWhole(root: string, id: string): Promise<boolean> {
  try {
    return (await verifySnapshot(root, id)).length === 0;
  } catch (error) {
    if (error instanceof AppError) return false;
    throw error;
  }
}

function settleRetired({ db, paths, log }: Workspace): string[] {
  const retired = listRetired(db);
  const lines: string[] = [];
  for (const { id, manifest } of listSnapshots(db)) {
    const folder = snapshotFolder(paths.root, id);
    const hasNote = existsSync(join(folder, retiredFile));
    const decision = retired.get(id);
    if (decision === undefined) {
      // The note is laid before the decision is signed, and nothing is removed before.
      if (hasNote) rmSync(join(folder, retiredFile));
      continue;
    }
    const hasEvents = manifest.segments.some((segment) => existsSync(join(folder, segment.file)));
    if (!hasEvents || keepsEvents(folder)) continue;
    if (hasNote) {
      removeEvents(paths.root, id);
      lines.push(`the rest of the events of snapshot ${id.slice(0, 12)} was removed: it was let go`);
    } else {
      log.append({ actor: decision.by, kind: "snapshot.restore", body: { snapshot: id } });
      lines.push(`snapshot ${id.slice(0, 12)} was let go and then imported again; it is back`);
    }
  }
  return lines;
}
