import { z } from "zod";
import { job } from "./request.ts";
import { VerdictKeyOf } from "./review.ts";

/** What merging another copy of the workspace would bring, or has brought. */
export const MergePreview = z.object({
  /** Decisions of the other copy that this one lacks, of this one that the other lacks, and entries of the log that both have. */
  decisions: z.number().int(),
  onlyHere: z.number().int(),
  shared: z.number().int(),
  /** Who made the decisions that are new here. */
  analysts: z.array(z.string()),
  /** Anomalies that were judged in both copies since they went apart, and those of them on which they differ: these wait to be settled. */
  judgedByBoth: z.number().int(),
  conflicts: z.array(
    z.object({ anomalyId: z.string(), label: z.string(), verdicts: z.array(z.object({ analyst: z.string(), verdict: VerdictKeyOf })) }),
  ),
  /**
   * Models whose champion is another after the merge. `claims` are this copy's champion and the other's, with who made it so; `champion` is null where
   * they are two: then neither is champion, and both are challengers, until a person promotes one.
   */
  champions: z.array(
    z.object({
      model: z.string(),
      champion: z.string().nullable(),
      claims: z.array(z.object({ version: z.string().nullable(), analyst: z.string().nullable() })),
    }),
  ),
  snapshots: z.number().int(),
  models: z.number().int(),
  runs: z.number().int(),
  anomalies: z.number().int(),
  /** What the other copy names and cannot be brought, each in a sentence. */
  missing: z.array(z.string()),
  hasChanges: z.boolean(),
});
export type MergePreview = z.infer<typeof MergePreview>;

/** The other copy: its folder or its `quarry.sqlite`, by path for callers on the analyst's own side, by grant for pages. */
const MergeInput = z.object({ path: z.string().optional(), grant: z.string().optional(), analyst: z.string().max(120).optional() });

export const mergeRequests = {
  /** Reads and verifies the other copy; changes nothing in either. */
  "merge.preview": job(MergeInput, MergePreview),
  /** Merges into this workspace; the other copy stays as it is. A backup of the database is laid first. */
  "merge.apply": job(MergeInput, MergePreview.extend({ backup: z.string().nullable(), head: z.string() })),
} as const;
