import { z } from "zod";
import { job, request } from "./request.ts";
import { DatasetVersion, SnapshotManifest, TimeRange, TimeUs } from "./telemetry.ts";

/** A person's decision to let a snapshot's events go. Its manifest, its ids and what was made of it stay. */
export const Retirement = z.object({
  decision: z.string(),
  at: TimeUs,
  by: z.string(),
  reason: z.string(),
  freedBytes: z.number().int(),
});
export type Retirement = z.infer<typeof Retirement>;

export const SnapshotSummary = z.object({
  id: z.string(),
  source: z.string(),
  importedAt: TimeUs,
  files: z.number().int(),
  /** Files that could not be read. */
  unread: z.number().int(),
  records: z.number().int(),
  events: z.number().int(),
  rejected: z.number().int(),
  unmapped: z.number().int(),
  classes: z.record(z.string(), z.number().int()),
  timeRange: z.object({ from: TimeUs, to: TimeUs }).optional(),
  /** Of the segments, and of the files they were read from. */
  bytes: z.number().int(),
  inputBytes: z.number().int(),
  parents: z.array(z.string()),
  clock: z.string(),
  ocsfVersion: z.string(),
  mappingDigest: z.string(),
  /** Numbers of the dataset versions that hold it. */
  datasets: z.array(z.number().int()),
  retired: Retirement.optional(),
});
export type SnapshotSummary = z.infer<typeof SnapshotSummary>;

/** What was made of a snapshot's events. */
export const SnapshotDependants = z.object({
  datasets: z.array(z.object({ id: z.string(), number: z.number().int() })),
  /** Trained on a dataset version that holds it. */
  models: z.array(z.object({ model: z.string(), version: z.string(), stage: z.string() })),
  runs: z.number().int(),
  /** With kept evidence in this snapshot. */
  anomalies: z.number().int(),
  verdicts: z.number().int(),
  /** Verdicts that count as labels in training. */
  labels: z.number().int(),
  children: z.array(z.string()),
  /** Why it is not let go without saying so: a champion learned from it, a verdict rests on it. Empty when nothing does. */
  holds: z.array(z.string()),
});
export type SnapshotDependants = z.infer<typeof SnapshotDependants>;

export const SnapshotCheck = z.object({
  id: z.string(),
  source: z.string(),
  state: z.enum(["intact", "damaged", "retired"]),
  bytes: z.number().int(),
  problems: z.array(z.object({ file: z.string(), problem: z.string() })),
  /** What to do about it. */
  hint: z.string().optional(),
});
export type SnapshotCheck = z.infer<typeof SnapshotCheck>;

/** A dataset version in the history: what it holds, where it came from and what it changed. */
export const DatasetEntry = DatasetVersion.extend({
  isCurrent: z.boolean(),
  origin: z.enum(["import", "composed", "retirement"]),
  /** Who composed it, or let a snapshot go. */
  by: z.string().optional(),
  note: z.string().optional(),
  classes: z.record(z.string(), z.number().int()),
  /** Snapshots whose events were let go. */
  gone: z.array(z.string()),
  models: z.number().int(),
  runs: z.number().int(),
  verdicts: z.number().int(),
});
export type DatasetEntry = z.infer<typeof DatasetEntry>;

export const DatasetChange = z.object({
  from: z.number().int(),
  to: z.number().int(),
  added: z.array(z.string()),
  removed: z.array(z.string()),
  kept: z.number().int(),
  classes: z.array(z.object({ class: z.string(), before: z.number().int(), after: z.number().int() })),
});
export type DatasetChange = z.infer<typeof DatasetChange>;

const Policy = z.object({
  /** Days of events to keep, counted back from now; null keeps all. */
  keepDays: z.number().int().positive().max(36_500).nullable(),
});

/** What the policy would let go. Nothing goes by itself: a person retires what is listed. */
export const Retention = Policy.extend({
  snapshots: z.array(
    z.object({
      id: z.string(),
      source: z.string(),
      lastEvent: TimeUs,
      bytes: z.number().int(),
      holds: z.array(z.string()),
    }),
  ),
  freeableBytes: z.number().int(),
});
export type Retention = z.infer<typeof Retention>;

/** A whole id or the beginning of one. */
const SnapshotId = z.object({ id: z.string().min(4).max(64) });
const Signed = z.object({ analyst: z.string().optional() });

export const snapshotRequests = {
  "snapshots.list": request(z.object({}), z.array(SnapshotSummary)),
  "snapshots.show": request(SnapshotId, SnapshotSummary.extend({ manifest: SnapshotManifest, dependants: SnapshotDependants })),
  /** Reads every byte of one snapshot, or of all. */
  "snapshots.verify": job(z.object({ id: z.string().max(64).optional() }), z.object({ ok: z.boolean(), checked: z.array(SnapshotCheck) })),
  /** Removes the events from disk. `despite` must be true when something holds the snapshot; else AppError `conflict` says what. */
  "snapshots.retire": request(
    SnapshotId.extend({ reason: z.string().trim().min(1).max(2000), despite: z.boolean().default(false) }).extend(Signed.shape),
    z.object({ decision: z.string(), freedBytes: z.number().int(), datasetVersion: DatasetVersion.nullable() }),
  ),
  /** With `keepDays` what that policy would mean, without what the policy in force means. */
  "snapshots.retention": request(z.object({ keepDays: Policy.shape.keepDays.optional() }), Retention),
  "snapshots.keep": request(Policy.extend(Signed.shape), Retention),
  "datasets.history": request(z.object({}), z.array(DatasetEntry)),
  /** A dataset version of the snapshots named, or of those of some sources and a time, in order of import. It does not become the current one. */
  "datasets.compose": request(
    z
      .object({
        snapshots: z.array(z.string().min(4).max(64)).default([]),
        sources: z.array(z.string()).default([]),
        range: TimeRange.default({}),
      })
      .extend(Signed.shape),
    DatasetVersion,
  ),
  "datasets.compare": request(z.object({ from: z.string(), to: z.string() }), DatasetChange),
} as const;
