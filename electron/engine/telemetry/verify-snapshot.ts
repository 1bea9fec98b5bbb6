import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { readFileBytes } from "./readers/byte-streams.ts";
import { readManifest, snapshotFolder } from "./snapshot-store.ts";

export interface SnapshotProblem {
  readonly file: string;
  readonly problem: string;
}

/** Compares every segment with the manifest, and the manifest with the snapshot's id. An empty list means that no byte changed. */
export async function verifySnapshot(workspaceRoot: string, id: string): Promise<readonly SnapshotProblem[]> {
  const manifest = readManifest(workspaceRoot, id);
  const problems: SnapshotProblem[] = [];
  for (const segment of manifest.segments) {
    const path = join(snapshotFolder(workspaceRoot, id), segment.file);
    if (!existsSync(path)) {
      problems.push({ file: segment.file, problem: "is missing" });
      continue;
    }
    const hash = createHash("sha256");
    for await (const chunk of readFileBytes(path, segment.file)) hash.update(chunk);
    if (hash.digest("hex") !== segment.sha256)
      problems.push({ file: segment.file, problem: "does not have the bytes it was written with" });
  }
  return problems;
}
