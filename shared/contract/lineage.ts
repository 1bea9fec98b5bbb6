import { z } from "zod";
import { request } from "./request.ts";
import { TimeUs } from "./telemetry.ts";

export const LineageEventType = z.enum(["START", "COMPLETE", "FAIL", "ABORT"]);
export type LineageEventType = z.infer<typeof LineageEventType>;

const NamedVersion = z.object({ name: z.string(), version: z.string().optional() });

/** One OpenLineage run event as the workspace wrote it, in short; `event` is the whole of it, when asked for. */
export const LineageEvent = z.object({
  /** Place in the chain, from 1. */
  seq: z.number().int(),
  at: TimeUs,
  type: LineageEventType,
  job: z.string(),
  runId: z.string(),
  parentRunId: z.string().optional(),
  inputs: z.array(NamedVersion),
  outputs: z.array(NamedVersion),
  error: z.string().optional(),
  /** Where it stands, relative to the workspace. */
  file: z.string(),
  line: z.number().int(),
  event: z.record(z.string(), z.unknown()).optional(),
});
export type LineageEvent = z.infer<typeof LineageEvent>;

export const LineageNode = z.object({
  id: z.string(),
  kind: z.enum(["file", "snapshot", "dataset", "model", "run", "anomaly"]),
  title: z.string(),
  /** What identifies the content: a digest, or an id made from one. */
  version: z.string(),
  /** How it lies to what was asked about. */
  side: z.enum(["upstream", "focus", "downstream"]),
  at: TimeUs.optional(),
});
export type LineageNode = z.infer<typeof LineageNode>;

export const LineageGraph = z.object({
  focus: z.string(),
  /** Upstream first; inside a side by kind, then title. */
  nodes: z.array(LineageNode),
  /** From what was read to what was made of it. */
  edges: z.array(z.object({ from: z.string(), to: z.string(), job: z.string() })),
  /** Source files that are not listed one by one. */
  filesLeftOut: z.number().int(),
});
export type LineageGraph = z.infer<typeof LineageGraph>;

/** Where lineage events are sent besides the workspace's own files; `url` is null while nothing leaves the machine. */
export const LineageSink = z.object({
  url: z.string().nullable(),
  /** Decision that set it; absent while none was ever made. */
  decision: z.string().optional(),
  actor: z.string().optional(),
  at: TimeUs.optional(),
  queued: z.number().int(),
  /** Since the engine started. */
  delivered: z.number().int(),
  dropped: z.number().int(),
  lastProblem: z.string().optional(),
});
export type LineageSink = z.infer<typeof LineageSink>;

export const lineageRequests = {
  /** Newest first. `next` is the `before` of the page after this one, null at the end. */
  "lineage.events": request(
    z.object({
      limit: z.number().int().positive().max(1000).default(100),
      before: z.number().int().optional(),
      job: z.string().max(200).optional(),
      /** A dataset's name or the beginning of its version. */
      dataset: z.string().min(1).max(500).optional(),
      type: LineageEventType.optional(),
      whole: z.boolean().default(false),
    }),
    z.object({ namespace: z.string(), events: z.array(LineageEvent), next: z.number().int().nullable() }),
  ),
  /** `of`: a snapshot, dataset version (`v3` too), model version, run, anomaly, or a source file's name or sha256; of ids a prefix of 6 will do. */
  "lineage.graph": request(z.object({ of: z.string().min(1).max(500) }), LineageGraph),
  "lineage.sink": request(z.object({}), LineageSink),
  /** A person's signed decision; null turns sending off. */
  "lineage.setSink": request(z.object({ url: z.string().max(2000).nullable(), analyst: z.string().optional() }), LineageSink),
} as const;
