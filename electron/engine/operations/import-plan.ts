import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { AppError } from "../../../shared/contract/errors.ts";
import type { ImportInput, ImportResult, Snapshot } from "../../../shared/contract/telemetry.ts";
import { parseCsvMapping } from "../telemetry/csv/csv-mapping.ts";
import { tableOf } from "../telemetry/iceberg/iceberg-import.ts";
import { bytesOf, chooseState, openTable } from "../telemetry/iceberg/iceberg-table.ts";
import { mappingDigest } from "../telemetry/map/versions.ts";
import type { InputPath } from "../telemetry/readers/input-path.ts";
import { listFiles, type PhysicalFile } from "../telemetry/readers/walk.ts";
import { findDatasetVersion } from "../workspace/dataset-versions.ts";
import { listRetired } from "../workspace/retirements.ts";
import { isMember } from "../workspace/snapshot-summary.ts";
import { listSnapshots } from "../workspace/snapshots.ts";
import type { Workspace } from "../workspace/workspace.ts";

type Wanted = Pick<ImportInput, "duplicates" | "clock" | "mapping" | "format" | "iceberg"> & {
  readonly source: string;
  readonly files: readonly InputPath[];
};

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

/** Whether a snapshot was read as is wanted now, whatever it was read from. */
function isReadAlike(manifest: Snapshot["manifest"], wanted: Wanted): boolean {
  const digest = mappingDigest(wanted.mapping === undefined ? undefined : parseCsvMapping(wanted.mapping));
  const [rule] = manifest.clock.split("; ");
  return manifest.source === wanted.source && rule === wanted.clock && manifest.mappingDigest === digest;
}

/** Whether `snapshot` is what these files give when they are read in this way: the same import again. */
function isSameImport(
  { manifest }: Snapshot,
  files: readonly PhysicalFile[],
  digests: ReadonlyMap<string, string>,
  wanted: Wanted,
): boolean {
  if (!isReadAlike(manifest, wanted)) return false;
  const there = manifest.files.filter((f) => !isMember(f)).map((f) => `${f.name}\n${f.sha256}`);
  const here = files.map((f) => `${f.displayName}\n${digests.get(f.path) ?? ""}`);
  return there.length === here.length && here.every((each) => there.includes(each));
}

/**
 * Looks for files whose bytes the current dataset version holds already. The same import again is let through, so that it mends
 * what is damaged and gives the same id. Throws AppError `conflict` when nothing is left to read.
 */
export async function planImport(workspace: Workspace, wanted: Wanted, signal: AbortSignal): Promise<ImportPlan> {
  const snapshots = heldSnapshots(workspace);
  const table = tableOf(wanted.files, wanted.format);
  if (table !== undefined) return planTable(table, wanted, snapshots);
  const files = listFiles(wanted.files, workspace.paths.incoming);
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

/**
 * A state of an Iceberg table is read whole, and two states of one table share their rows: another state is read in place of the
 * one that is there or, when the analyst says so, beside it.
 */
function planTable(input: InputPath, wanted: Wanted, snapshots: readonly Snapshot[]): ImportPlan {
  const table = openTable(input);
  const { snapshot, schema } = chooseState(table, wanted.iceberg ?? {});
  const { uuid } = table.metadata;
  const held = snapshots.filter(({ manifest: { iceberg } }) => iceberg !== undefined && uuid !== "" && iceberg.tableUuid === uuid);
  const file = { ...input, displayName: table.name, bytes: bytesOf(snapshot) };
  const plan: ImportPlan = { files: [file], skip: [], skipped: [], replaced: [], holderOf: () => undefined };
  const isSame = ({ manifest }: Snapshot): boolean =>
    isReadAlike(manifest, wanted) && manifest.iceberg?.snapshotId === snapshot.id && manifest.iceberg.schemaId === schema.id;
  if (wanted.duplicates === "allow" || held.length === 0 || held.some(isSame)) return plan;
  if (wanted.duplicates === "replace") return { ...plan, replaced: held.map((s) => s.id) };
  const states = held.map((s) => `${s.manifest.iceberg?.snapshotId ?? ""} (snapshot ${s.id.slice(0, 12)})`).join(", ");
  throw new AppError(
    "conflict",
    `The Iceberg table ${table.name} is in the dataset already, at its snapshot ${states}; rows that both states have would count twice.`,
    {
      file: table.name,
      hint: "Import this state in place of the earlier one (--replace); to count such rows twice, allow duplicates (--allow-duplicates).",
    },
  );
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
