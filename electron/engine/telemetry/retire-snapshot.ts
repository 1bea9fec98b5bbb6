import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { canonicalJson } from "../../../shared/lib/canonical-json.ts";
import { retiredFile, type RetiredNote } from "../retired-snapshot.ts";
import { syncFolder } from "../sync-folder.ts";
import { writeDurably } from "./columns/encode-segment.ts";
import { snapshotFolder } from "./snapshot-store.ts";

/** Lays the note that says who let a snapshot's events go; to be done before the decision is signed. */
export function layRetiredNote(workspaceRoot: string, id: string, note: RetiredNote): void {
  const folder = snapshotFolder(workspaceRoot, id);
  if (!existsSync(folder)) return;
  rmSync(join(folder, retiredFile), { force: true });
  writeDurably(join(folder, retiredFile), Buffer.from(`${canonicalJson(note)}\n`));
  syncFolder(folder);
}

/** Removes a snapshot's events from disk; its manifest and its rejects stay. Done again it does nothing more. */
export function removeEvents(workspaceRoot: string, id: string): void {
  const segments = join(snapshotFolder(workspaceRoot, id), "segments");
  if (existsSync(segments)) for (const name of readdirSync(segments)) rmSync(join(segments, name), { force: true });
}
