import { z } from "zod";
import { AppError } from "../../../shared/contract/errors.ts";
import type { DatasetVersion, Snapshot, SnapshotManifest } from "../../../shared/contract/telemetry.ts";
import { contentId } from "../hash.ts";
import { loadText, nowUs } from "../runtime.ts";
import type { Database } from "../sqlite/database.ts";
import { findSetting, putSetting } from "../sqlite/settings.ts";
import { execute, inTransaction, query } from "../sqlite/statement.ts";
import { findSnapshot, listSnapshots, putSnapshot } from "./snapshots.ts";

const putSql = loadText(import.meta.url, "dataset-version-put.sql");
const allSql = loadText(import.meta.url, "dataset-version-all.sql");

const Row = z.object({
  id: z.string(),
  number: z.number().int(),
  snapshots: z.string(),
  events: z.number().int(),
  from_us: z.number().int().nullable(),
  to_us: z.number().int().nullable(),
  created_at_us: z.number().int(),
});

const SnapshotIds = z.array(z.string());

function toDatasetVersion(row: z.infer<typeof Row>): DatasetVersion {
  const version = {
    id: row.id,
    number: row.number,
    snapshots: SnapshotIds.parse(JSON.parse(row.snapshots)),
    createdAt: row.created_at_us,
    events: row.events,
  };
  return row.from_us === null || row.to_us === null ? version : { ...version, timeRange: { from: row.from_us, to: row.to_us } };
}

/** Oldest first. */
export const listDatasetVersions = (db: Database): DatasetVersion[] => query(db, allSql, Row).all().map(toDatasetVersion);

/**
 * Registers a snapshot whose files are in place and durable, and the dataset version it makes: the current one's snapshots
 * but for `replaced`, and this one. A snapshot that was there already changes nothing and gives `duplicate: true`.
 */
export function commitSnapshot(
  db: Database,
  snapshot: { id: string; manifest: SnapshotManifest },
  replaced: readonly string[] = [],
): { datasetVersion: DatasetVersion; duplicate: boolean } {
  return inTransaction(db, () => {
    const duplicate = findSnapshot(db, snapshot.id) !== undefined;
    if (!duplicate) putSnapshot(db, snapshot);
    const versions = listDatasetVersions(db);
    const before = (currentOf(db, versions)?.snapshots ?? []).filter((id) => id === snapshot.id || !replaced.includes(id));
    const ids = before.includes(snapshot.id) ? before : [...before, snapshot.id];
    return { datasetVersion: makeCurrent(db, ensureVersion(db, versions, ids)), duplicate };
  });
}

/** The current dataset version without some snapshots becomes the current one; undefined when that leaves none. */
export function leaveOut(db: Database, snapshotIds: readonly string[]): DatasetVersion | undefined {
  return inTransaction(db, () => {
    const versions = listDatasetVersions(db);
    const current = currentOf(db, versions);
    const ids = current?.snapshots.filter((id) => !snapshotIds.includes(id)) ?? [];
    if (current === undefined || ids.length === current.snapshots.length) return current;
    if (ids.length > 0) return makeCurrent(db, ensureVersion(db, versions, ids));
    putSetting(db, "dataset.current", "");
    return undefined;
  });
}

function makeCurrent(db: Database, version: DatasetVersion): DatasetVersion {
  putSetting(db, "dataset.current", version.id);
  return version;
}

/** Names the current version, so that one made beside it does not become it by being the newest. */
export function pinCurrent(db: Database): void {
  if (findSetting(db, "dataset.current") === undefined) putSetting(db, "dataset.current", findDatasetVersion(db)?.id ?? "");
}

/** The one that imports go on from and that everything takes which names none; versions an analyst composed are beside it. */
function currentOf(db: Database, versions: readonly DatasetVersion[]): DatasetVersion | undefined {
  const id = findSetting(db, "dataset.current");
  return id === undefined ? versions.at(-1) : versions.find((version) => version.id === id);
}

/** The dataset version of exactly these snapshots in this order, made when there is none yet. */
export function ensureDatasetVersion(db: Database, snapshotIds: readonly string[]): DatasetVersion {
  return inTransaction(db, () => ensureVersion(db, listDatasetVersions(db), snapshotIds));
}

function ensureVersion(db: Database, versions: readonly DatasetVersion[], snapshotIds: readonly string[]): DatasetVersion {
  const id = contentId(snapshotIds);
  const existing = versions.find((version) => version.id === id);
  if (existing !== undefined) return existing;
  const known = new Map(listSnapshots(db).map((snapshot) => [snapshot.id, snapshot]));
  const members = snapshotIds.map((snapshotId) => {
    const snapshot = known.get(snapshotId);
    if (snapshot === undefined) throw new AppError("not-found", `There is no snapshot ${snapshotId} in this workspace.`);
    return snapshot;
  });
  const version: DatasetVersion = {
    id,
    number: (versions.at(-1)?.number ?? 0) + 1,
    snapshots: [...snapshotIds],
    createdAt: nowUs(),
    ...summary(members),
  };
  execute(db, putSql, {
    id,
    number: version.number,
    snapshots: JSON.stringify(version.snapshots),
    events: version.events,
    from: version.timeRange?.from ?? null,
    to: version.timeRange?.to ?? null,
    createdAt: version.createdAt,
  });
  return version;
}

function summary(snapshots: readonly Snapshot[]): Pick<DatasetVersion, "events" | "timeRange"> {
  const events = snapshots.reduce((sum, { manifest }) => Object.values(manifest.classes).reduce((n, rows) => n + rows, sum), 0);
  const ranges = snapshots.flatMap(({ manifest }) => manifest.timeRange ?? []);
  if (ranges.length === 0) return { events };
  const timeRange = { from: Math.min(...ranges.map((r) => r.from)), to: Math.max(...ranges.map((r) => r.to)) };
  return { events, timeRange };
}

/**
 * `undefined` means the current one; else `v3`, a whole id or a prefix that fits one version only. Gives undefined when nothing
 * fits; throws AppError `bad-input` when several do.
 */
export function findDatasetVersion(db: Database, selector?: string): DatasetVersion | undefined {
  const versions = listDatasetVersions(db);
  if (selector === undefined) return currentOf(db, versions);
  const byNumber = /^v(\d+)$/.exec(selector);
  if (byNumber !== null) return versions.find((version) => version.number === Number(byNumber[1]));
  if (selector === "") return undefined;
  const fitting = versions.filter((version) => version.id.startsWith(selector));
  if (fitting.length > 1)
    throw new AppError(
      "bad-input",
      `"${selector}" fits ${fitting.map((version) => `v${version.number}`).join(", ")}. Give more of the id.`,
      {
        field: "dataset",
      },
    );
  return fitting[0];
}

/** As `findDatasetVersion`, but throws AppError `not-found` for a person when there is none. */
export function getDatasetVersion(db: Database, selector?: string): DatasetVersion {
  const version = findDatasetVersion(db, selector);
  if (version !== undefined) return version;
  const message =
    selector === undefined ? "This workspace has no telemetry yet. Import some first." : `There is no dataset version "${selector}".`;
  throw new AppError("not-found", message, { field: "dataset" });
}
