import { z } from "zod";
import { job, request } from "./request.ts";

/** Which anomalies: the queue's own filter, so that what is exported is what is shown. */
const Findings = z.object({
  model: z.string().max(100).optional(),
  /** Of one hunt or candidate only, by its id. */
  hunt: z.string().max(100).optional(),
  dataset: z.string().max(100).optional(),
  /** open: without a verdict; all: with and without. */
  show: z.enum(["open", "all"]).default("all"),
  text: z.string().max(200).default(""),
});
export type FindingFilter = z.output<typeof Findings>;

/**
 * What is known of a technique. `candidate`: a model names it for what it surfaced, or a hunt for what it looks for; `observed`: a person
 * confirmed it over at least one event; `hunted-no-finding`: a hunt for it was closed without a malicious finding.
 */
export const layerKeys = ["candidate", "observed", "hunted-no-finding"] as const;

const HuntId = z.string().min(1).max(100);

/**
 * What is exported. `findings`: OCSF Detection Findings (2004), one a line, or a table of them; `incidents`: OCSF Incident Findings (2005), one for
 * each hunt, one a line; `navigator`: an ATT&CK Navigator layer; `stix`: a STIX 2.1 bundle with a sighting for each confirmed anomaly.
 */
export const Wanted = z.discriminatedUnion("what", [
  Findings.extend({ what: z.literal("findings"), format: z.enum(["ndjson", "csv"]).default("ndjson") }),
  z.object({ what: z.literal("incidents"), hunt: HuntId.optional() }),
  z.object({ what: z.literal("navigator"), layer: z.enum(layerKeys), hunt: HuntId.optional() }),
  z.object({ what: z.literal("stix"), hunt: HuntId.optional(), model: z.string().max(100).optional() }),
]);
export type Wanted = z.output<typeof Wanted>;

const Counted = z.array(z.object({ because: z.string(), n: z.number().int() }));

/** What an export would write, counted and not written. */
export const ExportPlan = z.object({
  /** What one row is, such as `Detection Finding`. */
  unit: z.string(),
  rows: z.number().int(),
  /** The rows by what is known of them; adds up to `rows`. */
  parts: z.array(z.object({ title: z.string(), n: z.number().int() })),
  leftOut: Counted,
  /** What whoever receives it should know. */
  remarks: z.array(z.string()),
});
export type ExportPlan = z.infer<typeof ExportPlan>;

/** Beside the file, as `<file>.manifest.json`. It depends on what was decided alone; when and by which decision is in `<file>.provenance.json`. */
export const ExportedFile = z.object({
  schema: z.literal(1),
  wanted: Wanted,
  file: z.string(),
  mediaType: z.string(),
  sha256: z.string(),
  bytes: z.number().int(),
  rows: z.number().int(),
  leftOut: Counted,
  modelVersions: z.array(z.string()),
  datasetVersions: z.array(z.string()),
});
export type ExportedFile = z.infer<typeof ExportedFile>;

export const exportRequests = {
  "exports.plan": request(z.object({ wanted: Wanted }), ExportPlan),
  /**
   * Streams it into the workspace's `exports/`, or to `out` for hosts on the analyst's own side, whatever its size. Signed for in the decision
   * log before the first byte. The same decisions give the same bytes.
   */
  "exports.write": job(
    z.object({ wanted: Wanted, out: z.string().optional(), analyst: z.string().max(120).optional() }),
    ExportedFile.extend({ decision: z.string() }),
  ),
} as const;
