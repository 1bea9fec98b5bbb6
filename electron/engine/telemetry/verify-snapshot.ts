import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { CancelledError } from "../../../shared/contract/errors.ts";
import { readFileBytes } from "./readers/byte-streams.ts";
import { readManifest, snapshotFolder } from "./snapshot-store.ts";

export interface SnapshotProblem {
  readonly file: string;
  readonly problem: string;
  /** sha256 as recorded, and as found; null where there is no such file. */
  readonly expected: string;
  readonly found: string | null;
}

export interface VerifyHooks {
  readonly signal?: AbortSignal | undefined;
  /** Told the bytes read since it was last told. */
  readonly read?: ((bytes: number) => void) | undefined;
}

/** Compares every segment with the manifest, and the manifest with the snapshot's id. An empty list means that no byte changed. */
export async function verifySnapshot(workspaceRoot: string, id: string, hooks: VerifyHooks = {}): Promise<readonly SnapshotProblem[]> {
  const manifest = readManifest(workspaceRoot, id);
  const problems: SnapshotProblem[] = [];
  for (const segment of manifest.segments) {
    const path = join(snapshotFolder(workspaceRoot, id), segment.file);
    if (!existsSync(path)) {
      problems.push({ file: segment.file, problem: "is missing", expected: segment.sha256, found: null });
      hooks.read?.(segment.bytes);
      continue;
    }
    const hash = createHash("sha256");
    for await (const chunk of readFileBytes(path, segment.file)) {
      if (hooks.signal?.aborted === true) throw new CancelledError();
      hash.update(chunk);
      hooks.read?.(chunk.length);
    }
    const found = hash.digest("hex");
    if (found !== segment.sha256)
      problems.push({ file: segment.file, problem: "does not have the bytes it was written with", expected: segment.sha256, found });
  }
  return problems;
}
