import { z } from "zod";
import { AuditShare } from "./models.ts";
import { DatasetVersion, TimeUs } from "./telemetry.ts";

export const Decision = z.object({
  /** Its place in the log. */
  seq: z.number().int(),
  /** Its place in the chain it was written in, which its hash covers; only where a merge has given it another one. */
  number: z.number().int().optional(),
  id: z.string(),
  at: TimeUs,
  actor: z.string(),
  kind: z.string(),
  body: z.unknown(),
  prevHash: z.string(),
  hash: z.string(),
});
export type Decision = z.infer<typeof Decision>;

export const WorkspaceInfo = z.object({
  name: z.string(),
  /** Present only for hosts on the analyst's own side. */
  path: z.string().optional(),
  analyst: z.string(),
  dataset: DatasetVersion.nullable(),
  snapshots: z.number().int(),
  budget: z.object({ used: z.number().int(), perDay: z.number().int() }),
  /** Expected share of a run's queue that goes to audit items, where a run is not given another. */
  auditShare: AuditShare,
  log: z.object({ entries: z.number().int(), verifiedAt: TimeUs.nullable(), ok: z.boolean().nullable() }),
  readOnly: z.boolean(),
  /** Why, while it is: another process has it, its folder cannot be written to, or it was asked for. */
  readOnlyBecause: z.enum(["held", "unwritable", "asked"]).optional(),
});
export type WorkspaceInfo = z.infer<typeof WorkspaceInfo>;

export const AuditReport = z.object({
  ok: z.boolean(),
  entries: z.number().int(),
  head: z.string(),
  problems: z.array(z.object({ seq: z.number().int(), problem: z.string() })),
});
export type AuditReport = z.infer<typeof AuditReport>;

export const JobState = z.enum(["running", "done", "failed", "cancelled"]);
export const Job = z.object({
  id: z.string(),
  name: z.string(),
  title: z.string(),
  state: JobState,
  stage: z.string(),
  /** Work done and to do in `unit`; `total` is null while unknown. */
  done: z.number(),
  total: z.number().nullable(),
  unit: z.string(),
  startedAt: TimeUs,
  endedAt: TimeUs.nullable(),
  error: z.string().optional(),
});
export type Job = z.infer<typeof Job>;

export const ExportManifest = z.object({
  schema: z.literal(1),
  format: z.enum(["parquet", "csv", "ndjson"]),
  file: z.string(),
  sha256: z.string(),
  rows: z.number().int(),
  excluded: z.array(z.object({ because: z.string(), n: z.number().int() })),
  model: z.string().nullable(),
  features: z.record(z.string(), z.array(z.string())),
  modelVersions: z.array(z.string()),
  datasetVersions: z.array(z.string()),
  /** Sidecar with what depends on when and where: decision ids, times and the log head. The data and this manifest depend on content only. */
  provenanceFile: z.string(),
});
export type ExportManifest = z.infer<typeof ExportManifest>;
