import { z } from "zod";
import { request } from "./request.ts";
import { TimeUs } from "./telemetry.ts";
import { AuditReport, Decision } from "./workspace.ts";

export const auditTargets = ["case", "hunt", "model", "entity"] as const;

/** Which entries of the decision log; without any field all of them. */
export const LogFilter = z.object({
  kind: z.string().max(100).optional(),
  actor: z.string().max(120).optional(),
  /** From inclusive, to exclusive. */
  from: TimeUs.optional(),
  to: TimeUs.optional(),
  /**
   * Entries that name it, and what took those back: an anomaly's id, a hunt's, a model's name or version, an entity's id or canonical key. Verdicts
   * are about their anomaly's model and entities too.
   */
  about: z.object({ type: z.enum(auditTargets), id: z.string().min(1).max(500) }).optional(),
  /** In who, which kind, what, or the name of a case it is about; upper and lower case are one. */
  text: z.string().max(200).default(""),
});
export type LogFilter = z.output<typeof LogFilter>;

const Target = z.object({
  type: z.enum([...auditTargets, "dataset", "snapshot", "inventory"]),
  id: z.string(),
  label: z.string(),
});
export type LogTarget = z.infer<typeof Target>;

/** An entry as it was written, with what it says in words. */
export const LogEntry = Decision.extend({
  /** The kind in words, such as `Verdict`. */
  title: z.string(),
  words: z.string(),
  /** The entry that took it back last, unless it was given again since. */
  undoneBy: z.string().nullable(),
  /** What it is about, the first few, and how many in all. */
  about: z.array(Target),
  aboutCount: z.number().int(),
});
export type LogEntry = z.infer<typeof LogEntry>;

export const auditRequests = {
  /** The chain, everything derived from it, and every byte of snapshots, model bundles and lineage. */
  "audit.verify": request(z.object({}), AuditReport),
  /** Newest first; `before` is an exclusive sequence number, `total` counts all that match. */
  "audit.page": request(
    LogFilter.extend({ limit: z.number().int().positive().max(1000).default(100), before: z.number().int().optional() }),
    z.object({ decisions: z.array(LogEntry), total: z.number().int() }),
  ),
  /** What there is to filter by, the most frequent first. */
  "audit.choices": request(
    z.object({}),
    z.object({
      kinds: z.array(z.object({ kind: z.string(), title: z.string(), n: z.number().int() })),
      actors: z.array(z.object({ actor: z.string(), n: z.number().int() })),
    }),
  ),
} as const;
