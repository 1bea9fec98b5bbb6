import { z } from "zod";
import { job } from "./request.ts";
import { TimeRange } from "./telemetry.ts";

/**
 * How far a version can be made again from what it was made of. `BYTES`: every file is the same to the byte. `VECTORS`: files differ and every
 * score is the same to the last bit. `METRICS`: scores differ and the same subjects are flagged. `DIFFERENT`: not even those. `CANNOT`: it could
 * not be made again at all.
 */
export const reproductionLevels = ["BYTES", "VECTORS", "METRICS", "DIFFERENT", "CANNOT"] as const;

export const Reproduction = z.object({
  model: z.string(),
  version: z.string(),
  level: z.enum(reproductionLevels),
  because: z.string(),
  /** Id of what was made; it is the version's own where every file is the same. Null when nothing was. */
  rebuilt: z.string().nullable(),
  /** What it was made from, as its bundle says. */
  from: z.object({
    dataset: z.string(),
    range: TimeRange,
    seed: z.number().int(),
    packageDigest: z.string(),
    codeDigest: z.string(),
    /** Judged subjects that taught it. */
    labels: z.number().int(),
  }),
  /** Every file of the bundle, by name, with its sha256. `given`: it is what the version was made from, and was taken as it is. */
  files: z.array(
    z.object({
      name: z.string(),
      recorded: z.string().nullable(),
      rebuilt: z.string().nullable(),
      state: z.enum(["same", "different", "given"]),
    }),
  ),
  /** Subjects scored by both, where the ONNX files differ: how many scores are the same to the bit, and how many of those flagged by either are by both. */
  scores: z.object({ n: z.number().int(), same: z.number().int(), flagged: z.number().int(), flaggedByBoth: z.number().int() }).nullable(),
});
export type Reproduction = z.infer<typeof Reproduction>;

export const reproduceRequests = {
  /** Trains a version again from its recorded dataset, verdicts, seed and package, and compares. Nothing is stored. */
  "models.reproduce": job(z.object({ model: z.string(), version: z.string() }), Reproduction),
} as const;
