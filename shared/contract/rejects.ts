import { z } from "zod";
import { request } from "./request.ts";
import { RejectSample, TimeUs } from "./telemetry.ts";

/** Which rejects: by file and reason as the groups name them, and by a text in reason or excerpt, in any case. */
export const RejectFilter = z.object({
  snapshotId: z.string(),
  file: z.string().optional(),
  reason: z.string().optional(),
  text: z.string().max(200).optional(),
});
export type RejectFilter = z.infer<typeof RejectFilter>;

/** All rejects of a file for a reason. Of many alike only the first are kept with their text. */
export const RejectGroup = z.object({ file: z.string(), reason: z.string(), rejected: z.number().int(), kept: z.number().int() });
export type RejectGroup = z.infer<typeof RejectGroup>;

export const RejectPage = z.object({
  /** Rejected records of the snapshot, and how many of them are kept with their text. */
  total: z.number().int(),
  kept: z.number().int(),
  /** Kept ones that the filter lets through; `samples` are a page of them, in the order of the files. */
  matching: z.number().int(),
  samples: z.array(RejectSample),
  groups: z.array(RejectGroup),
});
export type RejectPage = z.infer<typeof RejectPage>;

/** What is known of a source over all its snapshots that are kept; a file that was imported twice counts once. */
export const SourceSummary = z.object({
  name: z.string(),
  snapshots: z.number().int(),
  files: z.number().int(),
  /** Files that could not be read. */
  unread: z.number().int(),
  records: z.number().int(),
  events: z.number().int(),
  /** k of n records, with Wilson's 95 % interval; a null rate when there were none. */
  rejected: z.object({ k: z.number().int(), n: z.number().int(), rate: z.number().nullable(), low: z.number(), high: z.number() }),
  formats: z.array(z.object({ format: z.string(), files: z.number().int() })),
  classes: z.record(z.string(), z.number().int()),
  firstEvent: TimeUs.nullable(),
  lastEvent: TimeUs.nullable(),
  lastImport: TimeUs,
  lastSnapshot: z.string(),
});
export type SourceSummary = z.infer<typeof SourceSummary>;

export const rejectRequests = {
  "telemetry.sources": request(z.object({}), z.array(SourceSummary)),
  "telemetry.rejects": request(
    RejectFilter.extend({ limit: z.number().int().min(1).max(1000).default(200), offset: z.number().int().nonnegative().default(0) }),
    RejectPage,
  ),
  /** Writes what the filter lets through into the workspace's `exports/`, or to `out` for hosts on the analyst's own side. */
  "telemetry.exportRejects": request(
    RejectFilter.extend({ format: z.enum(["ndjson", "csv"]), out: z.string().optional() }),
    z.object({ file: z.string(), rows: z.number().int(), sha256: z.string() }),
  ),
} as const;
