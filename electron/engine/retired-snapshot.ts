import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { AppError } from "../../shared/contract/errors.ts";

/** Lies in the folder of a snapshot whose events a person let go, in place of its segments. */
export const retiredFile = "retired.json";

export const RetiredNote = z.object({
  at: z.number(),
  by: z.string(),
  reason: z.string(),
  source: z.string(),
  /** Let go in another copy of the workspace: out of use here too, but nothing is removed from this disk. */
  keepsEvents: z.boolean().default(false),
});
export type RetiredNote = z.infer<typeof RetiredNote>;

/** Throws AppError `evidence-unreadable` that says who let the snapshot in `folder` go, when and why. */
export function requireKept(folder: string, snapshotId: string): void {
  const path = join(folder, retiredFile);
  if (!existsSync(path)) return;
  const { at, by, reason, source, keepsEvents: areHere } = readNote(path);
  const day = new Date(at / 1000).toISOString().slice(0, 10);
  throw new AppError(
    "evidence-unreadable",
    `The events of snapshot ${snapshotId.slice(0, 12)} (${source}) are ${areHere ? "out of use" : "gone"}: ${by} let them go on ${day}: ${reason}`,
    { hint: "Import the same files again to bring them back, or choose a dataset version without this snapshot." },
  );
}

const readNote = (path: string): RetiredNote => RetiredNote.parse(JSON.parse(readFileSync(path, "utf8")));

/** Whether the events of a snapshot let go are to stay in its folder. */
export function keepsEvents(folder: string): boolean {
  const path = join(folder, retiredFile);
  return existsSync(path) && readNote(path).keepsEvents;
}
