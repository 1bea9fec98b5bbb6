import { z } from "zod";
import { LogFilter } from "./audit.ts";
import { job, request } from "./request.ts";

/** Which anomalies: the queue's own filter, so that what is exported is what is shown. */
const Findings = z.object({
  model: z.string().max(100).optional(),
  /** Of one hunt or candidate only, by its id. */
  hunt: z.string().max(100).optional(),
  dataset: z.string().max(100).optional(),
  /** open: without a verdict; all: with and without. */
  show: z.enum(["open", "all"]).default("all"),
  /** suppressed: only those whose score is not to be trusted. */
  health: z.enum(["any", "suppressed"]).default("any"),
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
 * each hunt, one a line; `navigator`: an ATT&CK Navigator layer; `stix`: a STIX 2.1 bundle with a sighting for each confirmed anomaly; `hunt`: one
 * hunt with all that it rests on, as a signed archive; `log`: entries of the decision log, oldest first, as they were written and chained, one a line,
 * or a table of them; `drift`: what the newest run of a model was found to be against its training, as JSON or as one HTML page of its own.
 */
export const Wanted = z.discriminatedUnion("what", [
  Findings.extend({ what: z.literal("findings"), format: z.enum(["ndjson", "csv"]).default("ndjson") }),
  z.object({ what: z.literal("incidents"), hunt: HuntId.optional() }),
  z.object({ what: z.literal("navigator"), layer: z.enum(layerKeys), hunt: HuntId.optional() }),
  z.object({ what: z.literal("hunt"), hunt: HuntId }),
  LogFilter.extend({ what: z.literal("log"), format: z.enum(["ndjson", "csv"]).default("ndjson") }),
  z.object({ what: z.literal("drift"), model: z.string().min(1).max(100), format: z.enum(["json", "html"]).default("json") }),
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

/** What a look at a signed archive found. Every byte of it was compared or is under the signature. */
export const BundleReport = z.object({
  ok: z.boolean(),
  /** Null where the manifest cannot be read. */
  hunt: z.string().nullable(),
  topic: z.string().nullable(),
  signedBy: z.string().nullable(),
  /** sha256 of the public key: to be compared with what the sender says theirs is. */
  keyId: z.string().nullable(),
  /** Signed with this workspace's own key. */
  isOurs: z.boolean(),
  files: z.number().int(),
  anomalies: z.number().int(),
  /** What was gone when it was made, in words. */
  missing: z.array(z.string()),
  problems: z.array(z.object({ file: z.string(), problem: z.string() })),
});
export type BundleReport = z.infer<typeof BundleReport>;

/** Each run scored again: whether the anomalies of the hunt have the same ids, scores, p- and q-values, to the last bit. */
export const BundleRerun = z.object({
  report: BundleReport,
  runs: z.array(
    z.object({
      run: z.string(),
      model: z.string(),
      modelVersion: z.string(),
      datasetVersion: z.string(),
      /** missing: this workspace lacks what it needs. */
      state: z.enum(["same", "different", "missing"]),
      because: z.string(),
      compared: z.number().int(),
      same: z.number().int(),
      differences: z.array(z.string()),
    }),
  ),
});
export type BundleRerun = z.infer<typeof BundleRerun>;

/** One archive: by its path for hosts on the analyst's own side, else by grant. */
const Archive = z.object({ paths: z.array(z.string()).max(1).default([]), grants: z.array(z.string()).max(1).default([]) });

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
  "exports.verifyArchive": request(
    Archive.extend({
      key: z
        .string()
        .regex(/^[0-9a-fA-F]{8,64}$/)
        .optional(),
    }),
    BundleReport,
  ),
  /** Refused for an archive that is not as it was signed. Nothing is stored. */
  "exports.rerun": job(Archive, BundleRerun),
} as const;
