import { z } from "zod";
import { job, request } from "./request.ts";
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

/** In the order in which nodes of one side are listed. */
export const lineageKinds = [
  "file",
  "snapshot",
  "dataset",
  "labels",
  "suite",
  "model",
  "evaluation",
  "run",
  "anomaly",
  "decision",
] as const;
export const LineageKind = z.enum(lineageKinds);
export type LineageKind = z.infer<typeof LineageKind>;

export const LineageNode = z.object({
  id: z.string(),
  kind: LineageKind,
  title: z.string(),
  /** What identifies the content: a digest, or an id made from one. */
  version: z.string(),
  /** How it lies to what was asked about; `beside`: what the version behind it was held against, and who let it through. */
  side: z.enum(["upstream", "focus", "downstream", "beside"]),
  at: TimeUs.optional(),
  /** Who decided. */
  by: z.string().optional(),
  /** How many anomalies or verdicts the node stands for, where it stands for more than itself. */
  count: z.number().int().optional(),
  /** What else to know, in a few words. */
  note: z.string().optional(),
});
export type LineageNode = z.infer<typeof LineageNode>;

export const LineageGraph = z.object({
  focus: z.string(),
  /** Upstream first, beside last; inside a side by kind, then title. */
  nodes: z.array(LineageNode),
  /** From what was read to what was made of it. */
  edges: z.array(z.object({ from: z.string(), to: z.string(), job: z.string() })),
  /** What belongs to it and is not listed one by one. */
  leftOut: z.array(z.object({ kind: LineageKind, n: z.number().int() })),
  /** The anomaly asked about is put before this analyst again, so that the verdicts on it are not told. */
  withheld: z.boolean(),
});
export type LineageGraph = z.infer<typeof LineageGraph>;

/** A property of a node: words, a number, a digest or a time. */
const LineageFact = z.union([
  z.object({ term: z.string(), text: z.string() }),
  z.object({ term: z.string(), n: z.number() }),
  z.object({ term: z.string(), digest: z.string() }),
  z.object({ term: z.string(), at: TimeUs }),
]);
export type LineageFact = z.infer<typeof LineageFact>;

/** One of those that a node stands for; `id` can be asked about in its turn. */
const LineageMember = z.object({ id: z.string(), title: z.string(), note: z.string() });

/** A recorded run that read or wrote a node, with the facets of the run. */
const TouchingRun = z.object({
  seq: z.number().int(),
  at: TimeUs,
  type: LineageEventType,
  job: z.string(),
  runId: z.string(),
  file: z.string(),
  line: z.number().int(),
  facets: z.array(z.object({ name: z.string(), entries: z.array(z.object({ term: z.string(), text: z.string() })) })),
});

export const LineageDetail = z.object({
  node: LineageNode.omit({ side: true }),
  facts: z.array(LineageFact),
  /** Of a decision its place in the log. */
  entry: z.number().int().optional(),
  members: z.object({ total: z.number().int(), rows: z.array(LineageMember) }),
  /** Newest first, the last eight. */
  runs: z.array(TouchingRun),
});
export type LineageDetail = z.infer<typeof LineageDetail>;

/** `not-kept`: there is nothing in the workspace to compare with what was recorded. */
export const lineageStates = ["verified", "changed", "missing", "not-kept"] as const;
export const LineageState = z.enum(lineageStates);
export type LineageState = z.infer<typeof LineageState>;

const CheckOutcome = z.object({
  state: LineageState,
  /** What was compared, and what came of it. */
  text: z.string(),
  /** What was recorded and what was found, where they are digests; `found` is null where there was nothing. */
  expected: z.string().optional(),
  found: z.string().nullable().optional(),
});
export const LineageCheck = CheckOutcome.extend({ id: z.string() });
export type LineageCheck = z.infer<typeof LineageCheck>;

export const LineageVerification = z.object({
  focus: z.string(),
  at: TimeUs,
  /** Nothing was changed and nothing is missing. */
  ok: z.boolean(),
  counts: z.record(LineageState, z.number().int()),
  /** In the order of the graph's nodes. */
  nodes: z.array(LineageCheck),
  /** The two chains that everything rests on. */
  logs: z.array(CheckOutcome.extend({ name: z.enum(["decision log", "lineage files"]) })),
});
export type LineageVerification = z.infer<typeof LineageVerification>;

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

const Asked = z.object({ of: z.string().min(1).max(500) });

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
  /**
   * `of`: a snapshot, dataset version (`v3` too), model version, evaluation, suite, label set, run, anomaly, verdict or other decision, or a source
   * file's name or sha256, or the id of any node; of digests a prefix of 6 will do.
   */
  "lineage.graph": request(Asked, LineageGraph),
  /** One node of a graph with what is known of it; `limit` bounds the members that are listed. */
  "lineage.node": request(Asked.extend({ limit: z.number().int().positive().max(1000).default(50) }), LineageDetail),
  /**
   * Reads again what the graph of `of` names and compares it with what was recorded. Source files are not kept in the workspace: they are compared
   * when they are named by `paths` or `grants`, as themselves or by a folder they lie in.
   */
  "lineage.verify": job(
    Asked.extend({ paths: z.array(z.string()).default([]), grants: z.array(z.string()).default([]) }),
    LineageVerification,
  ),
  "lineage.sink": request(z.object({}), LineageSink),
  /** A person's signed decision; null turns sending off. */
  "lineage.setSink": request(z.object({ url: z.string().max(2000).nullable(), analyst: z.string().optional() }), LineageSink),
} as const;
