import { existsSync, mkdirSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import type { Handlers } from "../../../shared/contract/client.ts";
import { AppError } from "../../../shared/contract/errors.ts";
import type { Snapshot } from "../../../shared/contract/telemetry.ts";
import { sha256 } from "../hash.ts";
import { writeAtomically } from "../labels/write-atomically.ts";
import { encodeRejects, filterRejects, pageRejects, readRejects } from "../telemetry/rejects.ts";
import { summariseSources } from "../telemetry/sources.ts";
import { listRetired } from "../workspace/retirements.ts";
import { findSnapshot, listSnapshots } from "../workspace/snapshots.ts";
import type { EngineParts } from "./engine-parts.ts";

type Names = "telemetry.sources" | "telemetry.rejects" | "telemetry.exportRejects";

/** What came from where, and what was turned away. */
export function rejectOperations(parts: EngineParts): Pick<Handlers, Names> {
  const { db, paths } = parts.workspace;
  const getSnapshot = (id: string): Snapshot => {
    const snapshot = findSnapshot(db, id);
    if (snapshot === undefined) throw new AppError("not-found", `there is no snapshot ${id}`);
    return snapshot;
  };
  return {
    "telemetry.sources": async () => {
      const retired = listRetired(db);
      return summariseSources(listSnapshots(db).filter(({ id }) => !retired.has(id)));
    },
    "telemetry.rejects": async ({ snapshotId, ...filter }) => {
      const { id, manifest } = getSnapshot(snapshotId);
      return pageRejects(readRejects(paths.root, id), manifest, filter);
    },
    "telemetry.exportRejects": async ({ snapshotId, format, out, ...filter }, { caller }) => {
      if (out !== undefined && caller.trust !== "local")
        throw new AppError("forbidden", "a page may not name paths; exports go into the workspace");
      const { id } = getSnapshot(snapshotId);
      const samples = filterRejects(readRejects(paths.root, id), filter);
      const bytes = encodeRejects(samples, format);
      const digest = sha256(bytes);
      const path = out === undefined ? join(paths.exports, `rejects-${id.slice(0, 12)}-${digest.slice(0, 12)}.${format}`) : resolve(out);
      if (out === undefined) mkdirSync(paths.exports, { recursive: true });
      else if (!existsSync(dirname(path)))
        throw new AppError("bad-input", `the folder ${dirname(path)} does not exist`, { file: path, field: "out" });
      writeAtomically(path, bytes);
      return { file: out === undefined ? `exports/${basename(path)}` : path, rows: samples.length, sha256: digest };
    },
  };
}
