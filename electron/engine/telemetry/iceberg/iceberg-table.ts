import { basename, resolve } from "node:path";
import type { IcebergTableInfo } from "../../../../shared/contract/iceberg.ts";
import { AppError } from "../../../../shared/contract/errors.ts";
import type { InputPath } from "../readers/input-path.ts";
import { findMetadata } from "./find-metadata.ts";
import { tableError, unreadable } from "./refuse.ts";
import { TableFolder } from "./table-folder.ts";
import { readTableMetadata, type TableMetadata, type TableSnapshot } from "./table-metadata.ts";
import type { IcebergSchema } from "./table-schema.ts";

/** Which state of a table: the newest, a snapshot by its id, or what was current at a time (µs since 1970). */
export interface WantedState {
  readonly snapshotId?: string | undefined;
  readonly asOf?: number | undefined;
}

/** A table whose metadata have been read; its data have not. */
export interface IcebergTable {
  readonly name: string;
  readonly folder: TableFolder;
  readonly metadataFile: string;
  readonly metadata: TableMetadata;
}

export interface TableState {
  readonly snapshot: TableSnapshot;
  /** The table's own for the newest state, as after a rename; the snapshot's for a chosen one. */
  readonly schema: IcebergSchema;
}

/** Opens a table's folder or one of its metadata files. Throws AppError when it is none, is damaged, or is of a newer format. */
export function openTable({ path, displayName }: InputPath): IcebergTable {
  const { root, file } = findMetadata(path, displayName);
  const name = root === path ? displayName : basename(resolve(root));
  const folder = new TableFolder(root, name);
  const metadata = readTableMetadata(folder, folder.file(file));
  return { name, folder: folder.at(metadata.location), metadataFile: file, metadata };
}

const isoOf = (ms: number): string => {
  const date = new Date(ms);
  return Number.isNaN(date.getTime()) ? String(ms) : date.toISOString();
};

/** The state that is asked for. Throws `not-found` naming what there is. */
export function chooseState(table: IcebergTable, { snapshotId, asOf }: WantedState): TableState {
  const { metadata, name } = table;
  if (snapshotId !== undefined && asOf !== undefined)
    throw new AppError("bad-input", "choose an Iceberg snapshot by its id or by a time, not by both", { field: "iceberg" });
  const id = snapshotId ?? (asOf === undefined ? metadata.currentSnapshotId : snapshotAt(table, asOf));
  if (id === undefined) throw tableError("not-found", name, "holds no data yet: it has no current snapshot");
  const snapshot = metadata.snapshots.find((s) => s.id === id);
  if (snapshot === undefined) {
    const known = metadata.snapshots.slice(-3).map((s) => s.id);
    throw tableError(
      "not-found",
      name,
      `has no snapshot ${id}; it may have expired (of ${metadata.snapshots.length} the newest are ${known.join(", ")})`,
    );
  }
  const isNewest = snapshotId === undefined && asOf === undefined;
  const schemaId = isNewest ? metadata.currentSchemaId : (snapshot.schemaId ?? metadata.currentSchemaId);
  const schema = metadata.schemas.find((s) => s.id === schemaId);
  if (schema === undefined) throw unreadable(name, `has no schema ${schemaId}, which its snapshot ${id} names`);
  return { snapshot, schema };
}

/** What was current at a time: the last entry of the snapshot log not after it. */
function snapshotAt({ metadata, name }: IcebergTable, asOfUs: number): string {
  const log = metadata.log.length > 0 ? metadata.log : lineOf(metadata);
  const [first, ...rest] = log.filter((entry) => entry.timeMs * 1000 <= asOfUs);
  if (first === undefined) {
    const earliest = log.reduce((min, entry) => Math.min(min, entry.timeMs), Number.POSITIVE_INFINITY);
    const since = Number.isFinite(earliest) ? `; its history begins at ${isoOf(earliest)}` : "";
    throw tableError("not-found", name, `had no snapshot at ${isoOf(asOfUs / 1000)}${since}`);
  }
  return rest.reduce((last, entry) => (entry.timeMs >= last.timeMs ? entry : last), first).snapshotId;
}

/** The current snapshot and those it came from, oldest first. */
function lineOf(metadata: TableMetadata): { timeMs: number; snapshotId: string }[] {
  const byId = new Map(metadata.snapshots.map((s) => [s.id, s]));
  const line: { timeMs: number; snapshotId: string }[] = [];
  let at = metadata.currentSnapshotId;
  while (at !== undefined) {
    const snapshot = byId.get(at);
    byId.delete(at);
    if (snapshot !== undefined) line.push({ timeMs: snapshot.timeMs, snapshotId: snapshot.id });
    at = snapshot?.parent;
  }
  return line.reverse();
}

const listedSummary = 50;

/** What a person chooses a state by. */
export function describeTable({ name, metadata, metadataFile }: IcebergTable): IcebergTableInfo {
  return {
    table: name,
    tableUuid: metadata.uuid,
    formatVersion: metadata.formatVersion,
    location: metadata.location,
    metadataFile,
    currentSnapshotId: metadata.currentSnapshotId ?? null,
    currentSchemaId: metadata.currentSchemaId,
    snapshots: metadata.snapshots.map((s) => ({
      id: s.id,
      parentId: s.parent ?? null,
      sequenceNumber: s.sequenceNumber,
      committedAt: s.timeMs * 1000,
      operation: own(s.summary, "operation") ?? null,
      schemaId: s.schemaId ?? null,
      records: countOf(s, "total-records"),
      dataFiles: countOf(s, "total-data-files"),
      deleteFiles: countOf(s, "total-delete-files"),
      summary: Object.fromEntries(Object.entries(s.summary).slice(0, listedSummary)),
    })),
    schemas: metadata.schemas.map(({ id, fields }) => ({
      id,
      columns: fields.map((f) => ({ id: f.id, name: f.name, type: f.typeText, required: f.required })),
    })),
    partitionSpecs: [...metadata.specs].map(([id, fields]) => ({
      id,
      fields: fields.map((f) => `${f.transform}(${f.sourceId}) as ${f.name}`),
    })),
    defaultSpecId: metadata.defaultSpecId,
  };
}

const own = (summary: Readonly<Record<string, string>>, key: string): string | undefined =>
  Object.hasOwn(summary, key) ? summary[key] : undefined;

/** Of a state's files, as its writer summed them up. */
export const bytesOf = (snapshot: TableSnapshot): number => countOf(snapshot, "total-files-size") ?? 0;

function countOf({ summary }: TableSnapshot, key: string): number | null {
  const text = own(summary, key) ?? "";
  return /^\d{1,15}$/.test(text) ? Number(text) : null;
}
