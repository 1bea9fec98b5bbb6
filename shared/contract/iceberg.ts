import { z } from "zod";
import { request } from "./request.ts";

/** Iceberg ids have 64 bits: text, never a number. */
export const IcebergId = z.string().regex(/^-?\d{1,19}$/, "expected a whole number of at most 19 digits");
const TimeUs = z.number().int();

/** Which state of a table an import reads: by snapshot id or what was current at a time; the newest when neither is given. */
export const IcebergState = z.strictObject({ snapshotId: IcebergId.optional(), asOf: TimeUs.optional() });
export type IcebergState = z.infer<typeof IcebergState>;

/**
 * What a snapshot manifest keeps of the table's state its events were read from. The state is named by what never changes once
 * committed, so that reading it again after later commits gives the same snapshot.
 */
export const IcebergOrigin = z.object({
  table: z.string(),
  tableUuid: z.string(),
  snapshotId: IcebergId,
  parentSnapshotId: IcebergId.optional(),
  sequenceNumber: IcebergId,
  committedAt: TimeUs,
  /** The schema the rows were read with. */
  schemaId: z.number().int(),
  /** Of the data files that were read, ascending. */
  partitionSpecIds: z.array(z.number().int()),
  manifestList: z.object({ name: z.string(), sha256: z.string() }),
  dataFiles: z.number().int(),
  deleteFiles: z.array(z.object({ name: z.string(), sha256: z.string() })),
  /** Rows of the data files that were not read because a delete file names them. */
  deletedRows: z.number().int(),
});
export type IcebergOrigin = z.infer<typeof IcebergOrigin>;

const IcebergSnapshot = z.object({
  id: IcebergId,
  parentId: IcebergId.nullable(),
  sequenceNumber: IcebergId,
  committedAt: TimeUs,
  /** append, overwrite, delete or replace. */
  operation: z.string().nullable(),
  schemaId: z.number().int().nullable(),
  /** By the writer's summary; rows that delete files name are counted. */
  records: z.number().int().nullable(),
  dataFiles: z.number().int().nullable(),
  deleteFiles: z.number().int().nullable(),
  summary: z.record(z.string(), z.string()),
});

export const IcebergTableInfo = z.object({
  table: z.string(),
  tableUuid: z.string(),
  formatVersion: z.number().int(),
  location: z.string(),
  /** The metadata file that was read, below the table's folder. */
  metadataFile: z.string(),
  currentSnapshotId: IcebergId.nullable(),
  currentSchemaId: z.number().int(),
  /** In the order of the metadata: oldest first. */
  snapshots: z.array(IcebergSnapshot),
  schemas: z.array(
    z.object({
      id: z.number().int(),
      columns: z.array(z.object({ id: z.number().int(), name: z.string(), type: z.string(), required: z.boolean() })),
    }),
  ),
  partitionSpecs: z.array(z.object({ id: z.number().int(), fields: z.array(z.string()) })),
  defaultSpecId: z.number().int(),
});
export type IcebergTableInfo = z.infer<typeof IcebergTableInfo>;

export const icebergRequests = {
  /** Reads a table's metadata, none of its data. One path (local callers) or one grant. */
  "telemetry.icebergSnapshots": request(
    z.object({ paths: z.array(z.string()).max(1).default([]), grants: z.array(z.string()).max(1).default([]) }),
    IcebergTableInfo,
  ),
} as const;
