import { AppError } from "../../../shared/contract/errors.ts";
import type { SnapshotSummary } from "../../../shared/contract/snapshots.ts";
import type { ImportedFile, Snapshot } from "../../../shared/contract/telemetry.ts";
import type { Database } from "../sqlite/database.ts";
import { listDatasetVersions } from "./dataset-versions.ts";
import { listRetired } from "./retirements.ts";
import { listSnapshots } from "./snapshots.ts";

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
/** Members of archives are named `archive!member`; their bytes are counted with the archive. */
export const isMember = (file: ImportedFile): boolean => file.name.includes("!");

/** Oldest first. */
export function summariseSnapshots(db: Database): SnapshotSummary[] {
  const retired = listRetired(db);
  const versions = listDatasetVersions(db);
  return listSnapshots(db).map(({ id, importedAt, manifest }) => {
    const { files, segments, classes, timeRange, source, parents, clock, ocsfVersion, mappingDigest } = manifest;
    const retirement = retired.get(id);
    return {
      id,
      source,
      importedAt,
      files: files.length,
      unread: files.filter((f) => f.error !== undefined).length,
      records: sum(files.map((f) => f.records)),
      events: sum(Object.values(classes)),
      rejected: sum(files.map((f) => f.rejected)),
      unmapped: sum(files.flatMap((f) => Object.values(f.unmapped))),
      classes,
      ...(timeRange === undefined ? {} : { timeRange }),
      bytes: sum(segments.map((s) => s.bytes)),
      inputBytes: sum(files.filter((f) => !isMember(f)).map((f) => f.bytes)),
      parents,
      clock,
      ocsfVersion,
      mappingDigest,
      datasets: versions.filter((v) => v.snapshots.includes(id)).map((v) => v.number),
      ...(retirement === undefined ? {} : { retired: retirement }),
    };
  });
}

/** By id or by a prefix that fits one only. Throws AppError `not-found`, or `bad-input` when several fit. */
export function getSnapshot(db: Database, selector: string): Snapshot {
  const fitting = listSnapshots(db).filter((snapshot) => snapshot.id.startsWith(selector));
  const [snapshot] = fitting;
  if (snapshot === undefined) throw new AppError("not-found", `There is no snapshot ${selector} in this workspace.`, { field: "id" });
  if (fitting.length > 1)
    throw new AppError("bad-input", `"${selector}" fits ${fitting.length} snapshots. Give more of the id.`, { field: "id" });
  return snapshot;
}
