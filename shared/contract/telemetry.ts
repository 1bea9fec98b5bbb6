import { z } from "zod";
import { classNames } from "../domain/ocsf.ts";
import { ClockProposal } from "./clock.ts";
import { IcebergOrigin, IcebergState } from "./iceberg.ts";

export const ImportFormat = z.enum(["auto", "zeek", "windows", "cloudtrail", "suricata", "ocsf", "linux", "csv", "parquet", "iceberg"]);
export type ImportFormat = z.infer<typeof ImportFormat>;

/** Microseconds since 1970-01-01 UTC. Fits a double exactly until the year 2255. */
export const TimeUs = z.number().int();
export const TimeRange = z.object({ from: TimeUs.optional(), to: TimeUs.optional() });
export type TimeRange = z.infer<typeof TimeRange>;

/** `reason` says what is wrong with this record; `category` is what it was counted under, where that is less. */
export const RejectSample = z.object({
  file: z.string(),
  line: z.number().int(),
  reason: z.string(),
  category: z.string().optional(),
  excerpt: z.string(),
});
export type RejectSample = z.infer<typeof RejectSample>;

export const ImportedFile = z.object({
  /** Path as given by the analyst, with `!member` for a file inside an archive. */
  name: z.string(),
  sha256: z.string(),
  bytes: z.number().int(),
  format: z.string(),
  /** Why this format was chosen. */
  formatReason: z.string(),
  logType: z.string().optional(),
  records: z.number().int(),
  mapped: z.number().int(),
  /** Understood but of a kind no class is kept for yet, by kind. */
  unmapped: z.record(z.string(), z.number().int()),
  rejected: z.number().int(),
  rejectReasons: z.record(z.string(), z.number().int()),
  /** Cells of a mapped table that do not fit their OCSF column, by column: empty in the event, whole in its original record. */
  misfits: z.record(z.string(), z.number().int()).optional(),
  /** Set when the file as a whole could not be read. */
  error: z.string().optional(),
});
export type ImportedFile = z.infer<typeof ImportedFile>;

export const SnapshotSegment = z.object({
  class: z.enum(classNames as [string, ...string[]]),
  file: z.string(),
  sha256: z.string(),
  bytes: z.number().int(),
  rows: z.number().int(),
  firstEvent: z.number().int(),
  lastEvent: z.number().int(),
});

/** The canonical JSON of this object, hashed with sha256, is the snapshot's id. It holds nothing that varies between two imports of the same bytes. */
export const SnapshotManifest = z.object({
  schema: z.literal(1),
  source: z.string(),
  ocsfVersion: z.string(),
  mappingDigest: z.string(),
  clock: z.string(),
  /** What may be wrong with the files' clocks; absent when nothing was found. */
  clockProposals: z.array(ClockProposal).optional(),
  /** Id of the mapping that tables were read with; see `mappings.list`. */
  tableMapping: z.string().optional(),
  files: z.array(ImportedFile),
  segments: z.array(SnapshotSegment),
  classes: z.record(z.string(), z.number().int()),
  timeRange: z.object({ from: TimeUs, to: TimeUs }).optional(),
  parents: z.array(z.string()),
  /** The state of the Iceberg table that was read, when it was one. */
  iceberg: IcebergOrigin.optional(),
});
export type SnapshotManifest = z.infer<typeof SnapshotManifest>;

export const Snapshot = z.object({ id: z.string(), importedAt: TimeUs, manifest: SnapshotManifest });
export type Snapshot = z.infer<typeof Snapshot>;

export const DatasetVersion = z.object({
  id: z.string(),
  /** v1, v2, … in order of creation in this workspace. */
  number: z.number().int(),
  snapshots: z.array(z.string()),
  createdAt: TimeUs,
  events: z.number().int(),
  timeRange: z.object({ from: TimeUs, to: TimeUs }).optional(),
});
export type DatasetVersion = z.infer<typeof DatasetVersion>;

export const ImportInput = z.object({
  /** File-system paths; only a host on the analyst's own side (CLI, in-process) may send them. */
  paths: z.array(z.string()).default([]),
  /** Opaque grants from `files.begin` or the shell's file dialog. */
  grants: z.array(z.string()).default([]),
  source: z.string().min(1).max(120).optional(),
  format: ImportFormat.default("auto"),
  clock: z.string().default("declared"),
  /** JSON text of a mapping file for delimited text and Parquet (see README). */
  mapping: z.string().optional(),
  /**
   * A file whose bytes lie in another snapshot of the current dataset version would count its events twice: it is skipped. `allow` reads it
   * all the same; `replace` reads it and leaves the snapshots out of the new dataset version whose files are all read again.
   */
  duplicates: z.enum(["skip", "allow", "replace"]).default("skip"),
  /** Which state of an Iceberg table; the newest without it. */
  iceberg: IcebergState.optional(),
});
export type ImportInput = z.infer<typeof ImportInput>;

/** What became of the records of some files. Every record read is mapped, unmapped or rejected, and counted once. */
const ReadCounts = z.object({
  records: z.number().int(),
  mapped: z.number().int(),
  unmapped: z.number().int(),
  rejected: z.number().int(),
  files: z.array(ImportedFile),
  rejects: z.array(RejectSample),
});

export const ImportResult = ReadCounts.extend({
  snapshotId: z.string(),
  datasetVersion: DatasetVersion,
  /** True when the same bytes had been imported before and no second copy was made. */
  duplicate: z.boolean(),
  clockProposals: z.array(ClockProposal),
  /** Files that were not read again, and files inside archives that were, with the snapshot that has them already. */
  skipped: z.array(z.object({ name: z.string(), snapshotId: z.string() })),
  readAgain: z.array(z.object({ name: z.string(), snapshotId: z.string() })),
  /** Snapshots that the new dataset version leaves out. */
  replaced: z.array(z.string()),
});
export type ImportResult = z.infer<typeof ImportResult>;

/** What an import would make of files; nothing is kept. */
export const Inspection = ReadCounts.extend({
  classes: z.record(z.string(), z.number().int()),
  clock: z.string(),
  clockProposals: z.array(ClockProposal),
  timeRange: z.object({ from: TimeUs, to: TimeUs }).optional(),
});
export type Inspection = z.infer<typeof Inspection>;
