import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { AppError } from "../../../shared/contract/errors.ts";
import type { ImportInput, ImportResult, Snapshot } from "../../../shared/contract/telemetry.ts";
import { parseCsvMapping } from "../telemetry/csv/csv-mapping.ts";
import { mappingDigest } from "../telemetry/map/versions.ts";
import type { InputPath } from "../telemetry/readers/input-path.ts";
import { listFiles, type PhysicalFile } from "../telemetry/readers/walk.ts";
import { findDatasetVersion } from "../workspace/dataset-versions.ts";
import { listRetired } from "../workspace/retirements.ts";
import { isMember } from "../workspace/snapshot-summary.ts";
import { listSnapshots } from "../workspace/snapshots.ts";
import type { Workspace } from "../workspace/workspace.ts";

type Wanted = Pick<ImportInput, "duplicates" | "clock" | "mapping"> & { readonly source: string; readonly files: readonly InputPath[] };

export interface ImportPlan {
  readonly files: readonly PhysicalFile[];
  /** Paths not to read. */
  readonly skip: readonly string[];
  readonly skipped: ImportResult["skipped"];
  /** Left out of the dataset version that the import makes. */
  readonly replaced: readonly string[];
  /** The snapshot of the current dataset version that holds a file of these bytes. */
  holderOf(sha256: string): string | undefined;
}

/** The snapshots of the current dataset version whose events are there. */
function heldSnapshots({ db }: Workspace): Snapshot[] {
  const held = new Set(findDatasetVersion(db)?.snapshots);
  const retired = listRetired(db);
  return listSnapshots(db).filter(({ id }) => held.has(id) && !retired.has(id));
}

/** Digests of the files whose size some imported file has; others cannot be the same. */
async function hashLikely(
  files: readonly PhysicalFile[],
  snapshots: readonly Snapshot[],
  signal: AbortSignal,
): Promise<Map<string, string>> {
  const sizes = new Set(snapshots.flatMap(({ manifest }) => manifest.files.filter((f) => !isMember(f)).map((f) => f.bytes)));
  const digests = new Map<string, string>();
  for (const file of files) {
    if (file.error !== undefined || file.bytes === 0 || !sizes.has(file.bytes)) continue;
    const hash = createHash("sha256");
    await pipeline(createReadStream(file.path, { highWaterMark: 1024 * 1024, signal }), hash);
    digests.set(file.path, hash.digest("hex"));
  }
  return digests;
}

/** Whether `snapshot` is what these files give when they are read in this way: the same import again. */
function isSameImport(
  { manifest }: Snapshot,
  files: readonly PhysicalFile[],
  digests: ReadonlyMap<string, string>,
  wanted: Wanted,
): boolean {
  const digest = mappingDigest(wanted.mapping === undefined ? undefined : parseCsvMapping(wanted.mapping));
  const [rule] = manifest.clock.split("; ");
  if (manifest.source !== wanted.source || rule !== wanted.clock || manifest.mappingDigest !== digest) return false;
  const there = manifest.files.filter((f) => !isMember(f)).map((f) => `${f.name}\n${f.sha256}`);
  const here = files.map((f) => `${f.displayName}\n${digests.get(f.path) ?? ""}`);
  return there.length === here.length && here.every((each) => there.includes(each));
}

/**
 * Looks for files whose bytes the current dataset version holds already. The same import again is let through, so that it mends
 * what is damaged and gives the same id. Throws AppError `conflict` when nothing is left to read.
 */
export async function planImport(workspace: Workspace, wanted: Wanted, signal: AbortSignal): Promise<ImportPlan> {
  const files = listFiles(wanted.files, workspace.paths.incoming);
  const snapshots = heldSnapshots(workspace);
  const holders = new Map(snapshots.flatMap(({ id, manifest }) => manifest.files.map((f) => [f.sha256, id] as const)));
  const holderOf = (sha256: string): string | undefined => holders.get(sha256);
  const digests = await hashLikely(files, snapshots, signal);
  const plan: ImportPlan = { files, skip: [], skipped: [], replaced: [], holderOf };
  if (wanted.duplicates === "allow" || snapshots.some((s) => isSameImport(s, files, digests, wanted))) return plan;
  if (wanted.duplicates === "replace") {
    const read = new Set(digests.values());
    const isCovered = ({ manifest }: Snapshot): boolean => manifest.files.filter((f) => !isMember(f)).every((f) => read.has(f.sha256));
    return { ...plan, replaced: snapshots.filter(isCovered).map((s) => s.id) };
  }
  const skipped = files.flatMap((file) => {
    const snapshotId = holderOf(digests.get(file.path) ?? "");
    return snapshotId === undefined ? [] : [{ path: file.path, name: file.displayName, snapshotId }];
  });
  if (skipped.length > 0 && skipped.length === files.length) throw nothingNew(skipped);
  return { ...plan, skip: skipped.map((s) => s.path), skipped: skipped.map(({ name, snapshotId }) => ({ name, snapshotId })) };
}

function nothingNew(skipped: ImportResult["skipped"]): AppError {
  const [first] = skipped;
  const holders = [...new Set(skipped.map((s) => s.snapshotId.slice(0, 12)))].join(", ");
  const what = skipped.length === 1 ? `${first?.name ?? "The file"} is` : `All ${skipped.length} files are`;
  return new AppError("conflict", `${what} in the dataset already (snapshot ${holders}); read again, every event would count twice.`, {
    ...(first === undefined ? {} : { file: first.name }),
    hint: "To read them another way, import them in place of the earlier snapshot (--replace); to count them twice, allow duplicates (--allow-duplicates).",
  });
}
